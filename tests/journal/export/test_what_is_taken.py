"""What one person may take along, and what never: the other's drafts, sealed answers and private notes (S13, G2)."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps

from couples import clock
from couples.accounts.models import Person
from couples.space.models import Couple, CoupleOwned
from couples.vault.fields import EncryptedField
from journal.appreciations import services as thanks
from journal.appreciations.models import Appreciation
from journal.assessments import services as assessments
from journal.assessments.models import Assessment, Strain
from journal.before.models import ComingAlong
from journal.checkins import services as checkins
from journal.checkins.models import CheckIn
from journal.entries import Entry, PrivateToOne
from journal.erasing.models import JustErased
from journal.export import json_file
from journal.export.models import Archive, ArchivePart
from journal.export.records import NotTheirs, Reader, chapters, count, kinds, records
from journal.listening.models import Turn
from journal.memories.models import Memory
from journal.nearness.models import SharesLine, WeekWord
from journal.openings.models import Opening, OpeningDepth
from journal.questions import services as questions
from journal.questions.models import Answer, Prompt, QuestionDepth, QuestionFeedback
from journal.rounds import begun
from journal.story.models import Hidden
from journal.support.models import Handout
from journal.talks.models import (
    Enough,
    FirstBy,
    Guess,
    Idea,
    Look,
    OtherWayRound,
    Readiness,
    Statement,
    Talk,
    Understood,
)
from journal.touch import services as touch
from journal.touch.models import Marks
from journal.visions.models import Hope, Vision
from tests.addresses import world

pytestmark = pytest.mark.django_db


def taken(couple: Couple, person: Person) -> dict[str, Any]:
    written = "".join(json_file.write(Reader.of(couple, person)))
    found: dict[str, Any] = json.loads(written)
    return found


def of(found: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [each for each in found["records"] if f"{each['practice']}.{each['kind']}" == kind]


# -- nothing is forgotten ---------------------------------------------------------------------------------------------

#: Models with encrypted words that are no records of their own, and where their words are instead.
ELSEWHERE = {
    "journal.Signature": "in the version it is under",
    "journal.ArchivePart": "a piece of an archive",
    "journal.Photograph": "with its memory, as a file (tests/journal/memories)",
    "journal.JustErased": "for the half minute in which it can be undone",
    "journal.ComingAlong": "names of practices, nobody's words",
    "journal.BroughtRecord": "as the record it was (tests/journal/brought)",
    "couples.Couple": "in the head",
    "couples.Invitation": "a secret of ours, nobody's words",
    "couples.Device": "where somebody is told, nobody's words",
    "couples.Message": "our words, and codes",
}


def encrypted(model: type[Any]) -> set[str]:
    return {field.name for field in model._meta.fields if isinstance(field, EncryptedField)}


def test_every_model_with_words_is_taken_along_with_all_of_its_words() -> None:
    with_words = {model._meta.label for model in apps.get_models() if encrypted(model)}
    assert {words.model._meta.label for _practice, words in kinds()} | set(ELSEWHERE) >= with_words
    for _practice, words in kinds():
        assert encrypted(words.model) <= {*words.fields, *words.own}, words.key


def test_no_two_kinds_have_one_name() -> None:
    names = [(practice.key, words.key) for practice, words in kinds()]
    assert len(set(names)) == len(names)


def test_what_both_have_is_taken_along_by_both_and_by_nobody_else(
    couple: Couple, ada: Person, ben: Person, stranger: Person
) -> None:
    world(couple, ada, ben, "CANARY", many=1)
    strangers = stranger.memberships.get().couple
    world(strangers, stranger, Person.objects.get(name="Stranger’s partner"), "STRANGERS", many=1)
    adas, bens = json.dumps(taken(couple, ada)), json.dumps(taken(couple, ben))
    assert "CANARY" in adas
    assert "CANARY" in bens
    assert "STRANGERS" not in adas + bens
    reader = Reader.of(couple, ada)
    sections = [section for chapter in chapters(reader) for section in chapter.sections]
    assert count(reader) == sum(len(list(section.records)) for section in sections) > 10


def test_nobody_is_named_by_an_id_or_an_address_but_the_one_who_takes(couple: Couple, ada: Person, ben: Person) -> None:
    world(couple, ada, ben, "CANARY", many=1)
    adas = json.dumps(taken(couple, ada))
    assert ada.email in adas
    for secret in (ben.email, str(ben.pk), str(ada.pk), str(couple.pk), ben.zone):
        assert secret not in adas


# -- what is sealed, drafted or private -------------------------------------------------------------------------------


def every_entry(couple: Couple, author: Person, word: str, **when: Any) -> list[Entry]:
    """One of each kind of entry, as somebody left it."""
    base = {"couple": couple, "author": author, **when}
    on = clock.today(author)
    asker = Person.objects.exclude(pk=author.pk).first()
    prompt = Prompt.objects.create(couple=couple, asked_by=asker, key="", text="?")
    assessment, vision = begun(Assessment, couple), begun(Vision, couple)
    talk = Talk.objects.create(couple=couple, begun_by=author, speaker=author, first=author, first_by=FirstBy.COIN)
    made: list[Entry] = [
        CheckIn(**base, on=on, line=word, ahead=word, feelings=[word]),
        Answer(**base, prompt=prompt, text=word),
        Appreciation(**base, text=word, took=word, did=word),
        Opening(**base, words={"text": word}),
        Strain(
            **base,
            assessment=assessment,
            topic="work",
            words=word,
        ),
        Hope(**base, vision=vision, horizon=1, area="us", words=word),
        Handout(**base, wish=word),
        Readiness(**base, talk=talk, asked=1, answer="now", proposed=word),
        Guess(**base, talk=talk, text=word),
        Statement(**base, talk=talk, text=word, place=1 if "opened_at" in when else None),
        Idea(**base, talk=talk, text=word, until=on),
        Understood(**base, talk=talk, text=word),
        Memory(**base, on=on, text=word, alt=word),
    ]
    for entry in made:
        entry.save()
    idea = next(entry for entry in made if isinstance(entry, Idea))
    made.append(Look(**base, idea=idea, on=on, answer="keep", text=word))
    made[-1].save()
    return made


@pytest.mark.parametrize("state", ["draft", "sealed", "on its way"])
def test_what_is_not_open_is_taken_by_its_author_alone(couple: Couple, ada: Person, ben: Person, state: str) -> None:
    now = clock.now()
    when = {
        "draft": {},
        "sealed": {"sealed_at": now},
        "on its way": {"sealed_at": now, "opened_at": now + timedelta(seconds=30)},
    }[state]
    entries = every_entry(couple, ben, "CANARY", **when)
    found = taken(couple, ada)
    assert "CANARY" not in json.dumps(found)
    assert not {str(entry.pk) for entry in entries} & {each["id"] for each in found["records"]}
    own = {each["id"]: each["state"] for each in taken(couple, ben)["records"]}
    said = "draft" if state == "draft" else "sealed"
    assert {own[str(entry.pk)] for entry in entries} == {said}


def test_every_kind_of_entry_is_played_here(couple: Couple, ada: Person) -> None:
    played = {type(entry) for entry in every_entry(couple, ada, "word")} | {Turn}  # in the worlds above
    assert played == {model for model in apps.get_models() if issubclass(model, Entry)}


def test_of_the_others_opened_words_it_is_not_told_when_they_were_written(
    couple: Couple, ada: Person, ben: Person
) -> None:
    with time_machine.travel("2026-11-22T18:01:02Z", tick=False):
        checkins.seal(couple, by=ben, on=clock.today(ben), values={"line": "Early"})
    with time_machine.travel("2026-11-22T20:00:00Z", tick=False):
        checkins.seal(couple, by=ada, on=clock.today(ben), values={"line": "Late"})
        adas, bens = of(taken(couple, ada), "checkins.checkin"), of(taken(couple, ben), "checkins.checkin")
    (his,) = [each for each in adas if each["by"] == "other"]
    assert his["data"]["line"] == "Early"
    assert not {"created_at", "sealed_at"} & set(his["data"])
    assert "18:01:02" not in json.dumps(adas)
    assert "18:01:02" in json.dumps(bens)


def test_private_marks_are_taken_by_their_owner_alone(couple: Couple, ada: Person, ben: Person) -> None:
    questions.choose_depth(couple, by=ben, depth=3)
    OpeningDepth.objects.create(couple=couple, person=ben, choice={"now": 3})
    asked = questions.ask(couple, by=ada, id=uuid4(), text="CANARYQUESTION")
    QuestionFeedback.objects.create(couple=couple, person=ben, prompt=asked, how="tender", on=clock.today(ben))
    touch.save(couple, by=ben, changes={"sofa": "yes"})
    talk = Talk.objects.create(couple=couple, begun_by=ada, speaker=ada, first=ada, first_by=FirstBy.COIN)
    Enough.objects.create(couple=couple, person=ben, talk=talk)
    kinds_of = {"questions.feedback", "questions.depth", "openings.depth", "touch.marks", "talks.enough"}
    assert not any(of(taken(couple, ada), kind) for kind in kinds_of)
    assert all(of(taken(couple, ben), kind) for kind in kinds_of)
    private = {model for model in apps.get_models() if issubclass(model, PrivateToOne)}
    # What is no words: files that are made or read back, what is folded away or shared, who should speak first.
    nothing_said = {Archive, ArchivePart, JustErased, Hidden, SharesLine, ComingAlong, OtherWayRound}
    said = {QuestionDepth, OpeningDepth, QuestionFeedback, Marks, WeekWord, Enough}
    assert private - nothing_said == said


def test_a_question_taken_back_stays_with_who_asked_it(couple: Couple, ada: Person, ben: Person) -> None:
    asked = questions.ask(couple, by=ben, id=uuid4(), text="CANARY")
    questions.save_draft(couple, by=ada, id=asked.pk, text="My half of an answer")
    questions.take_back(asked)
    adas, bens = taken(couple, ada), taken(couple, ben)
    assert "CANARY" not in json.dumps(adas)
    assert of(adas, "questions.answer")[0]["data"]["text"] == "My half of an answer"
    assert "CANARY" in json.dumps(bens)
    assert "My half" not in json.dumps(bens)


def test_a_line_offered_and_not_opened_yet_is_not_taken(couple: Couple, ada: Person, ben: Person) -> None:
    for person in (ada, ben):
        assessments.share(couple, by=person, topic="work", values={"words": f"From {person.name}"})
    assessments.share(couple, by=ben, topic="money", values={"words": "CANARY"})
    adas = json.dumps(taken(couple, ada))
    assert "From Ben" in adas
    assert "CANARY" not in adas


def test_a_time_by_a_place_nobody_named_is_told_by_the_readers_clock(couple: Couple, ada: Person, ben: Person) -> None:
    rituals = world(couple, ada, ben, "A walk", many=1)["rituals"]
    model = apps.get_model("rituals", "Ritual")
    model.objects.filter(pk=rituals["ritual"]).update(zone="Asia/Tokyo", names_place=False)
    (told,) = [each for each in of(taken(couple, ben), "rituals.ritual") if each["id"] == str(rituals["ritual"])]
    assert "Tokyo" not in json.dumps(told)
    assert "6:00" not in told["data"]["rule"]  # 18:00 there


# -- the last question ------------------------------------------------------------------------------------------------


def test_a_practice_that_leaves_nothing_out_makes_it_fail_and_tells_nothing(
    couple: Couple, ada: Person, ben: Person, stranger: Person
) -> None:
    planted: list[tuple[type[CoupleOwned], CoupleOwned]] = [
        (type(entry), entry) for entry in every_entry(couple, ben, "CANARY")
    ]
    questions.choose_depth(couple, by=ben, depth=3)
    planted.append((QuestionDepth, QuestionDepth.objects.get()))
    other_couple = stranger.memberships.get().couple
    note = thanks.send_first(other_couple, by=stranger, text="CANARY")
    planted.append((Appreciation, note))
    for model, row in planted:
        (words,) = [words for _practice, words in kinds() if words.model is model]
        leaking = type(words)(
            **{name: getattr(words, name) for name in words.__slots__ if name != "rows"},
            rows=lambda *_who, row=row: type(row)._default_manager.filter(pk=row.pk),
        )
        with pytest.raises(NotTheirs) as told:
            list(records(leaking, Reader.of(couple, ada)))
        assert "CANARY" not in str(told.value)
