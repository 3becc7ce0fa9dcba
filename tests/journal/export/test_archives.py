"""Asking for one's words, making the file, and taking it: once, within a day, by the session that asked."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from couples import clock, doorbell
from couples.accounts.models import Person
from couples.space import services as space
from couples.space.leaving.services import leave
from couples.space.models import Couple
from couples.vault import keys
from couples.vault.errors import KeyGone, VaultError
from couples.vault.holders import Holder
from journal.appreciations import services as thanks
from journal.appreciations.models import Appreciation
from journal.checkins import services as checkins
from journal.erasing import services as erasing
from journal.export import encrypted_file, making, services
from journal.export.models import Archive, ArchivePart, Gone
from tests.addresses import world
from tests.at_once import at_once
from tests.pages import words_of

pytestmark = pytest.mark.django_db

HOME = reverse("export:home")
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def knocks(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    heard: list[tuple[str, ...]] = []
    monkeypatch.setattr(doorbell, "knock", lambda *what, **_how: heard.append(what))
    return heard


@pytest.fixture
def made(ada_client: Client, couple: Couple, ada: Person, ben: Person) -> Archive:
    """Ada's file, ready."""
    world(couple, ada, ben, "CANARY", many=1)
    Archive.objects.all().delete()
    assert ada_client.post(HOME).status_code == 303
    archive = Archive.objects.get()
    services.make(archive.pk)
    archive.refresh_from_db()
    assert archive.made_at
    return archive


def link(archive: Archive) -> str:
    return reverse("export:file", args=[archive.pk])


def content(answer: Any) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def gone(answer: Any) -> bool:
    return bool(answer.status_code == 410 and "CANARY" not in words_of(answer))


# -- the straight way -------------------------------------------------------------------------------------------------


def test_the_file_holds_ones_words_to_read_and_as_data(made: Archive, ada_client: Client) -> None:
    page = words_of(ada_client.get(HOME))
    assert "Your file is ready" in page
    answer = ada_client.post(link(made))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="nearer-my-words.zip"'
    assert int(answer.headers["Content-Length"]) == made.size
    file = content(answer)
    assert file.testzip() is None
    written = [name for name in file.namelist() if not name.startswith("photographs/")]
    assert written == ["words.json", "words.html", "book.pdf"]
    assert json.loads(file.read("words.json"))["format"] == "nearer-words"
    assert b"CANARY" in file.read("words.html")


def test_asking_twice_at_once_makes_one(ada_client: Client, knocks: list[tuple[str, ...]]) -> None:
    assert [ada_client.post(HOME).status_code for _twice in range(2)] == [303, 303]
    assert Archive.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_spaces_asked_for_in_one_instant_make_one(couple: Couple, ada: Person) -> None:
    leave(couple, by=ada)
    anew = space.begin(by=ada, called="Ben")
    ask = [partial(services.ask, each, by=ada, session_key="x" * 64) for each in (couple, anew)]
    at_once(*ask, crossing=True)
    assert Archive.objects.wanted().count() == 1


def test_the_page_says_how_far_it_is(ada_client: Client, made: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    ada_client.post(HOME)  # anew
    pages, told = [], []
    monkeypatch.setattr(making, "PACE", 0)
    still_ours = services._still_ours

    def look(archive: Archive, done: int, total: int) -> None:
        still_ours(archive, done, total)
        told.append((done, total))
        if len(told) == 5:
            pages.append(words_of(ada_client.get(HOME)))

    monkeypatch.setattr(services, "_still_ours", look)
    services.make(Archive.objects.wanted().get().pk)
    (page,) = pages
    assert f'value="{told[4][0]}" max="{told[4][1]}"' in page
    assert "every 2s" in page
    assert [done for done, _total in told] == sorted(done for done, _total in told)
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1] > 20


