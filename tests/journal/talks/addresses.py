"""The addresses of talks that hold something, and a couple that has one (tests/addresses.py)."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple
from journal.talks import beginning, ending, guessing, ideas, speaking
from journal.talks.models import Ending, Further, Look, Talk
from journal.talks.position import Acting
from tests.journal.talks.talking import both_ready, hear
from tests.page_sends import Sent, having


def _of_the_talk(name: str, data: dict[str, Any]) -> Any:
    def sent(couple: Couple, id: UUID) -> Sent:
        found = Talk.objects.for_couple(couple)
        talk = (found.ended() if name == "talks:again" else found.going_on()).first()
        return ("POST", reverse(name, args=[talk.pk]), data | {"id": str(id)}) if talk else None

    return sent


TO_TALK = ("talk", "readiness", "order", "phone", "statement", "draft", "swap", "enough", "idea", "end", "understood")
TO_GUESS = ("guess", "show-guess", "earlier")
FURTHER = ("further", "further-guideline", "further-ritual")
HOLDS = (
    dict.fromkeys((*TO_TALK, *TO_GUESS), "talk")
    | {"again": "ended", "want": "idea", "look": "idea"}
    | dict.fromkeys(FURTHER, "idea")
)
ONLY_SENT = {"hints", *TO_TALK, "show-guess", "further-guideline", "want", "again"} - {"talk", "end"}
MAKES = {
    "a talk": having("talks:new", {"subject": "Mine"}),
    "a talk taken up again": _of_the_talk("talks:again", {}),
    "an idea": _of_the_talk("talks:idea", {"text": "Mine", "until": "2027-01-10"}),
}
FORMS = {"SubjectForm": "a talk", "IdeaForm": "an idea"}


def world(couple: Couple, one: Person, other: Person, word: str, *, many: int) -> dict[str, Any]:
    """A talk that has ended, with what each understood; and one in which both have been heard, with an idea."""
    before = beginning.begin(couple, by=one, other=other, id=uuid4(), subject=word)
    guessing.guess(before, by=one, text=word)
    both_ready(before, one, other)
    for person in (one, other):
        ending.end(before, by=person, ending=Ending.UNDERSTOOD, text=word)
    talk = beginning.begin(couple, by=one, other=other, id=uuid4(), subject=word)
    guessing.guess(talk, by=other, text=word)
    talk = both_ready(talk, one, other)
    for person, listener in ((one, other), (other, one)):
        hear(talk, person, listener, word)
        speaking.swap(talk, Acting(person), to=listener.pk, seen=Talk.objects.get(pk=talk.pk).statements.said().count())
    guessing.show(talk, by=other)
    speaking.keep_draft(talk, by=one, text=word, seen=2)
    for person in (one, other):
        speaking.tick(talk, Acting(person), enough=True)
    until = clock.today(one) + timedelta(days=20)
    idea = ideas.add(talk, Acting(one), id=uuid4(), text=word, until=until)
    look = Look(couple=couple, idea=idea, on=until, author=one, sealed_at=clock.now())
    look.answer, look.text = Further.CHANGE, word
    look.save()
    return {"talk": talk.pk, "ended": before.pk, "idea": idea.pk}
