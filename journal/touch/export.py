"""Closeness, as one person takes it along: their own marks and things, and what is asked just now."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from journal.own_words import Part, Words
from journal.touch.chance import week_of
from journal.touch.models import Ask, Marks
from journal.touch.services import list_for
from journal.touch.sheet import Mark, Sheet


def own_marks(couple: Couple, person: Person) -> "QuerySet[Marks, Marks]":
    """None of somebody who marked nothing: their row is there since the other did."""
    mine = Marks.objects.for_couple(couple).filter(person=person).select_related("person", "couple")
    return mine.filter(pk__in=[row.pk for row in mine if not Sheet.read(row.sheet).is_empty])


def marks(row: Marks) -> Iterator[Part]:
    sheet = Sheet.read(row.sheet)
    marked = sheet.now(week_of(clock.now()))
    for key in [*marked, *(key for key in sheet.own if key not in marked)]:
        yield Part(str(Mark(marked[key]).label) if key in marked else "", sheet.words(key))


def both(row: Marks) -> dict[str, object]:
    """The list as it is now. There is none any more where one of the two has left."""
    members = Membership.objects.current().filter(couple=row.couple_id).exclude(person=row.person_id)
    other = members.select_related("person").first()
    _mine, found = list_for(row.couple, row.person, other.person if other else None)
    return {"both": [{"words": each.words, "any_time": each.any_time} for each in found]}


def asks(couple: Couple, _person: Person) -> "QuerySet[Ask, Ask]":
    return Ask.objects.for_couple(couple).filter(fades_at__gt=clock.now())


def asked(ask: Ask) -> Iterator[Part]:
    yield Part("", ask.said)
    yield Part(_("When?"), ask.when)
    yield Part(_("Answer"), str(Mark.YES.label) if ask.answer == Mark.YES else ask.reply)


WORDS = (
    Words(
        key="marks",
        label=gettext_lazy("What you would like"),
        model=Marks,
        rows=own_marks,
        title=lambda _marks: "",
        parts=marks,
        fields=("sheet",),
        more=both,
        by="person",
        when=("pk",),
        searched=False,
        erase=None,  # taken back or removed on its own page; undone, it would show on the list again
    ),
    Words(
        key="asked",
        label=gettext_lazy("What one of you asks"),
        model=Ask,
        rows=asks,
        title=lambda _ask: _("Would you be comfortable with this?"),
        parts=asked,
        fields=("thing", "words", "when", "answer", "reply"),
        by="asked_by",
        when=("asked_at",),
        searched=False,
    ),
)
