"""A reply is something somebody wrote, too: the one it is for can listen to it in the same way."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy

from couples.space.models import Couple
from journal.listening.models import Turn
from journal.listening.sources import Shared, Source
from journal.listening.steps import Step
from journal.own_words import Part

KIND = "replies"


def find(couple: Couple, id: UUID) -> Shared | None:
    said = Turn.objects.for_couple(couple).opened().filter(step=Step.REPLY).select_related("hearing")
    reply = said.filter(pk=id).first()
    if reply is None:
        return None
    url = reverse("listening:page", args=[reply.hearing.kind, reply.hearing.entry_id])
    return Shared(KIND, reply.pk, couple, reply.author_id, (Part("", reply.text),), url, bool(reply.erased_at))


SOURCE = Source(KIND, find=find, own=gettext_lazy("Your reply"), theirs=gettext_lazy("%(name)s’s reply"))
