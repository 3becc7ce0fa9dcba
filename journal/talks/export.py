"""Talks, as one person takes them along: what was said, their own drafts and sealed words, and what both opened."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from couples.accounts.models import Person
from couples.erasing.eraser import Eraser
from couples.space.models import Couple
from journal.own_words import ENTRY_OWN, Part, Words
from journal.talks.models import Enough, Further, Guess, Idea, Look, Readiness, Statement, Talk, Understood, When


def page_of(row: Any) -> str:
    return reverse("talks:talk", args=[row.talk_id])


def of_talk(row: Any) -> dict[str, Any]:
    return {"talk": row.talk_id}


def when_words(readiness: Readiness) -> tuple[Part, ...]:
    return (Part("", str(When(readiness.answer).label)),) if readiness.answer in When.values else ()


def look_words(look: Look) -> tuple[Part, ...]:
    said = (Part("", str(Further(look.answer).label)),) if look.answer in Further.values else ()
    return (*said, Part("", look.text))


def ending_words(talk: Talk) -> str:
    return str(talk.get_ending_display()) if talk.ending else ""


def own_ticks(couple: Couple, person: Person) -> Any:
    return Enough.objects.for_couple(couple).filter(person=person).select_related("talk")


def erase_subject(eraser: Eraser, talk: Talk) -> None:
    """Its words go and its place stays: the talk is both's."""
    eraser.blank(talk)


WORDS = (
    Words(
        key="talk",
        label=_("What you talked through"),
        model=Talk,
        rows=lambda couple, _person: Talk.objects.for_couple(couple),
        title=ending_words,
        parts=lambda talk: (Part("", talk.subject),),
        fields=(
            "subject",
            "begun_at",
            "after",
            "meet_at",
            "ready_at",
            "first",
            "first_by",
            "ended_at",
            "ended_by",
            "ending",
            "back_on",
        ),
        by="begun_by",
        when=("begun_at",),
        page=lambda talk: reverse("talks:talk", args=[talk.pk]),
        erase=erase_subject,
    ),
    Words(
        key="when",
        label=_("When a talk suited you"),
        model=Readiness,
        rows=lambda couple, person: Readiness.objects.for_couple(couple).visible_to(person).select_related("talk"),
        title=lambda readiness: readiness.talk.subject,
        parts=when_words,
        fields=("asked", "answer", "proposed", "typed_by", "opened_at"),
        searched=False,
        own=ENTRY_OWN,
        more=of_talk,
        page=page_of,
    ),
    Words(
        key="guess",
        label=_("What you thought it is like for the other"),
        model=Guess,
        rows=lambda couple, person: Guess.objects.for_couple(couple).visible_to(person).select_related("talk"),
        title=lambda guess: guess.talk.subject,
        parts=lambda guess: (Part("", guess.text),),
        fields=("text", "opened_at"),
        own=ENTRY_OWN,
        more=of_talk,
        page=page_of,
    ),
    Words(
        key="statement",
        label=_("What you said in talks"),
        model=Statement,
        rows=lambda couple, person: Statement.objects.for_couple(couple).visible_to(person).select_related("talk"),
        title=lambda statement: statement.talk.subject,
        parts=lambda statement: (Part("", statement.text),),
        fields=("place", "text", "typed_by", "opened_at"),
        own=ENTRY_OWN,
        more=of_talk,
        page=page_of,
    ),
    Words(
        key="enough",
        label=_("Talks in which you felt understood enough"),
        model=Enough,
        rows=own_ticks,
        title=lambda tick: tick.talk.subject,
        parts=lambda _tick: (),
        more=of_talk,
        page=page_of,
        by="person",
        when=("pk",),
        searched=False,
    ),
    Words(
        key="idea",
        label=_("Ideas for what to try"),
        model=Idea,
        rows=lambda couple, person: Idea.objects.for_couple(couple).visible_to(person).select_related("talk"),
        title=lambda idea: idea.talk.subject,
        parts=lambda idea: (Part("", idea.text),),
        fields=("text", "until", "typed_by", "after", "rested_at", "opened_at"),
        own=ENTRY_OWN,
        page=page_of,
        more=lambda idea: of_talk(idea) | {"wanted_by": [each.person_id for each in idea.wants.order_by("at")]},
    ),
    Words(
        key="look",
        label=_("How you wanted it to go on with an idea"),
        model=Look,
        rows=lambda couple, person: Look.objects.for_couple(couple).visible_to(person).select_related("idea"),
        title=lambda look: look.idea.text,
        parts=look_words,
        fields=("on", "answer", "text", "until", "opened_at"),
        searched=False,
        own=ENTRY_OWN,
        more=lambda look: {"talk": look.idea.talk_id, "idea": look.idea_id},
        page=lambda look: reverse("talks:talk", args=[look.idea.talk_id]),
    ),
    Words(
        key="understood",
        label=_("What you understood about each other"),
        model=Understood,
        rows=lambda couple, person: Understood.objects.for_couple(couple).visible_to(person).select_related("talk"),
        title=lambda understood: understood.talk.subject,
        parts=lambda understood: (Part("", understood.text),),
        fields=("text", "typed_by", "opened_at"),
        own=ENTRY_OWN,
        more=of_talk,
        page=page_of,
    ),
)
