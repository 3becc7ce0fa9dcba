"""`bin/bench NAME`: what is fast enough, measured in one run beside its floor, so that a noisy machine does not
decide.
"""

import argparse
import sys


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("name", choices=["pages"])
    parser.parse_args()

    from bench import pages  # noqa: PLC0415  needs the settings, which a --help does not

    return pages.run()


if __name__ == "__main__":
    sys.exit(main())
