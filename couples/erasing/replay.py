"""Brings a database that was put back from a backup up to date: what was erased since is erased again (K7), and whoever
has left since has left (P1).
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import ProgrammingError, transaction

from couples import clock
from couples.accounts.models import Everything
from couples.erasing import ledger, services
from couples.erasing.eraser import How, again
from couples.erasing.models import LedgerLine, What
from couples.space.leaving.services import leave
from couples.space.models import Couple, Membership
from couples.vault import keys
from couples.vault.holders import Holder


def replay() -> Iterator[LedgerLine]:
    """Each line of the file that this database does not know, once it is done. Killed at any point, it goes on where it
    was; done twice, it does no harm.
    """
    for line in ledger.unknown():
        line.noted_at = clock.now()
        _again(line)
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
        f"the ledger knows of {behind} erasures or leavings that this database does not, as it was put back from a"
        " backup: run manage.py replayerasures, and people’s words stay erased"
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
        case What.LEFT:
            _leave_again(line)


@transaction.atomic
def _leave_again(line: LedgerLine) -> None:
    """Without a mail: who stays reads it as they come. The line is there first, or leaving would write another."""
    left = Membership.objects.filter(pk=line.of).select_related("couple", "person").first()
    if left:
        line.save(force_insert=True)
        leave(left.couple, by=left.person)
