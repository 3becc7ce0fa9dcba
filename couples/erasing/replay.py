"""Brings a database that was put back from a backup up to date: what was erased since is erased again (K7)."""

from collections.abc import Iterator

from django.apps import apps
from django.db import ProgrammingError, transaction

from couples import clock
from couples.accounts.models import Everything
from couples.erasing import ledger, services
from couples.erasing.eraser import How, again
from couples.erasing.models import LedgerLine, What
from couples.space.models import Couple
from couples.vault import keys
from couples.vault.holders import Holder


def replay() -> Iterator[LedgerLine]:
    """Each line of the file that this database does not know, once it is done. Killed at any point, it goes on where it
    was; done twice, it does no harm.
    """
    for line in ledger.unknown():
        _again(line)
        line.noted_at = clock.now()
        LedgerLine.objects.bulk_create([line], ignore_conflicts=True)
        yield line


def problem() -> str:
    """One sentence for an operator, or "". Asked before anybody is served."""
    try:
        with transaction.atomic():
            behind = len(ledger.unknown())
    except ProgrammingError:
        return ""  # not migrated yet
    if not behind:
        return ""
    return (
        f"the ledger knows of {behind} erasures that this database does not, as it was put back from a backup: run"
        " manage.py replayerasures, and people’s words stay erased"
    )


def _again(line: LedgerLine) -> None:
    match line.what:
        case What.ROW:
            with transaction.atomic():
                again(apps.get_model(line.model), str(line.of), How(line.how))
        case What.WORDS:
            services.erase(line.of, what=Everything.WORDS, enter=False)
        case What.PERSON:
            services.erase(line.of, what=Everything.ACCOUNT, enter=False)
        case What.COUPLE:
            with transaction.atomic():
                keys.destroy(Holder.couple(line.of))
                Couple.objects.filter(pk=line.of).delete()
