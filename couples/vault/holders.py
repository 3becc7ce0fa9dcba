from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose data key encrypts something: a couple's, a person's, or the house's (mail to addresses with no account)."""

    kind: str
    id: UUID | None = None

    @classmethod
    def couple(cls, id: UUID) -> "Holder":
        return cls("couple", id)

    @classmethod
    def person(cls, id: UUID) -> "Holder":
        return cls("person", id)

    @classmethod
    def house(cls) -> "Holder":
        return cls("house")
