"""Erasing one thing of one's own: at once for everybody, undone for half a minute, then gone for good (G3)."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.erasing import ledger
from couples.erasing.models import LedgerLine
from couples.live.hints import person_channel
from couples.space.leaving.services import leave
from couples.space.models import Couple
from journal import sending
from journal.appreciations import services as thanks
from journal.checkins import services as checkins
from journal.checkins.models import CheckIn
from journal.erasing import services as erasing
from journal.erasing.models import JustErased
from journal.export import making
from journal.export import services as export
from journal.export.models import Archive
from journal.listening import services as listening
from journal.listening import sources
from journal.listening.models import Turn
from journal.listening.steps import Step
from journal.questions import services as questions
from journal.questions.models import QuestionFeedback
from journal.talks import beginning, ending
from journal.talks.models import Ending
from tests.factories import PersonFactory, make_couple
from tests.pages import words_of

pytestmark = pytest.mark.django_db

CANARY = "SALAMANDER"
Commit = Callable[..., Any]


@pytest.fixture
def evening(couple: Couple, ada: Person, ben: Person) -> CheckIn:
    """Both have opened it. Ada's."""
    on = clock.today(ada)
    for person, line in ((ada, CANARY), (ben, "Ben’s own line")):
        checkins.seal(couple, by=person, on=on, values={"line": line, "energy": "little"})
    return CheckIn.objects.get(author=ada)


def address(row: Any, practice: str = "checkins", kind: str = "checkin") -> str:
    return reverse("erasing:one", args=[row.couple_id, practice, kind, row.pk])


def day(checkin: CheckIn) -> str:
    return reverse("checkins:day", args=[checkin.on])


# -- what both could read ---------------------------------------------------------------------------------------------


def test_it_is_gone_for_both_at_once_and_its_place_stays(
    evening: CheckIn, ada_client: Client, ben_client: Client, hints: list[tuple[str, dict[str, Any]]], couple: Couple,
    django_capture_on_commit_callbacks: Commit,
) -> None:  # fmt: skip
    assert CANARY in words_of(ben_client.get(day(evening)))
    hints.clear()
    with django_capture_on_commit_callbacks(execute=True):
        answer = ada_client.post(address(evening))
    assert answer.status_code == 303
    for client in (ada_client, ben_client):
        page = words_of(client.get(day(evening)))
        assert CANARY not in page
        assert "This is no longer here" in page
        assert "Ben’s own line" in page
    topics = {hint["topic"] for channel, hint in hints if str(couple.pk) in channel}
    assert topics == {"checkins", "listening", "erased"}
    evening.refresh_from_db()
    assert (evening.line, evening.energy) == ("", "")


def test_it_can_be_undone_for_half_a_minute_and_not_after(
    evening: CheckIn, ada_client: Client, ben_client: Client
) -> None:
    page = ada_client.post(address(evening)).headers["Location"]
    assert "Undo" in words_of(ada_client.get(page))
    undo = reverse("erasing:undo", args=[JustErased.objects.get().pk])
    assert ben_client.post(undo).status_code == 404
    assert "It’s back." in words_of(ada_client.post(undo, follow=True))
    assert CANARY in words_of(ben_client.get(day(evening)))
    assert not JustErased.objects.exists()
    page = ada_client.post(address(evening)).headers["Location"]
    undo = reverse("erasing:undo", args=[JustErased.objects.get().pk])
    with time_machine.travel(clock.now() + timedelta(seconds=31), tick=False):
        assert undo not in words_of(ada_client.get(page))
        assert "gone for good" in words_of(ada_client.post(undo, follow=True))
    assert CANARY not in words_of(ben_client.get(day(evening)))


def test_after_that_it_is_kept_nowhere_and_stands_in_the_ledger(
    evening: CheckIn, ada: Person, couple: Couple, settings: Any, tmp_path: Any,
    django_capture_on_commit_callbacks: Commit,
) -> None:  # fmt: skip
    settings.NEARER_LEDGER = str(tmp_path / "apart" / "erasures.jsonl")
    erasing.erase(couple, by=ada, practice="checkins", kind="checkin", id=evening.pk)
    erasing.end()
    assert JustErased.objects.exists()
    with time_machine.travel(clock.now() + timedelta(seconds=31)), django_capture_on_commit_callbacks(execute=True):
        erasing.end()
    assert not JustErased.objects.exists()
    (line,) = ledger.read()
    assert (line.model, line.of, line.how) == ("journal.checkin", evening.pk, "blank")
    assert LedgerLine.objects.get().noted_at
    assert ledger.unknown() == []
    assert str(ada.pk) not in ledger.path().read_text()


def test_twice_at_once_and_of_somebody_else(
    evening: CheckIn, ada_client: Client, ben_client: Client, stranger_client: Client
) -> None:
    for client in (ben_client, stranger_client):
        assert client.post(address(evening)).status_code == 404
    assert [ada_client.post(address(evening)).status_code for _twice in range(2)] == [303, 404]
    assert JustErased.objects.count() == 1


