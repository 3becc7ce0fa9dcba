"""Answering, asking, and what each may say about it in private. Each change settles the days first (suggesting.py)."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from couples import clock, live
from couples.accounts.models import Person
from couples.drafts.merging import Base, merged, settled, stored_words
from couples.errors import Refused
from couples.space.models import Couple, CoupleOwnedQuerySet
from journal.depth import preference
from journal.entries import EntryQuerySet, open_together
from journal.questions import mail
from journal.questions.models import Answer, OwnQuestion, Prompt, QuestionDepth, QuestionFeedback
from journal.questions.suggesting import UNSAID, find, settle

TOPIC = "questions"
#: How long the list offers to put back what was taken out.
UNDO = timedelta(minutes=10)


class QuestionError(Refused):
    """Refused; the person's words are kept."""


class NotThere(QuestionError):
    """No question of theirs, or not one for them to answer."""

    message = _("This question isn’t here any more.")


class AlreadyOpened(QuestionError):
    message = _("Your partner has read this answer, so it stays as it is.")


class TakenBack(QuestionError):
    message = _("This question is gone now. Your words are saved, and only you can see them.")


class AnotherQuestion(QuestionError):
    """The page was made from a deck of another release."""

    message = _("The question has changed. Your words are still below. Perhaps they fit this one too.")


# -- answering --------------------------------------------------------------------------------------------------------


@transaction.atomic
def save_draft(
    couple: Couple, *, by: Person, id: UUID, text: str, about: str | None = None, base: Base | None = None
) -> Answer:
    """Keeps what is typed so far. A given answer stays as it is: a late autosave of an old tab must not change it."""
    answer = _own(couple, by, id, about)
    if answer.is_draft:
        answer.text = merged({"text": text}, head=stored_words(answer, ["text"]), base=base)["text"]
        answer.save()
        live.announce(couple, TOPIC, only=by)
    return answer


@transaction.atomic
def give(
    couple: Couple, *, by: Person, id: UUID, text: str, about: str | None = None, base: Base | None = None
) -> Answer:
    """Seals the answer. If both have answered, both open in this transaction. What the partner asked opens at once.
    Raises QuestionError, Unseen.
    """
    answer = _own(couple, by, id, about)
    _refuse_opened(answer)
    prompt = answer.prompt
    if prompt.withdrawn_at:
        raise TakenBack
    answer.text = settled({"text": text}, head=stored_words(answer, ["text"]), base=base)["text"]
    answer.passed_at, answer.sealed_at = None, clock.now()
    answer.opened_at = answer.sealed_at if prompt.asked_by_id else None
    answer.save()
    opened = bool(answer.opened_at) or open_together(couple, Answer.objects.filter(prompt=prompt))
    if opened:
        mail.tell_partner(couple, by, prompt, "opened")
        answer.refresh_from_db()
    live.announce(couple, TOPIC, only=None if opened else by)
    return answer


@transaction.atomic
def retract(couple: Couple, *, by: Person, id: UUID) -> Answer:
    """Makes an answer that is sealed or set aside a draft again."""
    answer = _own(couple, by, id)
    _refuse_opened(answer)
    answer.sealed_at = answer.passed_at = None
    answer.save()
    live.announce(couple, TOPIC, only=by)
    return answer


@transaction.atomic
def set_aside(
    couple: Couple,
    *,
    by: Person,
    id: UUID,
    text: str | None = None,
    about: str | None = None,
    base: Base | None = None,
) -> Answer:
    """Leaves this question, or keeps the answer for oneself. To the partner it looks like an answer not yet given."""
    answer = _own(couple, by, id, about)
    _refuse_opened(answer)
    answer.sealed_at, answer.passed_at = None, clock.now()
    if text is not None:
        answer.text = merged({"text": text}, head=stored_words(answer, ["text"]), base=base)["text"]
    answer.save()
    live.announce(couple, TOPIC, only=by)
    return answer


def unopened(couple: Couple, person: Person) -> EntryQuerySet[Answer]:
    """This person's own that nobody else has read; the partner never learns of any."""
    return Answer.objects.for_couple(couple).by(person).filter(opened_at=None)


def _own(couple: Couple, by: Person, id: UUID, about: str | None = None) -> Answer:
    """This person's answer, made if need be, with the couple locked: two who press at once go one by one."""
    settle(couple)
    prompt = find(couple, by, id)
    if prompt is None or prompt.asked_by_id == by.pk:
        raise NotThere
    if about is not None and about != prompt.key:
        raise AnotherQuestion
    found = Answer.objects.for_couple(couple).by(by).filter(prompt=prompt).select_related("prompt").first()
    return found or Answer.objects.create(couple=couple, author=by, prompt=prompt)


