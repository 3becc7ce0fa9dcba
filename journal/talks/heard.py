"""A statement of a talk, as listening finds it. While it is the newest of its speaker, it can be heard."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy

from couples.space.models import Couple
from journal.listening.sources import Host, Shared, Source
from journal.own_words import Part
from journal.talks.models import Statement
from journal.talks.position import KIND, is_current
from journal.talks.talk_page import hearing_page


def find(couple: Couple, id: UUID) -> Shared | None:
    statement = Statement.objects.for_couple(couple).opened().filter(pk=id).first()
    return shared(couple, statement) if statement else None


def shared(couple: Couple, statement: Statement) -> Shared:
    url = reverse("talks:talk", args=[statement.talk_id])
    return Shared(
        KIND, statement.pk, couple, statement.author_id, (Part("", statement.text),), url, bool(statement.erased_at)
    )


SOURCE = Source(
    KIND,
    find=find,
    own=gettext_lazy("Something you said in a talk"),
    theirs=gettext_lazy("Something %(name)s said in a talk"),
    host=Host(page=hearing_page, takes=is_current),
)
