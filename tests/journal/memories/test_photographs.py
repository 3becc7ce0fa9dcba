"""A photograph: made anew without anything beside its points, as much its author's or both's as its memory is."""

import io
import json
import subprocess
import sys
import zipfile
from base64 import b64encode
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from couples.accounts.models import Person
from couples.erasing import ledger, replay
from couples.erasing.models import LedgerLine, What
from couples.space.leaving import services as leaving
from couples.space.models import Couple
from couples.vault import keys
from couples.vault.cipher import key_id_of
from couples.vault.holders import Holder
from journal.erasing import services as erasing
from journal.export import book, html_file, json_file, making
from journal.export.encrypted_file import read
from journal.export.models import Archive
from journal.export.records import Reader, pictures
from journal.memories import decoder, reencoding, services
from journal.memories.models import Memory, Photograph
from journal.memories.reencoding import NoPicture, NotWhole, Photo, TooManyBytes, TooManyPoints, reencoded
from tests.journal.memories.photos import HEIC, SAID, a_photo, from_a_camera, halves, png_that_says, written
from tests.page_ids import page_id
from tests.pages import words_of

SAVING = reverse("memories:saving")
SUPPER = {"text": "Supper on the floor", "year": "2019", "month": "06", "day": "03"}


def made(sent: bytes) -> Photo:
    """As the process makes it, here."""
    whole, small, (width, height) = decoder.anew(io.BytesIO(sent))
    return Photo(whole, small, width, height)


def opened(jpeg: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(jpeg), formats=["JPEG"])
    picture.load()
    return picture