def test_the_partner_learns_of_nothing(
    ada_client: Client, ben_client: Client, couple: Couple, hints: list[tuple[str, dict[str, Any]]], ben: Person,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:  # fmt: skip
    before = words_of(ben_client.get(HOME))
    with django_capture_on_commit_callbacks(execute=True):
        ada_client.post(HOME)
        services.make(Archive.objects.get().pk)
    assert hints
    assert not [channel for channel, _hint in hints if str(ben.pk) in channel or str(couple.pk) in channel]
    assert words_of(ben_client.get(HOME)) == before
    assert ben_client.get(link(Archive.objects.get())).status_code == 404
    assert ben_client.post(link(Archive.objects.get())).status_code == 404


# -- is it you? -------------------------------------------------------------------------------------------------------


def test_asking_and_taking_ask_who_it_is_again(made: Archive, ada_client: Client) -> None:  # S7
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        for address, back in ((HOME, HOME), (link(made), link(made))):
            answer = ada_client.post(address)
            assert answer.status_code == 303
            assert answer.headers["Location"] == f"{reverse('confirm')}?next={back.replace('/', '%2F')}"
        assert ada_client.get(HOME).status_code == 200
    made.refresh_from_db()
    assert made.gone_at is None
    assert Archive.objects.count() == 1


def test_coming_back_from_that_question_leads_to_the_page_and_takes_nothing(made: Archive, ada_client: Client) -> None:
    answer = ada_client.get(link(made))
    assert (answer.status_code, answer.headers["Location"]) == (303, HOME)
    made.refresh_from_db()
    assert made.gone_at is None


# -- links that are over ----------------------------------------------------------------------------------------------


def test_a_link_opens_once(made: Archive, ada_client: Client) -> None:
    assert content(ada_client.post(link(made))).testzip() is None
    assert not ArchivePart.objects.exists()
    for answer in (ada_client.post(link(made)), ada_client.get(link(made))):
        assert gone(answer)
        assert "You have downloaded this file" in words_of(answer)
    assert "The copy that was here is gone" in words_of(ada_client.get(HOME))


@pytest.mark.parametrize("begun", [False, True])
def test_a_download_that_breaks_off_is_used_up_too(made: Archive, ada_client: Client, begun: bool) -> None:
    pieces = services.take(made, session_key=made.session_key)
    if begun:
        assert next(pieces)
    pieces.close()
    assert gone(ada_client.post(link(made)))
    assert ArchivePart.objects.exists() is not begun
    with time_machine.travel(clock.now() + services.TAKING + HOUR):
        services.sweep()
    assert not ArchivePart.objects.exists()


def test_it_opens_in_no_other_browser(made: Archive, ada: Person, client_for: Callable[[Person], Client]) -> None:
    elsewhere = client_for(ada)
    answer = elsewhere.post(link(made))
    assert gone(answer)
    assert "in another browser" in words_of(answer)
    page = words_of(elsewhere.get(HOME))
    assert "in another browser" in page
    assert link(made) not in page
    made.refresh_from_db()
    assert made.gone_at is None


def test_its_day_is_over_after_a_day(
    made: Archive, ada: Person, client_for: Callable[[Person], Client], ada_client: Client
) -> None:
    session = ada_client.session
    with time_machine.travel(clock.now() + Archive.LIFE):
        session["signed_in_at"] = clock.now().timestamp()
        session.save()
        for swept in (False, True):
            if swept:
                services.sweep()
            answer = ada_client.post(link(made))
            assert gone(answer)
            assert "its day is over" in words_of(answer)
            assert "It is gone now" in words_of(ada_client.get(HOME))
    assert not ArchivePart.objects.exists()


def test_asking_anew_takes_the_old_one_away(made: Archive, ada_client: Client) -> None:
    ada_client.post(HOME)
    assert not ArchivePart.objects.exists()
    answer = ada_client.post(link(made))
    assert gone(answer)
    assert "a newer file" in words_of(answer)


def test_one_that_is_being_made_is_not_offered(ada_client: Client) -> None:
    ada_client.post(HOME)
    archive = Archive.objects.get()
    answer = ada_client.post(link(archive))
    assert gone(answer)
    assert "still being made" in words_of(answer)
    archive.refresh_from_db()
    assert archive.gone_at is None


def test_a_link_to_a_file_with_something_that_was_just_erased_says_that_it_is_being_made(
    made: Archive, ada: Person, couple: Couple, ada_client: Client
) -> None:
    note = Appreciation.objects.filter(couple=couple, author=ada).opened().not_erased()[0]
    erasing.erase(couple, by=ada, practice="appreciations", kind="thank-you", id=note.pk)
    answer = ada_client.post(link(made))
    assert gone(answer)
    assert "still being made" in words_of(answer)
    assert "being made" in words_of(ada_client.get(HOME))
    services.make(made.pk)
    assert content(ada_client.post(link(made))).testzip() is None


def test_no_such_file(ada_client: Client, stranger_client: Client, made: Archive) -> None:
    nowhere = reverse("export:file", args=[uuid4()])
    assert [ada_client.post(nowhere).status_code, stranger_client.post(link(made)).status_code] == [404, 404]


def test_there_is_an_end_to_how_often_one_asks(ada_client: Client, ada: Person, couple: Couple) -> None:
    for _each in range(services.MOST_A_DAY):
        Archive.objects.create(couple=couple, person=ada, session_key="x", gone_at=clock.now(), gone_why=Gone.REPLACED)
    page = words_of(ada_client.post(HOME, follow=True))
    assert "tomorrow" in page
    assert not Archive.objects.wanted().exists()


# -- killed, stuck and replaced ---------------------------------------------------------------------------------------


class Killed(BaseException):
    """As good as SIGKILL: nobody tidies up."""


@pytest.mark.parametrize("after", [0, 1, 7])
def test_killed_in_the_middle_it_is_made_anew_and_never_half(
    ada_client: Client, ada: Person, ben: Person, couple: Couple, monkeypatch: pytest.MonkeyPatch, after: int,
    knocks: list[tuple[str, ...]],
) -> None:  # fmt: skip
    world(couple, ada, ben, "CANARY", many=1)
    Archive.objects.all().delete()
    ada_client.post(HOME)
    archive = Archive.objects.get()
    monkeypatch.setattr(encrypted_file, "PIECE", 512)
    before = encrypted_file.EncryptedFile._keep
    with monkeypatch.context() as killing:
        written: list[bytes] = []

        def keep(self: Any, piece: bytes) -> None:
            if len(written) == after:
                raise Killed
            written.append(piece)
            before(self, piece)

        killing.setattr(encrypted_file.EncryptedFile, "_keep", keep)
        with pytest.raises(Killed):
            services.make(archive.pk)
    assert ArchivePart.objects.count() == after
    assert gone(ada_client.post(link(archive)))
    services.make(archive.pk)  # its lease still runs: left alone
    archive.refresh_from_db()
    assert (archive.attempts, archive.made_at) == (1, None)
    with time_machine.travel(clock.now() + services.LEASE + timedelta(seconds=1)):
        knocks.clear()
        services.sweep()
        assert (services.MAKE, str(archive.pk)) in knocks
        services.make(archive.pk)
        assert content(ada_client.post(link(archive))).testzip() is None


def test_one_that_never_works_is_given_up_in_kind_words(ada_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ada_client.post(HOME)
    archive = Archive.objects.get()

    def broken(*_: Any) -> int:
        raise RuntimeError

    monkeypatch.setattr(making, "make", broken)
    start = clock.now()
    for nth in range(services.MOST_ATTEMPTS):
        with time_machine.travel(start + nth * 2 * services.LEASE), pytest.raises(RuntimeError):
            services.make(archive.pk)
    with time_machine.travel(start + services.MOST_ATTEMPTS * 2 * services.LEASE):
        services.make(archive.pk)
        services.sweep()
        assert "didn’t work" in words_of(ada_client.get(HOME))
    archive.refresh_from_db()
    assert (archive.gone_why, archive.attempts) == (Gone.FAILED, services.MOST_ATTEMPTS)


def test_a_worker_that_wakes_up_late_offers_nothing(ada_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped so long that another one began: what it still writes is not what is offered."""
    ada_client.post(HOME)
    archive = Archive.objects.get()
    make = making.make

    def slow(mine: Archive, say: making.Say) -> int:
        size = make(mine, say)
        Archive.objects.filter(pk=mine.pk).update(attempts=mine.attempts + 1)
        return size

    monkeypatch.setattr(making, "make", slow)
    services.make(archive.pk)
    archive.refresh_from_db()
    assert archive.made_at is None


def test_what_nobody_wants_any_more_is_not_finished(
    ada_client: Client, ada: Person, couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada_client.post(HOME)
    archive = Archive.objects.get()
    make = making.make

    def meanwhile(mine: Archive, say: making.Say) -> int:
        size = make(mine, lambda done, total: None)
        services.ask(couple, by=ada, session_key="another")
        say(1, 1)
        return size

    monkeypatch.setattr(making, "make", meanwhile)
    services.make(archive.pk)
    archive.refresh_from_db()
    assert archive.made_at is None
    assert not ArchivePart.objects.filter(archive=archive).exists()


def test_one_is_made_at_a_time(
    ada_client: Client, ben_client: Client, knocks: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada_client.post(HOME)
    ben_client.post(HOME)
    first, second = Archive.objects.order_by("asked_at")
    make = making.make

    def both(mine: Archive, say: making.Say) -> int:
        if mine.pk == first.pk:
            services.make(second.pk)
            assert Archive.objects.get(pk=second.pk).attempts == 0
        return make(mine, say)

    monkeypatch.setattr(making, "make", both)
    services.make(first.pk)
    assert knocks[-1] == (services.MAKE, str(second.pk))
    services.make(second.pk)
    assert Archive.objects.filter(made_at__isnull=False).count() == 2


def test_links_forget_after_a_month(made: Archive, ada_client: Client) -> None:
    ada_client.post(link(made))
    with time_machine.travel(clock.now() + services.SAYS_WHY + HOUR):
        services.sweep()
    assert not Archive.objects.exists()


# -- at rest ----------------------------------------------------------------------------------------------------------


def test_it_lies_encrypted_with_the_persons_own_key(made: Archive, ada: Person, couple: Couple) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM journal_archivepart")
        stored = b"".join(bytes(row[0]) for row in cursor.fetchall())
    assert b"words.json" not in stored
    assert b"words.json" in b"".join(encrypted_file.read(made))
    keys.destroy(Holder.person(ada.pk))
    keys.cache.clear()
    with pytest.raises(KeyGone):
        b"".join(encrypted_file.read(made))


def test_pieces_cannot_change_places(
    ada_client: Client, ada: Person, couple: Couple, monkeypatch: pytest.MonkeyPatch
) -> None:
    thanks.send_first(couple, by=ada, text="CANARY")
    monkeypatch.setattr(encrypted_file, "PIECE", 256)
    ada_client.post(HOME)
    archive = Archive.objects.get()
    services.make(archive.pk)
    archive.refresh_from_db()
    first, second = ArchivePart.objects.order_by("number")[:2]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE journal_archivepart AS one SET content = other.content FROM journal_archivepart AS other"
            " WHERE one.id = %s AND other.id = %s",
            [first.pk, second.pk],
        )
    with pytest.raises(VaultError):
        b"".join(encrypted_file.read(archive))
    second.delete()
    with pytest.raises((LookupError, VaultError)):
        b"".join(encrypted_file.read(archive))


# -- the page in the archive ------------------------------------------------------------------------------------------


def test_the_page_to_read_loads_nothing_and_runs_nothing(ada_client: Client, ada: Person, couple: Couple) -> None:
    hostile = "</p><script>alert(1)</script><img src=x onerror=alert(1)>"
    checkins.seal(couple, by=ada, on=clock.today(ada), values={"line": hostile, "feelings": [hostile]})
    ada_client.post(HOME)
    services.make(Archive.objects.get().pk)
    page = content(ada_client.post(link(Archive.objects.get()))).read("words.html").decode()
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "<img" not in page
    assert "http://" not in page
    assert "https://" not in page
    assert "default-src 'none'" in page
    assert page.index("Content-Security-Policy") < page.index("<style>")
