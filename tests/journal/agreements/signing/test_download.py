"""A signed text can be checked by anybody with a shell, and by whoever runs the server."""

import html
import re
import subprocess
from io import StringIO
from pathlib import Path
from shutil import which
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.agreements import services
from journal.agreements.models import SignedVersion
from journal.agreements.signing.digest import digest
from journal.agreements.signing.download import as_file, signed_line

LINES = ["We stop when either says break.\n-----", "Wir kommen am selben Tag zurück. 🌿"]
SHELLS = [found for name in ("sh", "bash", "dash", "zsh", "ksh") if (found := which(name))]
PAGE = Path(__file__).parents[4] / "docs" / "SIGNED-TEXT.md"


@pytest.fixture
def version(couple: Couple, ada: Person, ben: Person) -> SignedVersion:
    for text in LINES:
        services.add_line(couple, by=ada, text=text, op_id=uuid4())
    sign(couple, ada, "Ada X.")
    return sign(couple, ben, "Ben Y.")


@pytest.fixture
def file(version: SignedVersion, tmp_path: Path) -> Path:
    found = tmp_path / "guidelines-1.txt"
    found.write_bytes(as_file(version, version.signatures.order_by("signed_at")).encode())
    return found


def sign(couple: Couple, by: Person, name: str) -> SignedVersion:
    return services.sign(couple, by=by, name=name, digest=digest(LINES))


def verify(file: Path) -> str:
    out = StringIO()
    call_command("verify", str(file), stdout=out)
    return out.getvalue()


def run(shell: str, script: str, folder: Path) -> str:
    done = subprocess.run([shell, "-c", script], cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout


def printed() -> list[str]:
    """The lines of shell in the document, as they stand there."""
    lines = [line.strip() for line in PAGE.read_text().splitlines() if line.startswith("    ")]
    return [line for line in lines if line.startswith(("sha256sum ", "said=", "found=", "test "))]


def downloaded(client: Client, name: str, folder: Path) -> Path:
    answer = client.get(reverse(f"agreements:{name}", args=[1]))
    file = folder / str(re.search(r'filename="(.+)"', answer["Content-Disposition"])[1])  # type: ignore[index]
    file.write_bytes(answer.content)
    return file


def changed(file: Path, old: str, new: str) -> None:
    before = file.read_bytes()
    assert old.encode() in before
    file.write_bytes(before.replace(old.encode(), new.encode()))


def test_a_file_as_it_came_is_known_here_with_who_signed_and_when(file: Path, version: SignedVersion) -> None:
    said = verify(file)
    assert digest(LINES) in said
    for signature in version.signatures.all():
        assert signed_line(signature) in said
    assert "Ada X." in said
    assert "Ben Y." in said


@pytest.mark.parametrize("shell", SHELLS)
def test_what_the_page_says_to_do_gives_the_fingerprint_on_the_page(
    ada_client: Client, version: SignedVersion, tmp_path: Path, shell: str
) -> None:
    page = ada_client.get(reverse("agreements:version", args=[1])).content.decode()
    fingerprint, script = map(html.unescape, re.findall(r"<code>(.+?)</code>", page)[-2:])
    file = downloaded(ada_client, "version-text", tmp_path)
    assert fingerprint == version.digest == run(shell, script, tmp_path)[:64]
    assert script == printed()[0]
    changed(file, "either", "neither")
    assert run(shell, script, tmp_path)[:64] != fingerprint


@pytest.mark.parametrize("shell", SHELLS)
def test_the_three_lines_of_shell_come_to_the_same(
    ada_client: Client, version: SignedVersion, tmp_path: Path, shell: str
) -> None:
    file = downloaded(ada_client, "version-record", tmp_path)
    script = "\n".join(printed()[1:])
    assert script.count("\n") == 2
    assert run(shell, script, tmp_path) == "The text is as it was.\n"
    assert verify(file)
    changed(file, "either", "neither")
    assert run(shell, script, tmp_path) == ""


@pytest.mark.parametrize("shell", SHELLS)
def test_where_there_is_no_sha256sum_the_other_tool_is_asked(
    ada_client: Client, version: SignedVersion, tmp_path: Path, shell: str
) -> None:
    """As on a Mac. Its tool is played here by the one that is there, under that name."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sed", "cut", "test"):
        (tools / name).symlink_to(str(which(name)))
    (tools / "shasum").write_text(f'#!/bin/sh\ntest "$1 $2" = "-a 256" && shift 2 && exec {which("sha256sum")} "$@"\n')
    (tools / "shasum").chmod(0o755)
    downloaded(ada_client, "version-text", tmp_path)
    downloaded(ada_client, "version-record", tmp_path)
    path = f"PATH={tools}\n"
    assert run(shell, path + printed()[0], tmp_path)[:64] == version.digest
    assert run(shell, path + "\n".join(printed()[1:]), tmp_path) == "The text is as it was.\n"


def test_a_changed_text_is_told(file: Path) -> None:
    changed(file, "either", "neither")
    with pytest.raises(CommandError, match="The text was changed"):
        verify(file)


def test_a_text_changed_together_with_its_digest_was_never_signed(file: Path) -> None:
    changed(file, "1. We", "1. You")
    text = file.read_bytes().split(b"\n-----\n", 1)[1]
    new = subprocess.run(["/usr/bin/sha256sum"], input=text, capture_output=True, check=True).stdout[:64].decode()
    changed(file, digest(LINES), new)
    with pytest.raises(CommandError, match="was signed here"):
        verify(file)


@pytest.mark.parametrize(("old", "new"), [("Ben Y.", "Cem Z."), ("Signed: 2", "Signed: 1")])
def test_another_name_or_another_time_is_not_what_is_held(file: Path, old: str, new: str) -> None:
    changed(file, old, new)
    with pytest.raises(CommandError, match="was signed here"):
        verify(file)


def test_a_file_kept_after_the_first_signature_still_holds(couple: Couple, ada: Person, tmp_path: Path) -> None:
    services.add_line(couple, by=ada, text=LINES[0], op_id=uuid4())
    services.add_line(couple, by=ada, text=LINES[1], op_id=uuid4())
    version = sign(couple, ada, "Ada X.")
    early = tmp_path / "early.txt"
    early.write_bytes(as_file(version, version.signatures.all()).encode())
    assert "Ada X." in verify(early)


def test_a_name_cannot_write_a_field_or_a_separator(couple: Couple, ada: Person, version: SignedVersion) -> None:
    signature = version.signatures.get(person=ada)
    signature.name = "Ada\n-----\nSHA-256: 0"
    assert "\n" not in signed_line(signature)


@pytest.mark.parametrize("content", [b"", b"1. Only the text.\n", b"\xff\xfe\n-----\n", b"Signed: x\n-----\n"])
@pytest.mark.django_db
def test_any_other_file_is_refused(content: bytes, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_bytes(content)
    with pytest.raises(CommandError, match="no signed text"):
        verify(other)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        verify(tmp_path / "none.txt")
