from uuid import UUID

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.agreements.writing.answers import place_of
from journal.agreements.writing.lines import add_line


def take(couple: Couple, by: Person, id: UUID, text: str) -> str:
    """Words from another practice become a line of the draft, for both to change and to sign. Raises AgreementError."""
    return place_of(add_line(couple, by=by, text=text, op_id=id))
