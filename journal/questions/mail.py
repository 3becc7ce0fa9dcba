"""A neutral mail when a question was asked or opened: no more than one a day from the partner (P8), with a mute."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from couples.accounts.models import Person
from couples.outbox import kinds
from couples.outbox.models import Message
from couples.outbox.services import post
from couples.space.models import Couple, Membership
from journal.questions.models import Answer, Prompt

KIND = "questions"
LABEL = _("When there’s a new question or answer")
#: What comes too late for its day leaves the next morning; after that the app itself says it.
GRACE = timedelta(days=2)


def tell_partner(couple: Couple, by: Person, prompt: Prompt, what: str) -> None:
    members = Membership.objects.current().filter(couple=couple).exclude(person=by).select_related("person")
    for member in members:
        post(kind=KIND, person=member.person, occurrence=f"{prompt.pk}:{what}", about=prompt.pk, grace=GRACE)


def path(message: Message) -> str:
    """The page of the question, found by id alone: nothing of it stands in the mail."""
    return reverse("questions:page", args=[message.about])


def wanted(message: Message) -> bool:
    """Whether the person is still in that couple and the question is there: not taken back, not answered meanwhile."""
    here = Membership.objects.current().filter(person=message.person_id)
    prompt = Prompt.objects.filter(withdrawn_at=None, couple__memberships__in=here).filter(Q(pk=message.about)).first()
    if prompt is None:
        return False
    answered = Answer.objects.filter(prompt=prompt, author=message.person_id).exclude(sealed_at=None, passed_at=None)
    return message.occurrence.endswith(":opened") or not answered.exists()


MAIL = kinds.Kind(KIND, path=path, wanted=wanted, mutable=True, by_partner=True, label=LABEL)