def _refuse_opened(answer: Answer) -> None:
    if answer.opened_at:
        raise AlreadyOpened


# -- asking -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def ask(couple: Couple, *, by: Person, id: UUID, key: str = "", text: str = "") -> Prompt:
    """Asks the other, to be answered whenever they feel like it. The page brings the id: asking twice asks once.

    A question that was taken back stays so. The same form with other words (the browser's Back) is another one.
    """
    settle(couple)
    found = Prompt.objects.for_couple(couple).filter(pk=id, asked_by=by).first()
    if found and (found.key, found.text or "") == (key, "" if key else text):
        return found
    prompt = Prompt.objects.create(
        id=uuid4() if found else id, couple=couple, asked_by=by, key=key, text=None if key else text
    )
    mail.tell_partner(couple, by, prompt, "asked")
    live.announce(couple, TOPIC)
    return prompt


@transaction.atomic
def take_back(prompt: Prompt) -> None:
    """Takes a question back, unless the partner has answered it. Nobody learns whether an answer was begun."""
    settle(prompt.couple)
    if Answer.objects.filter(prompt=prompt).opened().exists():
        raise AlreadyOpened
    Prompt.objects.filter(pk=prompt.pk, withdrawn_at=None).update(withdrawn_at=clock.now())
    live.announce(prompt.couple, TOPIC)


def asked_of(couple: Couple, person: Person) -> CoupleOwnedQuerySet[Prompt]:
    """The partner's questions that this person has neither answered nor set aside, newest first."""
    done = Answer.objects.by(person).filter(prompt=OuterRef("pk")).exclude(sealed_at=None, passed_at=None)
    asked = Prompt.objects.for_couple(couple).filter(asked_by__isnull=False, withdrawn_at=None)
    return asked.exclude(asked_by=person).exclude(Exists(done)).order_by("-created_at")


def asked_by(couple: Couple, person: Person) -> CoupleOwnedQuerySet[Prompt]:
    """The questions one has asked that are neither answered nor taken back."""
    answered = Answer.objects.opened().filter(prompt=OuterRef("pk"))
    asked = Prompt.objects.for_couple(couple).filter(asked_by=person, withdrawn_at=None)
    return asked.exclude(Exists(answered)).order_by("-created_at")


@transaction.atomic
def add_own(couple: Couple, *, by: Person, text: str, id: UUID | None = None) -> OwnQuestion:
    """Adds a question of their own, which gets a coming day. The page brings the id, as in `ask`."""
    settle(couple)
    id = id or uuid4()
    found = OwnQuestion.objects.for_couple(couple).filter(pk=id, author=by).first()
    if found and found.text == text:
        return found
    own = OwnQuestion.objects.create(id=uuid4() if found else id, couple=couple, author=by, text=text)
    live.announce(couple, TOPIC)
    return own


@transaction.atomic
def retire_own(own: OwnQuestion, *, back: bool = False) -> None:
    """Takes a question of their own off the list, or puts it `back`. Days that have it already keep its words."""
    settle(own.couple)
    OwnQuestion.objects.filter(pk=own.pk).update(retired_at=None if back else clock.now())
    live.announce(own.couple, TOPIC)


# -- in private -------------------------------------------------------------------------------------------------------


@transaction.atomic
def give_feedback(couple: Couple, *, by: Person, prompt: Prompt, how: str) -> None:
    """Keeps how a question was for this person; an empty `how` takes that back. Nobody else ever sees it."""
    settle(couple)
    feedback = QuestionFeedback.objects.filter(person=by, prompt=prompt).first()
    if how:
        feedback = feedback or QuestionFeedback(couple=couple, person=by, prompt=prompt)
        feedback.how, feedback.on = how, clock.today(by)
        feedback.save()
    elif feedback:
        feedback.delete()
    live.announce(couple, TOPIC, only=by)


def feedback_of(person: Person, prompt: Prompt) -> str:
    feedback = QuestionFeedback.objects.filter(person=person, prompt=prompt).first()
    return feedback.how if feedback else ""


@transaction.atomic
def choose_depth(couple: Couple, *, by: Person, depth: int) -> None:
    """Keeps how deep this person likes the questions to go, from the next days on."""
    settle(couple)
    mine = preference(QuestionDepth, couple, by) or QuestionDepth(couple=couple, person=by)
    mine.depth = str(int(depth))
    mine.save()
    live.announce(couple, TOPIC, only=by)


def depth_of(couple: Couple, person: Person) -> int:
    """What this person has chosen. Nobody else is ever shown it."""
    mine = preference(QuestionDepth, couple, person)
    return int(mine.depth) if mine else int(UNSAID)
