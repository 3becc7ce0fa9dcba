"""The long run of every trial, a JSON line each: `faults` about nudges, `trust` about who may do and learn what."""

import json
import logging
import os
import time
from collections.abc import Callable

import django
from django.core.management import call_command

#: What each trial of a bench runs, by its row of the matrix and a name; it answers with `faults.Outcome` or the like:
#: counts, what was wrong, and whether it `holds`.
Trials = dict[str, Callable[[], object]]


def run(bench: str, *, tenth: bool = False, row: int | None = None) -> int:
    logging.getLogger("mail").setLevel(logging.ERROR)
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    django.setup()
    call_command("migrate", verbosity=0)

    def many(count: int) -> int:
        return max(1, count // 10) if tenth else count

    trials = {"faults": _about_nudges, "trust": _about_trust}[bench](many)
    wanted = {name: trial for name, trial in trials.items() if row in {None, int(name.split()[0])}}
    return sum([not _told(bench, name, trial) for name, trial in wanted.items()]) and 1


def _about_trust(many: Callable[[int], int]) -> Trials:
    from bench import (  # noqa: PLC0415  need the settings
        carets,
        dump,
        invitations,
        key_change,
        malformed,
        restored,
        rules,
        waiting,
    )

    return {
        "3 malformed requests": lambda: malformed.refused(many(20_000)),
        "3 what the longest words cost": rules.read_all,
        "5 slow and unfinished requests": lambda: waiting.unfinished(many(50)),
        "5 streams of couples": lambda: waiting.streams(many(1_000)),
        "5 streams of one person": lambda: waiting.streams_of_one(many(1_000)),
        "6 signing in with everything in a dump": lambda: dump.tried(None if many(10) == 10 else 200),
        "7 races for one invitation": lambda: invitations.raced(many(200)),
        "7 tokens by chance": lambda: invitations.guessed(many(1_000)),
        "8 a caret after a merge, Chromium": lambda: carets.in_chromium(many(1_000)),
        "8 a caret after a merge, Firefox": lambda: carets.in_firefox(many(1_000)),
        "8 an evening on a bad line, Chromium": lambda: carets.evening_in_chromium(many(10)),
        "8 an evening on a bad line, Firefox": lambda: carets.evening_in_firefox(many(10)),
        "16 killed while the key is changed": lambda: key_change.killed(many(20)),
        "18 a backup put back": lambda: restored.restored(many(10)),
    }


def _about_nudges(many: Callable[[int], int]) -> Trials:
    from bench import broker, clocks, faults, returns, ringing, stopped  # noqa: PLC0415  needs the settings

    return {
        "9 two beats, three dispatchers": lambda: ringing.many_dispatchers(many(2_000)),
        "10 killed or stopped at six points": lambda: faults.killed_at_six_points(many(300)),
        "10 killed or stopped among letters leased together": lambda: faults.killed_among_many(many(60)),
        "10 killed or stopped at the end of a break": lambda: returns.killed(many(120)),
        "11 broker killed or emptied": lambda: broker.broken(many(20)),
        "12 database stopped at once": lambda: stopped.at_once(many(20)),
        "13 what a mail server says": lambda: faults.refused(many(200)),
        "14 clock set wrong": lambda: clocks.set_wrong(many(40)),
        "19 poison": lambda: faults.poisoned(many(995), max(2, many(5))),
    }


def _told(bench: str, name: str, trial: Callable[[], object]) -> bool:
    started = time.monotonic()
    outcome = trial()
    said = vars(outcome) | {"holds": outcome.holds}  # type: ignore[attr-defined]
    took = {"seconds": round(time.monotonic() - started, 1), "load": round(os.getloadavg()[0], 2)}
    print(json.dumps({"bench": bench, "row": name} | said | took), flush=True)
    return bool(said["holds"])
