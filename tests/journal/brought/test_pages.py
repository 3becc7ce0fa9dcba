"""The pages on which one person brings words along, reads them, and removes them. Nobody else learns of any of it."""

from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.brought import forms
from journal.brought.models import BroughtRecord
from tests.journal.brought.files import record, words_json, zipped
from tests.pages import words_of

pytestmark = pytest.mark.django_db

HOME = reverse("brought:home")
THANKS = reverse("brought:words", args=["appreciations", "thank-you"])


def send(client: Client, content: bytes, name: str = "nearer-my-words.zip") -> Any:
    return client.post(HOME, {"file": SimpleUploadedFile(name, content)})


def test_words_come_along_and_are_read_as_they_were(ada_client: Client) -> None:
    assert HOME in words_of(ada_client.get(reverse("you")))
    draft = record(state="draft", title="To nobody", when="2026-09-30", parts=[{"heading": "Why", "words": "Unsent"}])
    answer = send(ada_client, zipped(words_json(record(by="other", data={"text": "THEIRS"}), draft, record())))
    assert (answer.status_code, answer.headers["Location"]) == (303, HOME)
    page = words_of(ada_client.get(HOME))
    assert "Your own words are here now." in page
    assert THANKS in page
    page = words_of(ada_client.get(THANKS))
    assert page.index("Unsent") < page.index("CANARY")
    assert all(said in page for said in ("To nobody", "Why", "30 September 2026", "A draft.", "Only me"))
    assert "THEIRS" not in page


def test_a_long_list_goes_by_pages(ada_client: Client) -> None:
    many = [record(title=f"Nr {nth}.", when=f"2026-10-01T18:{nth:02}:00Z") for nth in range(31)]
    send(ada_client, words_json(*many), "words.json")
    first, last = words_of(ada_client.get(THANKS)), words_of(ada_client.get(f"{THANKS}?from=30"))
    assert ("Nr 29." in first, "Nr 30." in first, "?from=30" in first) == (True, False, True)
    assert ("Nr 30." in last, "Nr 29." in last, "?from=0" in last) == (True, False, True)
    assert "There is nothing here." in words_of(ada_client.get(f"{THANKS}?from=99999999999"[:-6]))


def test_nobody_else_sees_it_or_hears_of_it(
    ada_client: Client, ben_client: Client, stranger_client: Client, hints: list[Any]
) -> None:
    before = [words_of(ben_client.get(reverse(page))) for page in ("today:home", "story:us", "you")]
    send(ada_client, words_json(record()))
    for client in (ben_client, stranger_client):
        assert "CANARY" not in words_of(client.get(THANKS)) + words_of(client.get(HOME))
        assert THANKS not in words_of(client.get(HOME))
    assert [words_of(ben_client.get(reverse(page))) for page in ("today:home", "story:us", "you")] == before
    assert hints == []
    assert Client().get(THANKS).status_code == 303


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "There is nothing in this file."),
        (b"Dear diary", "This isn’t a file from Nearer."),
        (words_json(record(state="read")), "This file isn’t as Nearer wrote it."),
        (words_json(record(), version=9), "This file comes from a newer Nearer"),
        (words_json(record(kind="poem")), "This file holds something that this Nearer doesn’t know."),
        (words_json(record())[:-3], "This file isn’t whole."),
        (zipped(words_json(record()), name="../words.json"), "This isn’t a file from Nearer."),
        (zipped(words_json(record()), name="/etc/words.json"), "This isn’t a file from Nearer."),
        (zipped(words_json(record(data={"text": "x" * 300_000}))), "There is more in this file than fits here."),
    ],
)
def test_a_refusal_stands_beside_the_field(content: bytes, said: str, ada_client: Client) -> None:
    answer = send(ada_client, content)
    assert answer.status_code == 422
    page = words_of(answer)
    assert page.index('id="id_file_error"') < page.rindex(said) < page.index('type="file"')
    assert not BroughtRecord.objects.exists()


def test_no_file_and_one_too_large_are_refused(ada_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Choose a file first." in words_of(ada_client.post(HOME))
    monkeypatch.setattr(forms, "LARGEST", 1000)
    answer = send(ada_client, words_json(*[record()] * 5))
    assert answer.status_code == 422
    assert "This file is larger than 32 MB." in words_of(answer)


def test_a_file_without_ones_own_words_and_one_that_is_here_say_so(ada_client: Client) -> None:
    send(ada_client, words_json(record(by=None)))
    assert "This file has no words of your own" in words_of(ada_client.get(HOME))
    for _twice in range(2):
        send(ada_client, file := words_json(record(id="1b4e28ba-2fa1-4d2b-8f3c-9d0e1a2b3c4d")))
    assert file
    assert "All your words in this file are here already." in words_of(ada_client.get(HOME))


def test_all_of_it_is_removed_by_the_person_themselves(ada_client: Client, ben: Person, couple: Couple) -> None:
    send(ada_client, words_json(record()))
    BroughtRecord.objects.bulk_create([BroughtRecord(person=ben, file_made_at="2026-01-01T00:00Z", content={})])
    with time_machine.travel("2030-01-01T12:00Z"):
        answer = ada_client.post(reverse("brought:removal"))
        assert (answer.status_code, BroughtRecord.objects.count()) == (303, 2)  # “is it you?” first
    assert ada_client.post(reverse("brought:removal")).headers["Location"] == HOME
    assert "is gone from here" in words_of(ada_client.get(HOME))
    assert list(BroughtRecord.objects.values_list("person", flat=True)) == [ben.pk]


def test_somebody_in_no_couple_can_bring_words_too(client_for: Any, ada: Person) -> None:
    client = client_for(ada)
    assert HOME in words_of(client.get(reverse("you")))
    send(client, words_json(record()))
    assert "CANARY" in words_of(client.get(THANKS))


def test_a_kind_nobody_knows_is_not_found(ada_client: Client) -> None:
    assert ada_client.get(reverse("brought:words", args=["appreciations", "poem"])).status_code == 404