def test_a_page_that_sends_what_was_erased_elsewhere_is_not_found(
    couple: Couple, ada: Person, ada_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Erased on the laptop while the phone has looked it up and not yet sent it back."""
    note = thanks.send_words(couple, by=ada, id=uuid4(), text=CANARY)
    held = sending.held

    def meanwhile(entry: Any) -> Any:
        erasing.erase(couple, by=ada, practice="appreciations", kind="thank-you", id=entry.pk)
        return held(entry)

    monkeypatch.setattr(sending, "held", meanwhile)
    assert ada_client.post(reverse("appreciations:undo", args=[note.pk])).status_code == 404


def test_it_asks_who_it_is_first(evening: CheckIn, ada_client: Client) -> None:  # S7
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        answer = ada_client.post(address(evening))
        assert answer.headers["Location"].startswith(reverse("confirm"))
    assert not JustErased.objects.exists()


def test_what_was_kept_of_a_thank_you_is_gone_too(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    note = thanks.send(thanks.keep_draft(couple, by=ada, id=UUID(int=7), text=CANARY, did=CANARY))
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        assert CANARY in words_of(ben_client.get(reverse("today:home")))
        ada_client.post(address(note, "appreciations", "thank-you"))
        assert CANARY not in words_of(ben_client.get(reverse("today:home")))
        page = words_of(ben_client.get(reverse("appreciations:list")))
        assert "This is no longer here" in page
        assert "Keep this" not in page


# -- what nobody else could read --------------------------------------------------------------------------------------


def test_a_sealed_answer_vanishes_without_a_trace_and_never_opens(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client,
    hints: list[tuple[str, dict[str, Any]]], django_capture_on_commit_callbacks: Commit,
) -> None:  # fmt: skip
    on = clock.today(ada)
    mine = checkins.seal(couple, by=ada, on=on, values={"line": CANARY})
    before = words_of(ben_client.get(day(mine)))
    hints.clear()
    with django_capture_on_commit_callbacks(execute=True):
        ada_client.post(address(mine))
    assert not [channel for channel, _hint in hints if str(couple.pk) in channel or str(ben.pk) in channel]
    assert words_of(ben_client.get(day(mine))) == before
    assert not checkins.seal(couple, by=ben, on=on, values={"line": "Mine"}).opened_at
    erasing.undo(JustErased.objects.get())
    back = CheckIn.objects.get(author=ada)
    assert (back.line, back.is_draft) == (CANARY, True)
    assert CheckIn.objects.get(author=ben).opened_at is None


def test_what_is_ones_own_alone_goes_without_a_hint_to_the_other(
    couple: Couple,
    ada: Person,
    ben: Person,
    hints: list[tuple[str, dict[str, Any]]],
    django_capture_on_commit_callbacks: Commit,
) -> None:
    asked = questions.ask(couple, by=ben, id=uuid4(), text="What about the goose?")
    questions.give_feedback(couple, by=ada, prompt=asked, how="tender")
    (felt,) = QuestionFeedback.objects.filter(person=ada)
    hints.clear()
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase(couple, by=ada, practice="questions", kind="feedback", id=felt.pk)
    assert {channel for channel, _hint in hints} == {person_channel(ada.pk)}


def test_what_was_begun_anew_in_its_place_stays(couple: Couple, ada: Person) -> None:
    on = clock.today(ada)
    first = checkins.save_draft(couple, by=ada, on=on, values={"line": CANARY})
    just = erasing.erase(couple, by=ada, practice="checkins", kind="checkin", id=first.pk)
    checkins.save_draft(couple, by=ada, on=on, values={"line": "Begun anew"})
    with pytest.raises(erasing.Gone):
        erasing.undo(just)
    assert CheckIn.objects.get().line == "Begun anew"


def test_what_the_other_does_meanwhile_is_not_undone_with_it(couple: Couple, ada: Person, ben: Person) -> None:
    talk = beginning.begin(couple, by=ada, other=ben, id=uuid4(), subject=CANARY)
    just = erasing.erase(couple, by=ada, practice="talks", kind="talk", id=talk.pk)
    ending.end(talk, by=ben, ending=Ending.LATER)
    erasing.undo(just)
    talk.refresh_from_db()
    assert (talk.subject, talk.ending, talk.ended_by) == (CANARY, Ending.LATER, ben)


# -- what hangs on it -------------------------------------------------------------------------------------------------


@pytest.fixture
def heard(evening: CheckIn, couple: Couple, ada: Person, ben: Person) -> str:
    """Ben has said it back, and Ada has said what matters. The page of it."""
    shared = sources.find(couple, "checkins", evening.pk)
    assert shared
    listening.say(shared, listening.pair(shared, ben, ada), step=Step.HEARD, seen=0, text="What Ben heard")
    listening.say(shared, listening.pair(shared, ada, ben), step=Step.ALMOST, seen=1, text=f"{CANARY} again")
    return reverse("listening:page", args=["checkins", evening.pk])


def test_what_its_author_said_about_it_goes_too_and_the_others_words_stay_theirs(
    heard: str, evening: CheckIn, ada_client: Client, ben_client: Client
) -> None:
    assert CANARY in words_of(ben_client.get(heard))
    ada_client.post(address(evening))
    for client in (ada_client, ben_client):
        page = words_of(client.get(heard))
        assert CANARY not in page
        assert "What Ben heard" in page
        assert "was erased, so it rests" in page
    said = ben_client.post(f"{heard}heard/", {"text": "Once more", "seen": "2", "base_text": ""})
    assert said.status_code in {404, 409}
    assert not [turn for turn in Turn.objects.all() if turn.text == "Once more" and turn.place]
    assert (
        "Listening" not in words_of(ben_client.get(reverse("today:home"))).partition("<main")[2].partition("</main")[0]
    )
    erasing.undo(JustErased.objects.get())
    assert f"{CANARY} again" in words_of(ben_client.get(heard))


def test_nothing_is_said_any_more_by_whoever_had_looked_before(
    evening: CheckIn, couple: Couple, ada: Person, ben: Person
) -> None:
    shared = sources.find(couple, "checkins", evening.pk)
    assert shared
    erasing.erase(couple, by=ada, practice="checkins", kind="checkin", id=evening.pk)
    with pytest.raises(listening.MovedOn):
        listening.say(shared, listening.pair(shared, ben, ada), step=Step.HEARD, seen=0, text="What Ben heard")
    assert not Turn.objects.exists()


def test_a_question_of_ones_own_goes_from_the_days_it_was_given_to(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    prompt = questions.ask(couple, by=ada, id=UUID(int=9), text=f"{CANARY}?")
    questions.give(couple, by=ben, id=prompt.pk, text="Ben’s answer")
    page = reverse("questions:page", args=[prompt.pk])
    assert CANARY in words_of(ben_client.get(page))
    ada_client.post(address(prompt, "questions", "asked"))
    for client in (ada_client, ben_client):
        assert CANARY not in words_of(client.get(page))
        assert "Ben’s answer" in words_of(client.get(page))


# -- files, closed couples --------------------------------------------------------------------------------------------


def test_a_file_that_was_not_taken_yet_is_made_anew_without_it(
    evening: CheckIn, couple: Couple, ada: Person, ben: Person, ben_client: Client
) -> None:
    archive = export.ask(couple, by=ben, session_key="x" * 64)
    export.make(archive.pk)
    erasing.erase(couple, by=ada, practice="checkins", kind="checkin", id=evening.pk)
    assert Archive.objects.get().made_at is None
    for _more_often_than_a_file_is_tried in range(export.MOST_ATTEMPTS):
        export.begin_anew(couple)
    export.make(archive.pk)
    assert Archive.objects.get().made_at
    file = zipfile.ZipFile(io.BytesIO(b"".join(export.take(archive, session_key="x" * 64))))
    assert "Ben’s own line".encode() in file.read("words.json")
    assert CANARY.encode() not in file.read("words.json")


def test_a_worker_that_is_at_a_file_finds_that_its_try_is_not_the_last(
    evening: CheckIn, couple: Couple, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = export.ask(couple, by=ada, session_key="x" * 64)
    whole = making.make

    def erased_meanwhile(*args: Any) -> int:
        size = whole(*args)
        if not JustErased.objects.exists():
            erasing.erase(couple, by=ada, practice="checkins", kind="checkin", id=evening.pk)
        return size

    monkeypatch.setattr(making, "make", erased_meanwhile)
    export.make(archive.pk)
    assert Archive.objects.get().made_at is None
    export.make(archive.pk)
    assert Archive.objects.get().made_at


def test_in_a_closed_couple_too(
    evening: CheckIn, couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    leave(couple, by=ben)
    kept = reverse("kept:words", args=[couple.pk, "checkins", "checkin"])
    assert CANARY in words_of(ben_client.get(kept))
    assert words_of(ada_client.get(kept)).count("Erase</button>") == 1
    make_couple(ada, PersonFactory(name="Kim"))
    asked = words_of(ada_client.get(address(evening)))
    assert "Ben</bdi> can read it now." in asked, "and not whoever she is with today"
    assert "our partner" not in asked
    ada_client.post(address(evening))
    assert CANARY not in words_of(ben_client.get(kept))
    assert "Ben’s own line" in words_of(ben_client.get(kept))


# -- the list ---------------------------------------------------------------------------------------------------------


def test_your_words_are_ones_own_alone_each_with_erase(
    evening: CheckIn, couple: Couple, ada_client: Client, ben_client: Client
) -> None:
    assert reverse("kept:space", args=[couple.pk]) in words_of(ada_client.get(reverse("you")))
    page = words_of(ada_client.get(reverse("kept:words", args=[couple.pk, "checkins", "checkin"])))
    assert CANARY in page
    assert "Ben’s own line" not in page
    assert page.count("Erase</button>") == 1
    assert "Check-ins" in words_of(ada_client.get(reverse("kept:space", args=[couple.pk])))
    assert ada_client.get(reverse("kept:words", args=[couple.pk, "agreements", "signed"])).status_code == 404
