"""`bin/bench NAME`: what is fast enough, measured in one run beside its floor, so that a noisy machine does not
decide.
"""

import argparse
import sys


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("name", choices=["pages", "editing"])
    name = parser.parse_args().name

    from bench import editing, pages  # noqa: PLC0415  need the settings, which a --help does not

    return {"pages": pages.run, "editing": editing.run}[name]()


if __name__ == "__main__":
    sys.exit(main())