def colours(picture: Image.Image) -> tuple[str, str]:
    """At its left and its right edge."""
    found = [picture.convert("RGB").getpixel((x, picture.height // 2)) for x in (2, picture.width - 3)]
    return tuple("red" if each[0] > each[2] else "blue" for each in found)  # type: ignore[return-value, index]


# -- made anew --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIC"])
def test_each_of_four_kinds_is_read(kind: str) -> None:
    photo = made(HEIC if kind == "HEIC" else written(halves(), kind))
    for jpeg in (photo.whole, photo.small):
        assert opened(jpeg).size == (photo.width, photo.height) == (64, 48)
        assert colours(opened(jpeg)) == ("blue", "red")


def test_nothing_that_a_camera_said_goes_on() -> None:
    sent = from_a_camera()
    assert sent.count(SAID.encode()) >= 4
    photo = made(sent)
    for jpeg in (photo.whole, photo.small):
        assert SAID.encode() not in jpeg
        markers = {jpeg[at + 1] for at in range(len(jpeg) - 1) if jpeg[at] == 0xFF and 0xE1 <= jpeg[at + 1] <= 0xFE}
        assert markers == set()  # neither APP1 (EXIF, XMP) to APP15 nor COM
        assert opened(jpeg).info.keys() <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "progressive",
            "progression",
        }
    assert b"CANARYCAM" in HEIC
    assert b"CANARYCAM" not in made(HEIC).whole


@pytest.mark.parametrize(
    ("orientation", "size", "seen"), [(1, (64, 48), ("blue", "red")), (3, (64, 48), ("red", "blue"))]
)
def test_what_a_camera_turned_is_upright(orientation: int, size: tuple[int, int], seen: tuple[str, str]) -> None:
    photo = made(from_a_camera(orientation=orientation))
    assert ((photo.width, photo.height), colours(opened(photo.whole))) == (size, seen)
    assert (made(from_a_camera(orientation=6)).width, photo.width) == (48, 64)


def test_a_large_one_is_made_to_fit() -> None:
    noise = Image.effect_noise((2600, 2100), 90).convert("RGB")
    photo = made(written(noise, "JPEG", quality=95))
    assert len(photo.whole) <= decoder.LARGEST
    assert len(photo.small) <= decoder.SMALL_LARGEST
    assert max(photo.width, photo.height) <= decoder.SIDE
    assert max(opened(photo.small).size) <= decoder.SMALL_SIDE


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_it_is_read_in_whatever_way_its_points_are_kept(mode: str) -> None:
    sent = halves().convert("L").convert("I;16") if mode == "I;16" else halves().convert(mode)
    photo = made(written(sent, "JPEG" if mode == "CMYK" else "PNG"))
    assert (photo.width, photo.height) == (64, 48)


def test_what_can_be_seen_through_lies_on_white_and_colours_of_its_own_are_kept() -> None:
    through = made(written(Image.new("RGBA", (9, 9), (0, 0, 0, 0)), "PNG"))
    assert opened(through.whole).getpixel((4, 4)) == (255, 255, 255)
    broken = made(written(halves(), "PNG", icc_profile=b"none of ours"))
    assert colours(opened(broken.whole)) == ("blue", "red")


def test_of_an_animation_it_is_the_first_picture() -> None:
    frames: dict[str, Any] = {"save_all": True, "append_images": [Image.new("RGB", (64, 48), "white")]}
    for kind in ("WEBP", "PNG"):
        assert colours(opened(made(written(halves(), kind, **frames)).whole)) == ("blue", "red")


BAD = {
    "words": (b"Supper on the floor", NoPicture),
    "a drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', NoPicture),
    "a GIF": (written(halves(), "GIF"), NoPicture),
    "a bomb": (png_that_says(50_000, 50_000), TooManyPoints),
    "half of one": (from_a_camera((640, 480))[:3000], NotWhole),
    "a PNG without its points": (png_that_says(400, 300), NotWhole),
    "half a HEIC": (HEIC[:400], NoPicture),
    "30 MB": (written(halves(), "PNG") + bytes(30 * 1024**2), TooManyBytes),
}


def test_whoever_reads_it_has_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    run = subprocess.run

    def asked(command: list[str], **how: Any) -> Any:
        told.append((command, how))
        return run(command, **how)

    monkeypatch.setattr(subprocess, "run", asked)
    assert reencoded(written(halves(), "PNG")).width == 64
    ((command, how),) = told
    assert command == [sys.executable, "-I", str(reencoding.PROGRAM)]
    assert (how["env"], how["cwd"]) == ({}, "/")


@pytest.mark.parametrize(
    ("tries", "error"),
    [
        ("bytearray(2 * 1024 ** 3)", b"MemoryError"),
        ("open('/etc/hostname')", b"Too many open files"),
        ("__import__('subprocess').run(['true'])", b"Too many open files"),
    ],
)
def test_whoever_reads_it_has_little_memory_and_opens_nothing(tries: str, error: bytes) -> None:
    limited = f"import runpy, sys; runpy.run_path(sys.argv[1])['limit_oneself'](); {tries}"
    command = [sys.executable, "-I", "-c", limited, str(reencoding.PROGRAM)]
    done = subprocess.run(command, capture_output=True, env={}, timeout=30, check=False)
    assert done.returncode
    assert error in done.stderr


def test_one_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reencoding, "SECONDS", 0.01)
    with pytest.raises(TooManyPoints):
        reencoded(written(halves(), "PNG"))


# -- with its memory --------------------------------------------------------------------------------------------------

db = pytest.mark.django_db


def at(name: str, memory: Memory) -> str:
    return reverse(f"memories:{name}", args=[memory.pk])


def saved(couple: Couple, by: Person, **said: str) -> Memory:
    return services.save(couple, by=by, id=page_id(by), words=SUPPER | said, photo=a_photo())


def file(sent: bytes, name: str = "IMG_0001.JPG") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, sent, content_type="image/jpeg")


