"""Taking stock: alone, shared line by line, opened together; later lines offered; the next time beside the last."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from couples import clock
from couples.accounts.models import Person
from couples.live.hints import couple_channel, person_channel
from couples.outbox.models import Message
from couples.space.models import Couple, Membership
from journal import opened
from journal.assessments import services
from journal.assessments.models import Assessment, Strain
from journal.assessments.topics import GROUPS, TOPICS, Weight
from tests.pages import words_of

pytestmark = pytest.mark.django_db

HEAVY = {"weight": Weight.MUCH, "words": "The job ate our evenings.", "part": "I never said no."}


def url(name: str, *args: Any) -> str:
    return reverse(f"assessments:{name}", args=args)


def share(couple: Couple, by: Person, topic: str, words: str = "Words") -> Strain:
    return services.share(couple, by=by, topic=topic, values={"words": words})


def page(client: Client, name: str, *args: Any) -> str:
    return words_of(client.get(url(name, *args)))


def test_every_topic_has_a_question_and_a_key_that_stays() -> None:
    assert sorted(TOPICS) == sorted(
        ["work", "family", "health", "money", "changes", "unresolved", "silence", "upkeep", "observer"]
    )
    assert all(str(topic.asks).endswith((".", "?")) for topic in TOPICS.values())
    assert not {"together", "over-time", "beginning", "lines"} & set(TOPICS)  # addresses of their own
    assert sum(len(topics) for _title, topics in GROUPS) == len(TOPICS)


def test_a_line_is_kept_and_shared_from_its_page(ada_client: Client, couple: Couple, ada: Person) -> None:
    assert ada_client.post(url("draft", "work"), HEAVY).status_code == 204
    assert "The job ate our evenings." in page(ada_client, "topic", "work")
    answer = ada_client.post(url("draft", "work"), HEAVY | {"keep": "1"})
    assert (answer.status_code, answer["Location"]) == (303, url("home"))
    assert "Only you can see it." in page(ada_client, "home")
    assert ada_client.post(url("sharing", "work"), HEAVY)["Location"] == url("home")
    assert "sealed until you have both shared something" in page(ada_client, "home")
    strain = Strain.objects.get()
    assert (strain.weight, strain.part, strain.is_open) == (Weight.MUCH, "I never said no.", False)


def test_the_first_lines_open_together_once_both_have_shared(
    ada_client: Client, ben_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    for topic in ("work", "money"):
        share(couple, ada, topic, f"Hers on {topic}")
    services.keep(couple, by=ada, topic="health", values={"words": "Only hers"})
    assert "Hers on" not in page(ben_client, "together")
    answer = ben_client.post(url("sharing", "work"), {"words": "His on work"})
    assert answer["Location"] == url("together")
    for client in (ada_client, ben_client):
        told = page(client, "together")
        assert told.index("Hers on work") < told.index("Hers on money")  # what both wrote on comes first
        assert "His on work" in told
        assert "Only hers" not in told


def test_a_later_line_is_offered_opened_by_the_other_and_can_be_taken_back_until_then(
    ada_client: Client, ben_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    share(couple, ada, "work")
    share(couple, ben, "work")
    later = share(couple, ada, "silence", "What I no longer say")
    assert "Ada has shared something more" in page(ben_client, "home")
    assert "Ada has shared something more" in words_of(ben_client.get(reverse("today:home")))
    assert "What I no longer say" not in page(ben_client, "together")
    ada_client.post(url("retraction", later.pk))
    assert "has shared something more" not in page(ben_client, "home")
    assert ben_client.post(url("opening", later.pk)).status_code == 404
    share(couple, ada, "silence", "What I no longer say")
    for _ in range(2):
        assert ben_client.post(url("opening", later.pk)).status_code == 303
    assert "What I no longer say" in page(ben_client, "together")
    assert "You have both opened it" in page(ada_client, "topic", "silence")
    ada_client.post(url("retraction", later.pk))
    assert "What I no longer say" in page(ben_client, "together")


def test_an_offered_line_written_again_stands_where_it_stood(
    ada_client: Client, ben_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    for by, topic in ((ada, "work"), (ben, "work"), (ada, "observer"), (ada, "silence")):
        share(couple, by, topic)
    Strain.objects.filter(author=ada).sealed().update(sealed_at=clock.now())  # offered in the same instant
    before = page(ben_client, "together")
    for topic in ("observer", "silence", "observer"):
        share(couple, ada, topic, "Change what you noticed")
        assert page(ben_client, "together") == before


def test_one_does_not_open_ones_own_and_a_sealed_first_line_does_not_exist(
    ada_client: Client, ben_client: Client, couple: Couple, ada: Person
) -> None:
    first = share(couple, ada, "work", "CANARY")
    for client in (ada_client, ben_client):
        answer = client.post(url("opening", first.pk))
        assert answer.status_code == 404
        assert "CANARY" not in words_of(answer)
    assert ben_client.post(url("retraction", first.pk)).status_code == 404


def test_an_old_tab_cannot_change_what_is_shared_and_its_words_are_shown_once(
    ada_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    share(couple, ada, "work", "As it was")
    assert ada_client.post(url("draft", "work"), {"words": "Late"}).status_code == 409
    assert Strain.objects.get().words == "As it was"
    share(couple, ben, "money")
    answer = ada_client.post(url("sharing", "work"), {"words": "Later still"})
    assert answer.status_code == 409
    assert "Later still" in words_of(answer)
    assert Strain.objects.get(author=ada).words == "As it was"


@pytest.mark.parametrize(
    "sent", [{}, {"words": "  \n "}, {"words": "n" * 8001}, {"weight": "9", "words": "Kept words"}]
)
def test_what_cannot_be_shared_is_said_beside_the_field_with_its_words(
    ada_client: Client, couple: Couple, sent: dict[str, str]
) -> None:
    answer = ada_client.post(url("sharing", "work"), sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert sent.get("words", "").strip() in words_of(answer)
    assert not Strain.objects.exclude(sealed_at=None).exists()


def test_twenty_thousand_characters_are_refused_and_still_there(ada_client: Client, couple: Couple) -> None:
    for name in ("draft", "sharing"):
        answer = ada_client.post(url(name, "observer"), {"words": "word " * 4000, "keep": "1"})
        assert answer.status_code == 422
        assert words_of(answer).count("word ") >= 3999


def test_the_observer_weighs_nothing_and_has_no_part(ada_client: Client, couple: Couple) -> None:
    told = page(ada_client, "topic", "observer")
    assert "How heavy is it?" not in told
    assert "My part in this" not in told
    assert "<quiet-timer" in told
    assert "<quiet-timer" not in page(ada_client, "topic", "work")


@pytest.mark.parametrize("topic", ["nothing", "WORK", "lines"])
def test_what_is_no_topic_has_no_page(ada_client: Client, couple: Couple, topic: str) -> None:
    assert ada_client.get(url("topic", topic)).status_code == 404
    assert ada_client.post(url("sharing", topic), HEAVY).status_code == 404


def test_taking_stock_again_stands_beside_the_last_and_begins_once(
    ada_client: Client, ben_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 20, tzinfo=UTC), tick=False):
        share(couple, ada, "work", "In spring")
        share(couple, ben, "money", "His spring")
        services.keep(couple, by=ben, topic="health", values={"words": "Kept by Ben"})
    for client in (ada_client, ben_client, ada_client):
        assert client.post(url("beginning"), {"after": "1"}).status_code == 303
    assert [each.number for each in Assessment.objects.order_by("number")] == [1, 2]
    assert "In spring" in page(ada_client, "topic", "work")  # beside the empty page, for herself
    share(couple, ada, "work", "In autumn")
    told = page(ada_client, "over-time")
    assert told.index("In spring") < told.index("In autumn")
    assert "His spring" in told
    assert "Kept by Ben" not in told
    assert "In autumn" not in page(ben_client, "over-time")


@pytest.mark.parametrize("after", ["1", "0", "", "x", "²", "99999999999"])
def test_what_is_not_opened_yet_is_not_begun_again(ada_client: Client, couple: Couple, ada: Person, after: str) -> None:
    share(couple, ada, "work")
    assert ada_client.post(url("beginning"), {"after": after}).status_code == 303
    assert Assessment.objects.count() == 1


def test_who_left_offers_nothing_any_more(ben_client: Client, couple: Couple, ada: Person, ben: Person) -> None:
    share(couple, ada, "work")
    share(couple, ben, "work")
    later = share(couple, ada, "silence", "CANARY")
    Membership.objects.filter(person=ada).update(left_at=clock.now())
    assert "something more" not in page(ben_client, "home")
    assert ben_client.post(url("opening", later.pk)).status_code == 404


def test_an_opened_line_can_be_said_back(ben_client: Client, couple: Couple, ada: Person, ben: Person) -> None:
    strain = services.share(couple, by=ada, topic="work", values=HEAVY)
    said_back = reverse("listening:page", args=["assessments", strain.pk])
    assert ben_client.get(said_back).status_code == 404
    share(couple, ben, "work")
    assert said_back in page(ben_client, "together")
    assert "I never said no." in words_of(ben_client.get(said_back))


# -- before both have shared ------------------------------------------------------------------------------------------

QUIET = ["home", "together", "over-time"]


def everything(client: Client) -> list[str]:
    pages = [page(client, name) for name in QUIET] + [page(client, "topic", topic) for topic in TOPICS]
    return [*pages, words_of(client.get(reverse("today:home"))), words_of(client.get(reverse("story:us")))]


@pytest.mark.parametrize("begun", [False, True])
def test_pages_are_the_same_to_the_byte_whatever_the_other_has_begun_or_shared(
    ben_client: Client, couple: Couple, ada: Person, ben: Person, begun: bool
) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 20, tzinfo=UTC), tick=False):
        if begun:
            services.keep(couple, by=ben, topic="work", values={"words": "His draft"})
        before = everything(ben_client)
        services.keep(couple, by=ada, topic="work", values=HEAVY)
        assert everything(ben_client) == before
        strain = services.share(couple, by=ada, topic="work", values=HEAVY)
        share(couple, ada, "observer", "CANARY" * 500)
        assert everything(ben_client) == before
        services.retract(strain)
        assert everything(ben_client) == before


def test_hints_reach_the_other_only_from_the_opening_on(
    couple: Couple, ada: Person, ben: Person, hints: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.keep(couple, by=ada, topic="work", values=HEAVY)
        services.retract(share(couple, ada, "work"))
        share(couple, ada, "work")
    assert {channel for channel, _ in hints} == {person_channel(ada.pk)}
    hints.clear()
    with django_capture_on_commit_callbacks(execute=True):
        share(couple, ben, "money")
        share(couple, ben, "health")
    assert {channel for channel, _ in hints} == {couple_channel(couple.pk)}


def test_the_opening_is_mailed_to_the_other_once_and_nothing_before(couple: Couple, ada: Person, ben: Person) -> None:
    services.keep(couple, by=ada, topic="work", values=HEAVY)
    services.retract(share(couple, ada, "work"))
    share(couple, ada, "work")
    assert not Message.objects.filter(kind="opened").exists()
    share(couple, ben, "money")
    share(couple, ben, "health")
    (message,) = Message.objects.filter(kind="opened")
    assert message.person == ada
    assert opened.path(message) == url("together")
    assert opened.wanted(message)
    Membership.objects.filter(person=ada).update(left_at=clock.now())
    assert not opened.wanted(message)


def test_opening_is_one_transaction_or_none(
    couple: Couple, ada: Person, ben: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever save fails on the way, both stay sealed."""
    share(couple, ada, "work")
    share(couple, ada, "money")
    save, calls = Strain.save, []

    def dies_at(nth: int) -> None:
        def dying(self: Strain, *args: Any, **kwargs: Any) -> None:
            calls.append(self)
            if len(calls) == nth:
                raise ConnectionError
            save(self, *args, **kwargs)

        calls.clear()
        monkeypatch.setattr(Strain, "save", dying)

    for nth in range(1, 6):
        dies_at(nth)
        with pytest.raises(ConnectionError):
            share(couple, ben, "work")
        assert not Strain.objects.opened().exists(), nth
    monkeypatch.setattr(Strain, "save", save)
    share(couple, ben, "work")
    assert Strain.objects.opened().count() == 3


