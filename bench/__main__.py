"""`bin/bench NAME`: what is fast enough, measured in one run beside its floor, so that a noisy machine does not
decide.
"""

import argparse
import sys


def main() -> int:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    names = parser.add_subparsers(dest="name", required=True)
    pages = names.add_parser("pages", help="what a page costs")
    editing = names.add_parser("editing", help="what writing guidelines together costs")
    ringing = names.add_parser("nudges", help="what ringing and mailing cost, and how late the last one is")
    ringing.add_argument("--rows", type=int, default=100_000, help="nudges in all (the goals are about 1,000,000)")
    ringing.add_argument("--only", default="", help="one part: sending, dispatch, day, versus")
    faults = names.add_parser("faults", help="the long run of every trial that kills real processes")
    faults.add_argument("--row", type=int, help="one row of the matrix only")
    faults.add_argument("--tenth", action="store_true", help="a tenth of each count")
    trust = names.add_parser("trust", help="the long run of every trial that attacks what people must be able to trust")
    trust.add_argument("--row", type=int, help="one row of the matrix only")
    trust.add_argument("--tenth", action="store_true", help="a tenth of each count")
    answers = names.add_parser("answers", help="whether it shows in an answer's time that an address has an account")
    answers.add_argument("--count", type=int, default=1_000, help="addresses of each kind a page")
    answers.add_argument("--hashing", type=int, default=1_000, help="the same, where a password is worked on")
    for each in (pages, editing, ringing, answers):
        each.add_argument("--small", action="store_true", help="all of it in seconds; says nothing of how fast")
    options = parser.parse_args()

    # Imported late, and only what is asked for: each reads the settings, some not before their servers are up.
    match options.name:
        case "pages":
            from bench import pages as of_pages  # noqa: PLC0415

            return of_pages.run(small=options.small)
        case "editing":
            from bench import editing as of_editing  # noqa: PLC0415

            return of_editing.run(small=options.small)
        case _:
            from bench import durable  # noqa: PLC0415

            again = durable.on_durable_servers([sys.executable, "-P", "-m", "bench", *sys.argv[1:]])
            return again if again is not None else on_them(options)


def on_them(options: argparse.Namespace) -> int:
    if options.name == "nudges":
        from bench import nudges  # noqa: PLC0415

        return nudges.run(0 if options.small else options.rows, options.only, small=options.small)
    if options.name == "answers":
        import django  # noqa: PLC0415
        from django.core.management import call_command  # noqa: PLC0415

        django.setup()
        call_command("migrate", verbosity=0)
        from bench import answers as of_answers  # noqa: PLC0415  models, once Django is set up

        return of_answers.run(options.count, options.hashing, small=options.small)
    from bench import matrix  # noqa: PLC0415

    return matrix.run(options.name, tenth=options.tenth, row=options.row)


if __name__ == "__main__":
    sys.exit(main())
