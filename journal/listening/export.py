"""What was said in listening, as one person takes it along: all that was said, and their own drafts."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journal.listening.models import Turn
from journal.listening.steps import Step
from journal.own_words import ENTRY_OWN, Part, Words


def step_words(turn: Turn) -> str:
    return {
        Step.HEARD: _("Said back"),
        Step.ALMOST: _("Almost. What matters is …"),
        Step.YES: _("Yes, that’s it"),
        Step.QUESTION: _("A question"),
        Step.MORE: _("More about it"),
        Step.REPLY: _("A reply"),
    }[Step(turn.step)]


def heard(turn: Turn) -> dict[str, Any]:
    return {"about": {"practice": turn.hearing.kind, "id": turn.hearing.entry_id}}


WORDS = (
    Words(
        key="said",
        label=gettext_lazy("What you said in Listening"),
        model=Turn,
        rows=lambda couple, person: Turn.objects.for_couple(couple).visible_to(person).select_related("hearing"),
        title=step_words,
        parts=lambda turn: (Part("", turn.text),),
        fields=("step", "place", "text", "opened_at", "typed_by"),
        own=ENTRY_OWN,
        more=heard,
        page=lambda turn: reverse("listening:page", args=[turn.hearing.kind, turn.hearing.entry_id]),
    ),
)
