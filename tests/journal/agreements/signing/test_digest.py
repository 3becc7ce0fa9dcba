import hashlib
import subprocess
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from journal.agreements.signing.digest import canonical, digest

LINES = st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20), max_size=5)


def test_the_text_is_what_sha256sum_reads(tmp_path: Path) -> None:
    lines = ["We stop when either says “break”.", "We come back\nthe same day."]
    file = tmp_path / "signed.txt"
    file.write_text(canonical(lines), encoding="utf-8")
    assert file.read_text() == "1. We stop when either says “break”.\n2. We come back\n    the same day.\n"
    printed = subprocess.run(["sha256sum", file], check=True, capture_output=True, text=True).stdout  # noqa: S607
    assert printed.split()[0] == digest(lines)


@given(LINES, LINES)
def test_different_guidelines_never_share_a_text(one: list[str], other: list[str]) -> None:
    from couples.characters import tidy  # noqa: PLC0415

    same = [tidy(line) for line in one] == [tidy(line) for line in other]
    assert (canonical(one) == canonical(other)) == same


def test_composed_and_decomposed_letters_sign_the_same() -> None:
    assert digest(["cafe\u0301"]) == digest(["caf\u00e9"])
    assert digest([]) == hashlib.sha256(b"").hexdigest()
