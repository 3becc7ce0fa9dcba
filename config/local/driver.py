"""The program that moves the browsers in tests: Playwright's, with a runtime of its own."""

import sys
from subprocess import CompletedProcess

from config.local.child import Trouble
from config.local.programs import finished, from_the_distribution

#: What its runtime is linked to and a bare Debian lacks; no browser's package brings it.
LIBRARY = "libatomic1"
ADVICE = f"Install the package {LIBRARY}, then run bin/test again"
START = (sys.executable, "-m", "playwright", "--version")
SECONDS = 60


def driver() -> None:
    """Starts it once, and installs what it is known to lack if it does not start. Raises Trouble: without it every
    test in a browser would end in the same words about a closed connection.
    """
    if _starts(_answer()):
        return
    print(f"Installing {LIBRARY} for the browser tests (once) ...", file=sys.stderr)
    from_the_distribution(LIBRARY)
    answer = _answer()
    if not _starts(answer):
        raise Trouble(f"The browser tests need Playwright's driver, and it does not start{_reason(answer)}. {ADVICE}")


def _answer() -> CompletedProcess[str] | None:
    return finished(START, SECONDS)


def _starts(answer: CompletedProcess[str] | None) -> bool:
    return answer is not None and answer.returncode == 0


def _reason(answer: CompletedProcess[str] | None) -> str:
    """What it said itself, if anything: the last line is the one with the reason."""
    said = answer.stderr.strip().splitlines() if answer else []
    return f": {said[-1].strip()}" if said else ""
