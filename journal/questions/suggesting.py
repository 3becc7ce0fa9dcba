"""The question of a day: the same for both, and the same for the whole day.

It is chosen from what each has said in private, which may change at any minute. A page works it out each time it is
asked for, as opening a page writes nothing. Whatever changes something here first saves the questions of all days that
anybody can have seen by then (`settle`). So a change counts for later days only.

A day is the reader's own: the question of the 22nd is there for each from their own midnight on, as with check-ins.
"""

from collections import Counter
from datetime import UTC, date, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Exists, OuterRef, Q
from django.utils.crypto import salted_hmac

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from journal.depth import Depth, lower_of_two
from journal.entries import lock
from journal.questions import deck
from journal.questions.choose import Dice, Feedback, Own, Walk
from journal.questions.models import Answer, OwnQuestion, Prompt, QuestionDepth, QuestionFeedback

#: The clocks furthest ahead of and behind UTC that anybody lives by.
AHEAD, BEHIND = timedelta(hours=14), timedelta(hours=12)
#: How long after its day a question is still answered.
STILL_WRITTEN = timedelta(days=1)
#: The depth of somebody who has chosen none.
UNSAID = Depth.PERSONAL


def id_on(couple: Couple, on: date) -> UUID:
    """The id of that day's prompt, whether or not it is written down yet."""
    return uuid5(couple.pk, f"question {on.isoformat()}")


def suggested(couple: Couple, on: date) -> Prompt | None:
    """The question of that date, saved or worked out. None before their first day."""
    found = Prompt.objects.for_couple(couple).filter(on=on).first()
    if found or on <= _before_first(couple):
        return found
    walk, known = _walk(couple)
    if on <= walk.last:
        # Somebody has settled it meanwhile. A past day that had one of their own may have none (`settle`).
        return Prompt.objects.for_couple(couple).filter(on=on).first()
    *_, (_day, chosen) = walk.days(on)
    return _prompt(couple, on, chosen, known)


def find(couple: Couple, person: Person, id: UUID) -> Prompt | None:
    """The prompt with this id, if this person may open it: today's, yesterday's, one asked, begun or read by both.

    One that was taken back is found too: somebody who was just answering it must not lose their words.
    """
    today = clock.today(person)
    for on in (today, today - STILL_WRITTEN):
        if id == id_on(couple, on):
            return suggested(couple, on)
    begun = Answer.objects.visible_to(person).filter(prompt=OuterRef("pk"))
    prompts = Prompt.objects.for_couple(couple).filter(pk=id)
    return prompts.filter(Q(Exists(begun)) | Q(asked_by__isnull=False)).first()


def settle(couple: Couple) -> None:
    """Holds the couple's lock, and saves the question of every day somebody may have seen. In a transaction."""
    lock(couple)
    now = clock.now()
    newest, oldest = (now + AHEAD).date(), (now - BEHIND).date() - STILL_WRITTEN
    walk, known = _walk(couple)
    if walk.last >= newest:
        return
    # Of days nobody can answer any more only the deck's questions are saved: they are not to come again, their own are.
    seen = [
        _prompt(couple, on, chosen, known)
        for on, chosen in walk.days(newest)
        if on >= oldest or isinstance(chosen, deck.Question)
    ]
    Prompt.objects.bulk_create(seen)


def _before_first(couple: Couple) -> date:
    return (couple.created_at - BEHIND).astimezone(UTC).date() - timedelta(days=2)


def _prompt(couple: Couple, on: date, chosen: deck.Question | Own, known: dict[UUID, OwnQuestion]) -> Prompt:
    prompt = Prompt(id=id_on(couple, on), couple=couple, on=on)
    if isinstance(chosen, Own):
        prompt.own, prompt.text = known[chosen.id], known[chosen.id].text
    else:
        prompt.key = chosen.key
    return prompt


def _walk(couple: Couple) -> tuple[Walk, dict[UUID, OwnQuestion]]:
    """What the next days are chosen from. Depths and feedback are read before the saved days: a change of the former
    saves the latter in the same commit. So no day is chosen from a change that was made on that day.
    """
    ceiling, feedback = _ceiling(couple), _feedback(couple)
    opened = Answer.objects.opened().filter(prompt__own=OuterRef("pk"))
    own = list(OwnQuestion.objects.for_couple(couple).annotate(read=Exists(opened)).order_by("created_at", "pk"))
    rows: list[Any] = list(Prompt.objects.for_couple(couple).order_by("on").values_list("key", "on", "own_id"))
    days = [(on, own_id) for _, on, own_id in rows if on]
    authors = {each.pk: each.author_id for each in own}
    last_on = {own_id: on for on, own_id in days if own_id}
    newest = max(last_on, key=lambda each: last_on[each], default=None)
    walk = Walk(
        deck=deck.ASKABLE,
        ceiling=ceiling,
        began=couple.created_at.astimezone(UTC).date(),
        last=days[-1][0] if days else _before_first(couple),
        dice=_dice(couple),
        used=Counter(key for key, _, _ in rows if key),
        feedback=feedback,
        own=[
            Own(each.pk, each.author_id, nth, last_on.get(each.pk))
            for nth, each in enumerate(own)
            if not each.read and not each.retired_at  # type: ignore[attr-defined]  # annotated above
        ],
        own_last=bool(days and days[-1][1]),
        own_author=authors.get(newest) if newest else None,
    )
    return walk, {each.pk: each for each in own}


def _ceiling(couple: Couple) -> int:
    """The lower depth of the two who are here now."""
    here = Membership.objects.current().filter(couple=couple).values("person_id")
    chosen = [int(row.depth) for row in QuestionDepth.objects.for_couple(couple).filter(person_id__in=here)]
    return lower_of_two(chosen, unsaid=UNSAID)


def _feedback(couple: Couple) -> list[Feedback]:
    here = Membership.objects.current().filter(couple=couple).values("person_id")
    rows = QuestionFeedback.objects.for_couple(couple).filter(person_id__in=here).select_related("prompt")
    return [
        Feedback(question.theme, question.depth, row.how, row.on) for row in rows if (question := row.prompt.question)
    ]


def _dice(couple: Couple) -> Dice:
    """Numbers made with the server's secret: nobody can work them out who knows the code and their couple's id."""

    def roll(name: str) -> float:
        digest = salted_hmac(f"questions {couple.pk}", name, algorithm="sha256").digest()
        return int.from_bytes(digest[:8]) / 2**64

    return roll
