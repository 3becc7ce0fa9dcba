"""`bin/bench NAME`: what is fast enough, measured in one run beside its floor, so that a noisy machine does not
decide.
"""

import argparse
import sys


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    names = parser.add_subparsers(dest="name", required=True)
    names.add_parser("pages", help="what a page costs")
    names.add_parser("editing", help="what writing guidelines together costs")
    ringing = names.add_parser("nudges", help="what ringing and mailing cost, and how late the last one is")
    ringing.add_argument("--rows", type=int, default=100_000, help="nudges in all (the goals are about 1,000,000)")
    ringing.add_argument("--only", default="", help="one part: dispatch")
    options = parser.parse_args()

    # Imported late, and only what is asked for: each reads the settings, some not before their servers are up.
    match options.name:
        case "pages":
            from bench import pages  # noqa: PLC0415

            return pages.run()
        case "editing":
            from bench import editing  # noqa: PLC0415

            return editing.run()
        case _:
            from bench import durable, nudges  # noqa: PLC0415

            again = durable.on_durable_servers([sys.executable, "-P", "-m", "bench", *sys.argv[1:]])
            return again if again is not None else nudges.run(options.rows, options.only)


if __name__ == "__main__":
    sys.exit(main())
