"""What we write straight to bytes reads back, by the standard library's strictest reader, as what we meant."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from hypothesis import example, given, settings
from hypothesis import strategies as st

from couples.outbox.compose import mime

FROM = "Nearer <nearer@localhost>"
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=400)
SUBJECTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=120)


def mail(subject: str, text: str, page: str, **headers: str) -> EmailMultiAlternatives:
    ours = {"Message-ID": "<0e2f4e3a-1111-4222-8333-444455556666@testserver>", "Auto-Submitted": "auto-generated"}
    letter = EmailMultiAlternatives(subject, text, FROM, ["ada@example.org"], headers=ours | headers)
    letter.attach_alternative(page, "text/html")
    return letter


def read(written: bytes | None) -> EmailMessage:
    assert written is not None
    found = message_from_bytes(written, policy=policy.default)
    assert isinstance(found, EmailMessage)
    assert not found.defects
    return found


def body(found: EmailMessage, kind: str) -> str:
    part: Any = found.get_body((kind,))
    assert not part.defects
    return str(part.get_payload(decode=True).decode()).replace("\r\n", "\n")


@settings(max_examples=150)
@given(WORDS, WORDS)
@example(".\n..\n.", "--=_nearer_=")
@example("trailing space \n\ttab\t\n", "=3D=\n=")
@example("é" * 200, "x" * 2_000)
def test_every_word_arrives_on_lines_any_server_takes(text: str, page: str) -> None:
    written = mime.written(mail("A quiet minute", text, page))
    found = read(written)
    assert (body(found, "plain"), body(found, "html")) == (text, page)
    assert written is not None
    assert written.isascii()
    assert all(len(line) <= 998 and b"\r" not in line and b"\n" not in line for line in written.split(b"\r\n"))


@settings(max_examples=150)
@given(SUBJECTS)
@example("Schön, wenn du da bist. " * 8)
@example("=?utf-8?q?not_encoded?=")
def test_every_subject_is_read_as_it_was_meant(subject: str) -> None:
    subject = " ".join(subject.split())
    if subject:
        assert str(read(mime.written(mail(subject, "words", "<p>words</p>")))["Subject"]) == subject


LINKS = st.text("abcXYZ019:/._~%[]-", min_size=1, max_size=300)


@settings(max_examples=150)
@given(st.lists(WORDS, min_size=1, max_size=4), LINKS)
@example(["x" * 75, "y" * 76, "z" * 77], "l" * 75)
@example([". \n", ".\n"], "." * 160)
@example(["ends in a space ", " "], "a")
def test_links_are_put_into_words_that_were_made_ready_before(words: list[str], link: str) -> None:
    ready = mime.Slotted("<the link>".join(words), re.compile("<the (link)>"))
    assert ready.plain({"link": link}) == link.join(words)
    made = mime.Mail(
        "A quiet minute", "not these", FROM, ["ada@example.org"], headers={"Message-ID": "<0e2f@testserver>"}
    )
    made.attach_alternative("nor these", "text/html")
    made.quoted = ready.quoted({"link": link}), ready.quoted({"link": link})
    written = mime.written(made)
    found = read(written)
    assert (body(found, "plain"), body(found, "html")) == (link.join(words), link.join(words))
    assert all(len(line) <= 76 for line in ready.quoted({"link": link}).split(b"\r\n"))


def test_headers_are_those_django_would_write() -> None:
    link = {"List-Unsubscribe": f"<https://nearer.example.org/mail/{'t' * 300}/off/>", "List-Unsubscribe-Post": "x=y"}
    letter = mail("A quiet minute, if you’re free", "Hello\n", "<p>Hello</p>", **link)
    ours, theirs = read(mime.written(letter)), read(letter.message().as_bytes())
    assert {name.lower() for name in ours} == {name.lower() for name in theirs}
    for name in {*ours} - {"Date", "Content-Type"}:
        assert str(ours[name]) == str(theirs[name]).strip()  # Django folds before a long one
    assert ours.get_content_type() == theirs.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in ours.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize(
    "change",
    [
        {"to": ["ada@bücher.example"]},
        {"to": ["ada@example.org", "ben@example.org"]},
        {"to": ["ada@example.org\nBcc: everyone@example.org"]},
        {"cc": ["ben@example.org"]},
        {"subject": "one\nBcc: everyone@example.org"},
        {"extra_headers": {"Message-ID": "<1@testserver>", "X-Other": "1"}},
        {"extra_headers": {"Message-ID": "<1@testserver>\r\nBcc: everyone@example.org"}},
        {"alternatives": []},
    ],
)
def test_what_has_another_shape_is_left_to_django(change: dict[str, Any]) -> None:
    letter = mail("A quiet minute", "Hello\n", "<p>Hello</p>")
    vars(letter).update(change)
    assert mime.written(letter) is None
