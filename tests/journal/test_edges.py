"""What goes wrong in life, for the practices whose own tests do not show it: pasted markup, a process that
ends, another zone, a topic that is no more. Nobody is blamed, and no word is lost."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import models
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple, Membership
from journal import sending
from journal.assessments import services as assessments
from journal.assessments import topics
from journal.assessments.models import Strain
from journal.checkins import feelings
from journal.checkins import services as checkins
from journal.checkins.models import CheckIn
from journal.listening import services as listening
from journal.listening import sources
from journal.listening.models import Hearing, Turn
from journal.listening.steps import Step
from journal.openings import services as openings
from journal.openings.models import Opening, Shape
from journal.questions import services as questions
from journal.questions.models import Answer
from journal.questions.suggesting import id_on
from journal.visions import areas
from journal.visions import services as visions
from journal.visions.models import Hope
from rituals.models import Nudge
from tests.pages import words_of

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 22)
EVENING = datetime(2026, 11, 22, 20, tzinfo=UTC)
HOPE: dict[str, Any] = {"horizon": 1, "area": "us", "value": "calm", "guess": "yes"}
PASTED = '<p style="color:red">I &amp; you</p><script>alert("x")</script> “a”\tb &lt;'
SHOWN = "&lt;p style=&quot;color:red&quot;&gt;I &amp;amp; you&lt;/p&gt;&lt;script&gt;"


@pytest.fixture
def evening() -> Any:
    with time_machine.travel(EVENING, tick=False) as clock:
        yield clock


def share(couple: Couple, by: Person, words: str = "Words", topic: str = "work") -> Strain:
    return assessments.share(couple, by=by, topic=topic, values={"words": words})


def seal_hope(couple: Couple, by: Person, words: str = "Words") -> bool:
    visions.keep(couple, by=by, id=uuid4(), values=HOPE | {"words": words})
    return visions.seal(couple, by=by)


# -- pasted from somewhere with markup --------------------------------------------------------------------------------


def test_markup_pasted_into_an_answer_stays_words(
    evening: Any, couple: Couple, ben: Person, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    id = id_on(couple, ON)
    ada_client.post(reverse("questions:giving", args=[id]), {"text": PASTED})
    questions.give(couple, by=ben, id=id, text="His")
    assert Answer.objects.get(author=ada).text == PASTED
    told = words_of(ben_client.get(reverse("questions:page", args=[id])))
    assert SHOWN in told
    assert "<script>alert" not in told


def test_markup_pasted_into_a_line_stays_words(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    sent = {"words": PASTED, "part": PASTED, "weight": "much"}
    ada_client.post(reverse("assessments:sharing", args=["work"]), sent)
    share(couple, ben)
    assert Strain.objects.get(author=ada).words == PASTED
    told = words_of(ben_client.get(reverse("assessments:together")))
    assert told.count(SHOWN) == 2
    assert "<script>alert" not in told


def test_markup_pasted_into_a_hope_stays_words(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    ada_client.post(reverse("visions:hope", args=[uuid4()]), HOPE | {"words": PASTED})
    visions.seal(couple, by=ada)
    seal_hope(couple, ben)
    assert Hope.objects.get(author=ada).words == PASTED
    told = words_of(ben_client.get(reverse("visions:home")))
    assert SHOWN in told
    assert "<script>alert" not in told


def test_twenty_thousand_characters_of_a_hope_are_refused_and_still_there(ada_client: Client, couple: Couple) -> None:
    answer = ada_client.post(reverse("visions:hope", args=[uuid4()]), HOPE | {"words": "word " * 4000})
    assert answer.status_code == 422
    assert words_of(answer).count("word ") >= 3999
    assert not Hope.objects.exists()


# -- a process that ends ----------------------------------------------------------------------------------------------


def dies_saving(patch: pytest.MonkeyPatch, model: type[models.Model], nth: int) -> list[models.Model]:
    save, saved = model.save, []

    def dying(self: models.Model, *args: Any, **kwargs: Any) -> None:
        saved.append(self)
        if len(saved) == nth:
            raise SystemExit
        save(self, *args, **kwargs)

    patch.setattr(model, "save", dying)
    return saved


@pytest.mark.parametrize(("model", "nth"), [(Opening, 1), (Hearing, 1)])
def test_a_death_while_an_opening_is_sent_sends_and_offers_nothing(
    model: type[models.Model], nth: int, evening: Any, couple: Couple, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: dict[str, Any] = {"by": ada, "id": uuid4(), "shape": Shape.MOMENT}
    openings.keep_draft(couple, words={"felt": "Begun"}, **told)
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        dies_saving(patch, model, nth)
        openings.send(couple, words={"felt": "Whole"}, **told)
    assert not Hearing.objects.exists()
    draft = Opening.objects.get()
    assert draft.is_draft
    assert draft.words == {"felt": "Begun"}
    assert not openings.send(couple, words={"felt": "Whole"}, **told).is_draft
    assert Hearing.objects.count() == 1


@pytest.mark.parametrize(("model", "nth"), [(Turn, 1), (Hearing, 1)])
def test_a_death_while_something_is_said_leaves_the_draft_and_says_nothing(
    model: type[models.Model],
    nth: int,
    evening: Any,
    couple: Couple,
    ada: Person,
    ben: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    share(couple, ben)
    shared = sources.find(couple, "assessments", share(couple, ada).pk)
    assert shared
    pair = listening.pair(shared, ben, ada)
    listening.keep_draft(shared, pair, step=Step.HEARD, text="You were", seen=0)
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        dies_saving(patch, model, nth)
        listening.say(shared, pair, step=Step.HEARD, text="You were tired", seen=0)
    (draft,) = Turn.objects.all()
    assert (draft.text, draft.is_draft, draft.place) == ("You were", True, None)
    listening.say(shared, pair, step=Step.HEARD, text="You were tired", seen=0)
    (said,) = Turn.objects.all()
    assert (said.text, said.is_open, said.place) == ("You were tired", True, 1)


def test_a_death_while_an_offered_line_is_opened_leaves_it_offered(
    couple: Couple, ada: Person, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    share(couple, ada)
    share(couple, ben)
    offered = share(couple, ada, topic="money")
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        dies_saving(patch, Strain, 1)
        assessments.open_offered(offered)
    assert list(assessments.offered_to(couple, ben)) == [offered]
    assert assessments.open_offered(Strain.objects.get(pk=offered.pk))


# -- another zone, and a topic that is no more ------------------------------------------------------------------------


def test_who_moves_to_another_zone_around_midnight_goes_on_with_the_evening_they_began(
    evening: Any, couple: Couple, ada: Person, ben: Person, ada_client: Client
) -> None:
    """23:50 in Berlin; then the phone says Tokyo, where it is tomorrow morning."""
    evening.move_to(datetime(2026, 11, 22, 22, 50, tzinfo=UTC))
    address = reverse("checkins:draft", args=[ON])
    assert ada_client.post(address, {"line": "Begun in Berlin"}).status_code == 204
    Person.objects.filter(pk=ada.pk).update(zone="Asia/Tokyo")
    assert "23 November" in words_of(ada_client.get(reverse("checkins:start")))
    assert "Begun in Berlin" in words_of(ada_client.get(reverse("checkins:day", args=[ON])))
    assert ada_client.post(reverse("checkins:seal", args=[ON]), {"line": "Ended in Tokyo"}).status_code == 303
    checkins.seal(couple, by=ben, on=ON, values={"line": "His"})
    assert set(CheckIn.objects.opened().values_list("on", flat=True)) == {ON}
    Person.objects.filter(pk=ada.pk).update(zone="America/Los_Angeles")
    assert "Ended in Tokyo" in words_of(ada_client.get(reverse("checkins:start")))


def test_words_on_a_topic_that_is_no_longer_asked_stand_where_they_stood(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hers = share(couple, ada, "Hers of then")
    share(couple, ben, "His of then")
    monkeypatch.delitem(topics.TOPICS, "work")
    for client in (ada_client, ben_client):
        for name in ("together", "over-time"):
            told = words_of(client.get(reverse(f"assessments:{name}")))
            assert "Hers of then" in told
            assert "His of then" in told
    assert "Hers of then" in words_of(ben_client.get(reverse("listening:page", args=["assessments", hers.pk])))
    assert ada_client.get(reverse("assessments:home")).status_code == 200


def test_hopes_for_a_time_or_a_part_of_life_no_longer_asked_for_stand_where_they_stood(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hers = HOPE | {"horizon": 3, "area": "money", "value": "freedom", "words": "Hers of then"}
    visions.keep(couple, by=ada, id=uuid4(), values=hers)
    monkeypatch.delitem(areas._horizons, 3)
    monkeypatch.delitem(areas._values, "freedom")
    monkeypatch.setattr(Hope._meta.get_field("area"), "choices", areas.AREAS[:2])
    assert "Hers of then" in words_of(ada_client.get(reverse("visions:home")))
    visions.seal(couple, by=ada)
    seal_hope(couple, ben, "His of then")
    for client in (ada_client, ben_client):
        told = words_of(client.get(reverse("visions:home")))
        for words in ("In 3 years", "freedom", "Hers of then", "His of then"):
            assert words in told


def test_feelings_and_places_no_longer_offered_are_still_read(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkins.seal(couple, by=ada, on=ON, values={"feelings": ["tender"], "body": ["jaw"], "line": "Hers"})
    checkins.seal(couple, by=ben, on=ON, values={"line": "His"})
    monkeypatch.setattr(feelings, "LABELS", {})
    monkeypatch.setattr(feelings, "_PLACES", {})
    for client in (ada_client, ben_client):
        told = words_of(client.get(reverse("checkins:day", args=[ON])))
        assert "tender" in told
        assert "jaw" in told


def test_a_step_is_planned_by_the_planners_own_date_and_rings_for_each_at_seven_by_their_own_clock(
    evening: Any, couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client
) -> None:
    """Half past eight in the morning of the 23rd in Tokyo is half past six in the evening of the 22nd in New York."""
    evening.move_to(datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    Person.objects.filter(pk=ada.pk).update(zone="Asia/Tokyo")
    Person.objects.filter(pk=ben.pk).update(zone="America/New_York")
    seal_hope(couple, ada)
    seal_hope(couple, ben)

    def plan(client: Client, on: date) -> Any:
        step = {"id": str(uuid4()), "words": "Look at the timetable", "on": on.isoformat(), "nudge": "on"}
        return client.post(reverse("visions:steps"), step)

    tomorrow = ON + timedelta(days=1)
    assert plan(ada_client, ON).status_code == 422  # over for her
    assert plan(ben_client, ON).status_code == 303  # and tonight for him
    assert plan(ada_client, tomorrow).status_code == 303
    rings = Nudge.objects.exclude(next_at=None).values_list("next_at", "person__name")
    assert sorted(rings) == [
        (datetime(2026, 11, 23, 0, tzinfo=UTC), "Ben"),  # his evening of the 22nd, which is over for her
        (datetime(2026, 11, 23, 10, tzinfo=UTC), "Ada"),  # her evening of the 23rd
        (datetime(2026, 11, 24, 0, tzinfo=UTC), "Ben"),  # and his
    ]
    evening.move_to(datetime(2026, 11, 23, 0, 5, tzinfo=UTC))
    refused = plan(ben_client, ON)  # five past seven: nothing would ever ring
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"nudge"})
    assert "Look at the timetable" in words_of(refused)


def test_what_somebody_told_before_they_left_still_stands_for_the_one_who_stays(
    evening: Any, couple: Couple, ada: Person, ben: Person, ben_client: Client
) -> None:
    openings.send(couple, by=ada, id=uuid4(), shape=Shape.MOMENT, words={"felt": "Told in time"})
    evening.shift(sending.UNDO)
    Membership.objects.filter(person=ada).update(left_at=EVENING)
    assert "Told in time" in words_of(ben_client.get(reverse("openings:home")))
