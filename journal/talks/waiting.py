"""What Today says of talks: that one is open, and whose go it is, before all else; and what may be done after one."""

from datetime import timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from journal.listening.hosting import last_step
from journal.listening.steps import Step
from journal.talks.models import Enough, Idea, Look, Readiness, Statement, Talk, Understood, Want
from journal.talks.position import KIND
from journal.waiting import COUPLE, NOW, PARTNER, PERSON, TODAY, Found, Waiting, Waits, newest

#: A talk that was put away for longer rests in its list; and so does what may be written after one that ended.
OPEN_FOR, TO_WRITE = timedelta(days=14), timedelta(days=3)
#: What may be done once a talk has ended. It stands among the things that can wait.
AFTER = frozenset({"over", "look", "looked", "back", "opened"})
#: Whose turn it is to speak, and that nothing is being heard, or that nobody has said back yet what is.
ME, THEY, TO_SPEAK, NOT_HEARD = "me", "they", "speak", "not heard"


def rows() -> QuerySet[Any, Any]:
    going = Q(ended_at=None, moved_at__gt=NOW - OPEN_FOR)
    said_when = Readiness.objects.filter(talk=OuterRef("pk"), asked=OuterRef("asked"), author=PERSON)
    wrote = Understood.objects.filter(talk=OuterRef("pk"), author=PERSON)
    mine = Want.objects.filter(idea=OuterRef("pk"), person=PERSON)
    theirs = Idea.objects.filter(~Exists(mine), talk=OuterRef("pk"), author=PARTNER, erased_at=None)
    over = Q(ended_by=PARTNER, ended_at__gt=NOW - TO_WRITE) & ~Q(ready_at=None) & ~Exists(wrote)
    look, looked = Q(pk__in=_to_look_at()), Q(pk__in=_both_looked_at())
    taken_up = Talk.objects.filter(after=OuterRef("pk"))
    back = Q(back_on__lte=TODAY, back_on__gt=Cast(NOW - TO_WRITE, DateField())) & ~Exists(taken_up)
    opened = Q(pk__in=_both_understood())
    after = ~Q(ended_at=None) & (look | looked | back | opened)
    ticked = Enough.objects.filter(talk=OuterRef("pk"))
    both = Exists(ticked.filter(person=PERSON)) & Exists(ticked.filter(person=PARTNER))
    ideas = Case(When(Exists(theirs), then=Value("idea")), default=Value("ideas"))
    found = Talk.objects.filter(couple=COUPLE).filter(going | over | after)
    what = Case(
        When(~Q(ended_at=None) & look, then=Value("look")),
        When(~Q(ended_at=None) & looked, then=Value("looked")),
        When(back, then=Value("back")),
        When(opened, then=Value("opened")),
        When(~Q(ended_at=None), then=Value("over")),
        When(Q(ready_at=None) & Exists(said_when), then=Value("said")),
        When(ready_at=None, begun_by=PERSON, then=Value("mine")),
        When(ready_at=None, then=Value("asked")),
        When(both, then=ideas),
        default=_last_said(),
        output_field=CharField(),
    )
    return newest(found.annotate(this_moment=Cast(NOW, DateTimeField())), since="this_moment", what=what)


def _to_look_at() -> QuerySet[Idea, Any]:
    """Talks with ideas whose day has come, by one's own clock, and of which one has not said how they go on."""
    said = Look.objects.filter(idea=OuterRef("pk"), on=OuterRef("until"), author=PERSON)
    ideas = Idea.objects.filter(couple=COUPLE, rested_at=None, erased_at=None, until__lte=TODAY)
    for one in (PERSON, PARTNER):
        ideas = ideas.filter(Exists(Want.objects.filter(idea=OuterRef("pk"), person=one)))
    return ideas.filter(~Exists(said), until__gt=Cast(NOW - OPEN_FOR, DateField())).values("talk")


def _both_looked_at() -> QuerySet[Look, Any]:
    """Talks of which something opened of late, for whoever had said first."""
    theirs = Look.objects.filter(idea=OuterRef("idea"), on=OuterRef("on"), author=PARTNER)
    mine = Look.objects.filter(couple=COUPLE, author=PERSON, opened_at__gt=NOW - TO_WRITE)
    return mine.filter(Exists(theirs.filter(sealed_at__gt=OuterRef("sealed_at")))).values("idea__talk")


def _both_understood() -> QuerySet[Understood, Any]:
    """Talks after which both wrote what they understood, for whoever wrote first."""
    theirs = Understood.objects.filter(talk=OuterRef("talk"), author=PARTNER)
    mine = Understood.objects.filter(couple=COUPLE, author=PERSON, opened_at__gt=NOW - TO_WRITE)
    return mine.filter(Exists(theirs.filter(sealed_at__gt=OuterRef("sealed_at")))).values("talk")


def _last_said() -> Func:
    """Whose go it is to speak, and how far the last statement has come: once, as each use of it is planned anew."""
    said = Statement.objects.filter(talk=OuterRef("pk"), place__isnull=False).order_by("-place")
    how_far = Case(
        When(~Q(author=OuterRef("speaker")) | Q(erased_at__isnull=False), then=Value(TO_SPEAK)),
        default=Coalesce(last_step(KIND, "pk"), Value(NOT_HEARD)),
        output_field=CharField(),
    )
    speaker = Case(When(speaker=PERSON, then=Value(ME)), default=Value(THEY))
    return Concat(speaker, Value(" "), Coalesce(Subquery(said.values(far=how_far)[:1]), Value(TO_SPEAK)))


def _is_my_go(who: str, step: str) -> bool:
    """As `states` and listening's steps have it."""
    speaker_goes = step in {TO_SPEAK, Step.YES, Step.HEARD, Step.QUESTION}
    return speaker_goes == (who == ME)


def say(found: Found, name: str) -> Waiting:
    url = reverse("talks:talk", args=[found.about])
    who, is_under_way, step = found.what.partition(" ")
    what = ("go" if _is_my_go(who, step) else "theirs") if is_under_way else found.what
    words, action = {
        "over": (_("Your talk has ended. You can write one thing you understood about %(name)s."), _("Write")),
        "back": (_("You two wanted to come back to a talk."), _("Look")),
        "opened": (_("What each of you understood in your talk is open."), _("Read")),
        "look": (_("You two wanted to look at an idea again."), _("Look")),
        "looked": (_("You’ve both said how it goes on with an idea."), _("Look")),
        "said": (_("You want to talk something through. You’ve said when."), _("Look")),
        "mine": (_("You want to talk something through. When would suit you?"), _("Say when")),
        "asked": (_("%(name)s would like to talk something through. When would suit you?"), _("Say when")),
        "idea": (_("%(name)s has an idea for the two of you to try."), _("Look")),
        "ideas": (_("You’re talking something through. Now you can look at ideas."), _("Carry on")),
        "go": (_("You’re talking something through. It’s your turn."), _("Carry on")),
        "theirs": (_("You’re talking something through. %(name)s goes next."), _("Look")),
    }[what]
    return Waiting(words % {"name": name}, url, action, comes_first=what not in AFTER)


WAITS = Waits(rows, say)