@db
def test_it_comes_with_the_words_and_both_see_it(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    id = page_id(ada)
    for _twice in range(2):
        sent = SUPPER | {"id": str(id), "alt": "Two cups", "photograph": file(from_a_camera())}
        assert ada_client.post(SAVING, sent).status_code == 303
    memory = Memory.objects.get()
    assert Photograph.objects.count() == 1
    for client in (ada_client, ben_client):
        for page in (reverse("story:story"), reverse("memories:home")):
            shown = words_of(client.get(page))
            assert f'src="{at("small", memory)}"' in shown
            assert 'width="64" height="48" alt="Two cups" loading="lazy"' in shown
        assert f'src="{at("photograph", memory)}"' in words_of(client.get(at("memory", memory)))
        for name in ("photograph", "small"):
            answer = client.get(at(name, memory))
            assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
            assert answer["Cache-Control"] == "no-store"
            assert "img-src 'self'" in answer["Content-Security-Policy"]
            assert opened(answer.content).size == (64, 48)


@db
@pytest.mark.parametrize("name", BAD)
def test_the_page_says_beside_the_field_what_is_wrong_and_keeps_the_words(
    name: str, couple: Couple, ada: Person, ada_client: Client
) -> None:
    sent, why = BAD[name]
    answer = ada_client.post(SAVING, SUPPER | {"id": str(page_id(ada)), "photograph": file(sent)})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"photograph": [str(why.message)]}
    assert "Supper on the floor" in words_of(answer)
    assert not Memory.objects.exists()


@db
def test_what_is_wrong_with_the_words_has_it_chosen_once_more(couple: Couple, ada: Person, ada_client: Client) -> None:
    sent = SUPPER | {"id": str(page_id(ada)), "year": "", "photograph": file(from_a_camera())}
    answer = ada_client.post(SAVING, sent)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"year", "photograph"}
    assert "Choose the photograph once more" in words_of(answer)
    assert not Photograph.objects.exists()


@db
def test_only_whoever_may_read_the_memory_sees_it(
    couple: Couple, ada: Person, ben: Person, ada_client: Client, ben_client: Client, stranger_client: Client,
    client: Client,
) -> None:  # fmt: skip
    memory = saved(couple, ada)
    draft = services.keep_draft(couple, by=ada, id=page_id(ada), words=SUPPER, photo=a_photo())
    for name in ("photograph", "small"):
        seen = [each.get(at(name, memory)).status_code for each in (ada_client, ben_client, stranger_client, client)]
        assert seen == [200, 200, 404, 303]
        assert [each.get(at(name, draft)).status_code for each in (ada_client, ben_client)] == [200, 404]
    leaving.leave(couple, by=ben)
    assert [each.get(at("small", memory)).status_code for each in (ada_client, ben_client)] == [200, 200]
    assert [each.get(at("small", draft)).status_code for each in (ada_client, ben_client)] == [200, 404]
    kept = reverse("kept:words", args=[couple.pk, "memories", "memory"])
    assert at("small", memory) in words_of(ben_client.get(kept))
    assert at("small", draft) not in words_of(ben_client.get(kept))


@db
def test_it_is_encrypted_for_whoever_may_read_it(couple: Couple, ada: Person) -> None:
    def key_of_it() -> object:
        held = Photograph.objects.values_list("whole", "small").get()
        assert len({key_id_of(each) for each in held}) == 1
        return key_id_of(held[0])

    id = page_id(ada)
    services.keep_draft(couple, by=ada, id=id, words=SUPPER, photo=a_photo())
    assert key_of_it() == keys.key_for(Holder.person(ada.pk))[0]
    services.save(couple, by=ada, id=id, words=SUPPER)
    assert key_of_it() == keys.key_for(Holder.couple(couple.pk))[0]
    assert Photograph.objects.get().whole == a_photo().whole


@db
def test_another_takes_its_place_and_its_author_removes_it(
    couple: Couple, ada: Person, ada_client: Client, ben_client: Client
) -> None:
    memory = saved(couple, ada)
    sent = SUPPER | {"id": str(memory.pk), "text": "Soup", "photograph": file(from_a_camera((30, 40)))}
    assert ada_client.post(SAVING, sent).status_code == 303
    assert Photograph.objects.get().height == 40
    assert ben_client.post(at("photograph-removal", memory)).status_code == 404
    for _twice in range(2):
        assert ada_client.post(at("photograph-removal", memory)).status_code == 303
    assert not Photograph.objects.exists()
    assert "<img" not in words_of(ben_client.get(at("memory", memory)))


