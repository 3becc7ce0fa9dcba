"""A signed text can be checked by anybody with a shell, and by whoever runs the server."""

import subprocess
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from couples.accounts.models import Person
from couples.space.models import Couple
from journal.agreements import services
from journal.agreements.digest import digest
from journal.agreements.download import as_file, signed_line
from journal.agreements.models import SignedVersion

LINES = ["We stop when either says break.\n-----", "Wir kommen am selben Tag zurück. 🌿"]
PAGE = Path(__file__).parents[3] / "docs" / "SIGNED-TEXT.md"


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
    return services.sign(services.agreement_of(couple), by=by, name=name, digest=digest(LINES))


def verify(file: Path) -> str:
    out = StringIO()
    call_command("verify", str(file), stdout=out)
    return out.getvalue()


def shell(file: Path) -> str:
    """What the three lines in the page say, run as they are printed there."""
    printed = [line.strip() for line in PAGE.read_text().splitlines()]
    script = [line for line in printed if line.startswith(("said=", "found=", "test "))]
    assert len(script) == 3
    done = subprocess.run(
        ["/bin/sh", "-c", "\n".join(script)], cwd=file.parent, capture_output=True, text=True, check=False
    )
    return done.stdout


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


def test_the_three_lines_of_shell_come_to_the_same(file: Path) -> None:
    assert shell(file) == "The text is as it was.\n"
    changed(file, "either", "neither")
    assert shell(file) == ""


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
