"""Questions and answers, as one person takes them along. What a question taken back said stays with who asked it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.depth import Depth
from journal.own_words import ENTRY_OWN, Part, Words
from journal.questions import erasing
from journal.questions.models import Answer, How, OwnQuestion, Prompt, QuestionDepth, QuestionFeedback


def asked(couple: Couple, person: Person) -> "QuerySet[Prompt, Prompt]":
    """What one asked the other, and what the other asks: as long as it was not taken back."""
    prompts = Prompt.objects.for_couple(couple).filter(asked_by__isnull=False)
    return prompts.filter(Q(asked_by=person) | Q(withdrawn_at=None))


def question_of(prompt: Prompt) -> str:
    return _("To a question your partner took back") if prompt.withdrawn_at else str(prompt.words)


def prompt_data(row: Any) -> dict[str, Any]:
    """The question belongs to the answer: without it nobody would know what was meant."""
    prompt: Prompt = row.prompt
    if prompt.withdrawn_at:
        return {"question": {"id": prompt.pk}}
    return {"question": {"id": prompt.pk, "key": prompt.key, "text": str(prompt.words), "on": prompt.on}}


def how_it_landed(row: QuestionFeedback) -> Iterator[Part]:
    if row.how in How.values:
        yield Part("", str(How(row.how).label))


def depth_words(row: Any) -> Iterator[Part]:
    yield Part("", str(Depth(int(row.depth)).label))


WORDS = (
    Words(
        key="answer",
        label=gettext_lazy("Answers to questions"),
        model=Answer,
        rows=lambda couple, person: Answer.objects.for_couple(couple).visible_to(person).select_related("prompt"),
        title=lambda answer: question_of(answer.prompt),
        parts=lambda answer: (Part("", answer.text),),
        fields=("text", "opened_at"),
        own=(*ENTRY_OWN, "passed_at"),
        more=prompt_data,
        page=lambda answer: reverse("questions:page", args=[answer.prompt_id]),
        title_searched=True,
        erase=erasing.erase,
    ),
    Words(
        key="asked",
        label=gettext_lazy("Questions you asked each other"),
        model=Prompt,
        rows=asked,
        title=lambda _prompt: "",
        parts=lambda prompt: (Part("", str(prompt.words)),),
        fields=("key", "text", "created_at"),
        own=("withdrawn_at",),
        by="asked_by",
        when=("created_at",),
        page=lambda prompt: reverse("questions:page", args=[prompt.pk]),
        erase=erasing.erase_asked,
    ),
    Words(
        key="own-question",
        label=gettext_lazy("Questions you added"),
        model=OwnQuestion,
        rows=lambda couple, _person: OwnQuestion.objects.for_couple(couple),
        title=lambda _question: "",
        parts=lambda question: (Part("", question.text),),
        fields=("text", "created_at", "retired_at"),
        when=("created_at",),
        page=lambda _question: reverse("questions:ours"),
        erase=erasing.erase_own,
    ),
    Words(
        key="feedback",
        label=gettext_lazy("How questions felt"),
        model=QuestionFeedback,
        rows=lambda couple, person: (
            QuestionFeedback.objects.for_couple(couple).filter(person=person).select_related("prompt")
        ),
        title=lambda feedback: question_of(feedback.prompt),
        parts=how_it_landed,
        fields=("how", "on"),
        more=prompt_data,
        by="person",
        when=("on",),
        searched=False,
        erase=erasing.erase,
    ),
    Words(
        key="depth",
        label=gettext_lazy("How deep questions may go"),
        model=QuestionDepth,
        rows=lambda couple, person: QuestionDepth.objects.for_couple(couple).filter(person=person),
        title=lambda _depth: "",
        parts=depth_words,
        fields=("depth",),
        by="person",
        when=("pk",),
        searched=False,
        erase=None,  # a choice, changed on its own page
    ),
)
