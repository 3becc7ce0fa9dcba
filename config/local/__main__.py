"""`python -m config.local COMMAND`: what bin/up, bin/test and bin/check run once their packages are installed."""

import argparse
import errno
import sys
from collections.abc import Sequence

from config.local.child import Trouble
from config.local.stopping import Stopped, stop_on_signals


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python -m config.local", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", prog="bin/up", help="serve Nearer on this machine")
    up.description = "Serve Nearer on this machine, with its own PostgreSQL and Valkey, until Ctrl-C."
    up.epilog = "DATABASE_URL, REDIS_URL and EMAIL_URL in the environment name other servers to use."
    up.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    up.add_argument("--port", type=int, default=8000, help="the port to listen on (default: 8000)")
    up.add_argument("--var", help="the folder for all data, keys and mail (default: var in the checkout)")
    up.add_argument(
        "--demo", action="store_true", help="with two made-up people and their eight months, to look around in"
    )
    test = commands.add_parser("test", help="run the tests on servers of their own")
    test.add_argument("arguments", nargs="*", help="for pytest, after --")
    run = commands.add_parser("run", help="run any command with the tests' servers and environment")
    run.add_argument("arguments", nargs="+", help="the command, after --")
    check = commands.add_parser(
        "check", prog="bin/check", help="lint, types, import rules, templates, migrations, settings"
    )
    for each in [up, test, run, check]:
        each.set_defaults(own_parser=each)
    return top


def perform(options: argparse.Namespace) -> int:
    # Imported late: each command needs only its own part, and `up` should be quick.
    match options.command:
        case "up":
            from config.local.supervisor import options_from, up

            return up(options_from(options.host, options.port, options.var, demo=options.demo))
        case "check":
            from config.local.checks import check

            return check()
        case "test":
            from config.local.testing import run_tests

            return run_tests(options.arguments)
        case _:
            from config.local.testing import run

            return run(options.arguments)


def plainly(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return f"There is no space left on the disk{where}. Nothing already saved was changed."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"Nearer may not write here{where}. Choose another folder: bin/up --var FOLDER"
        case _:
            return f"{error.strerror or error}{where}"


def main(arguments: Sequence[str]) -> int:
    options, unknown = parser().parse_known_args(arguments)
    if unknown:
        options.own_parser.error(f"there is no such option: {' '.join(unknown)}")
    try:
        with stop_on_signals():
            return perform(options)
    except Stopped as stopped:
        return 128 + stopped.number
    except Trouble as trouble:
        message = str(trouble)
    except OSError as error:
        message = plainly(error)
    print(f"\n{message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
