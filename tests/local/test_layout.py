from pathlib import Path

from config.local.layout import long_lines


def test_a_template_line_too_wide_is_named_with_its_file_and_line(tmp_path: Path) -> None:
    mail = tmp_path / "templates" / "mail"
    mail.mkdir(parents=True)
    (mail / "nudge.txt").write_text("short\n" + "é" * 120 + "\n" + "x" * 121 + "\n", encoding="utf-8")
    assert list(long_lines(tmp_path / "templates")) == [
        "templates/mail/nudge.txt:3: 121 characters; a template's line has at most 120"
    ]


def test_no_template_of_ours_has_one() -> None:
    assert list(long_lines()) == []
