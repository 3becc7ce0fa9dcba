"""An opened answer, as listening shows it."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy

from couples.space.models import Couple
from journal.listening.sources import Shared, Source
from journal.own_words import Part
from journal.questions.models import Answer

KIND = "questions"


def find(couple: Couple, id: UUID) -> Shared | None:
    answer = Answer.objects.for_couple(couple).opened().filter(pk=id).select_related("prompt").first()
    if answer is None:
        return None
    parts = (Part(str(answer.prompt.words), answer.text),)
    url = reverse("questions:page", args=[answer.prompt_id])
    return Shared(KIND, id, couple, answer.author_id, parts, url, bool(answer.erased_at))


SOURCE = Source(
    KIND,
    find=find,
    own=gettext_lazy("Your answer to a question"),
    theirs=gettext_lazy("%(name)s’s answer to a question"),
)