def test_what_is_written_is_encrypted_in_the_database(couple: Couple, ada: Person, ben: Person) -> None:
    services.share(couple, by=ada, topic="work", values={"weight": "most", "words": "CANARY", "part": "CANARY"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM journal_strain")
        row = repr(cursor.fetchall())
    assert "CANARY" not in row
    assert "most" not in row


def test_each_page_asks_the_same_few_questions_however_much_there_is(
    ada_client: Client, couple: Couple, ada: Person, ben: Person
) -> None:
    def cost() -> dict[str, int]:
        found = {}
        for name, args in (("home", ()), ("together", ()), ("over-time", ()), ("topic", ("work",))):
            page(ada_client, name, *args)
            with CaptureQueriesContext(connection) as queries:
                page(ada_client, name, *args)
            found[name] = len(queries)
        return found

    share(couple, ada, "work")
    share(couple, ben, "work")
    few = cost()
    for number in range(2, 52):
        earlier = Assessment.objects.create(couple=couple, number=number)
        for person in (ada, ben):
            strain = Strain(couple=couple, author=person, assessment=earlier, topic="work", opened_at=clock.now())
            strain.sealed_at, strain.words = clock.now(), str(uuid4())
            strain.save()
    assert cost() == few
    assert max(few.values()) <= 10