@db
def test_no_backup_brings_a_removed_one_back(settings: Any, tmp_path: Any, couple: Couple, ada: Person) -> None:
    settings.NEARER_LEDGER = str(tmp_path / "erasures.jsonl")
    memory = saved(couple, ada)
    before = Photograph.objects.get()
    services.remove_photograph(memory)
    services.remove_photograph(memory)
    ledger.note()
    # As it was before.
    LedgerLine.objects.all().delete()
    before.save(force_insert=True)
    assert [(line.what, line.of) for line in replay.replay()] == [(What.ROW, before.pk)]
    assert not Photograph.objects.exists()
    assert Memory.objects.get().text == SUPPER["text"]


@db
def test_erased_with_its_memory_and_back_with_it(couple: Couple, ada: Person, ada_client: Client) -> None:
    for given in (services.save, services.keep_draft):
        memory = given(couple, by=ada, id=page_id(ada), words=SUPPER, photo=a_photo())
        just = erasing.erase(couple, by=ada, practice="memories", kind="memory", id=memory.pk)
        assert not Photograph.objects.filter(memory=memory.pk).exists()
        assert ada_client.get(at("photograph", memory)).status_code == 404
        erasing.undo(just)
        assert Photograph.objects.get(memory=memory.pk).whole == a_photo().whole


@db
def test_it_goes_with_a_draft_that_is_thrown_away(couple: Couple, ada: Person, ada_client: Client) -> None:
    draft = services.keep_draft(couple, by=ada, id=page_id(ada), words=SUPPER, photo=a_photo())
    assert ada_client.post(at("removal", draft)).status_code == 303
    assert not Photograph.objects.exists()


@db
def test_no_list_brings_it_along(
    couple: Couple, ada: Person, ada_client: Client, django_assert_num_queries: Any
) -> None:
    saved(couple, ada)
    (memory,) = Memory.objects.with_photographs()
    with django_assert_num_queries(0):
        assert memory.shown
        assert not {"whole", "small"} & memory.shown.__dict__.keys()


@db
def test_it_is_taken_along_in_each_form(couple: Couple, ada: Person, ben: Person) -> None:
    photo = reencoded(from_a_camera())
    memory = services.save(couple, by=ada, id=page_id(ada), words=SUPPER | {"alt": "Two cups"}, photo=photo)
    services.keep_draft(couple, by=ada, id=page_id(ada), words=SUPPER, photo=photo)
    for person, many in ((ada, 2), (ben, 1)):
        reader = Reader.of(couple, person)
        assert len(list(pictures(reader))) == many
        found = json.loads("".join(json_file.write(reader)))["records"]
        (said,) = [each for each in found if each["id"] == str(memory.pk)]
        assert said["data"]["photograph"] == f"photographs/{memory.pk}.jpg"
        page = "".join(html_file.write(reader))
        assert page.count(f"data:image/jpeg;base64,{b64encode(photo.small).decode()}") == many
        assert 'alt="Two cups"' in page
        ((_name, volume),) = book.volumes(reader)
        assert volume.count(b"/Subtype /Image") == 1  # the same picture is there once


@db
def test_the_archive_has_each_as_a_file(couple: Couple, ada: Person) -> None:
    memory = saved(couple, ada)
    archive = Archive.objects.create(couple=couple, person=ada, session_key="s")
    archive.size = making.make(archive, lambda _done, _total: None)
    with zipfile.ZipFile(io.BytesIO(b"".join(read(archive)))) as made:
        assert made.read(f"photographs/{memory.pk}.jpg") == a_photo().whole
