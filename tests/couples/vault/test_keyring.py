import base64
import os

import pytest
from pytest_django import Settings

from couples.vault import keyring
from couples.vault.checks import key_is_there
from couples.vault.errors import KeyUnavailable, Tampered


def written(key_id: str, secret: bytes | None = None) -> str:
    return f"{key_id}:{base64.b64encode(secret or os.urandom(32)).decode()}"


def test_the_newest_key_comes_first() -> None:
    assert [key.id for key in keyring.parse(f"{written('k2')}, {written('k1')}")] == ["k2", "k1"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "missing"),
        (" , ", "missing"),
        ("no-colon-here", "id:base64"),
        (":" + "A" * 44, "id:base64"),
        (written("k" * 33), "id:base64"),
        ("k1:not base64!", "not base64"),
        ("k1:schlüssel", "not base64"),
        (written("k1", os.urandom(31)), "32 bytes"),
        (written("k1", os.urandom(33)), "32 bytes"),
        (written("k1", bytes(32)), "not random"),
        (written("k1") + "," + written("k1"), "twice"),
    ],
    ids=range(11),  # the keys are random, and parallel processes must call each test the same
)
def test_a_key_that_would_not_protect_is_refused_in_plain_words(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        keyring.parse(text)


def test_no_message_and_no_repr_shows_a_secret() -> None:
    secret = os.urandom(31)
    with pytest.raises(ValueError, match="k1") as raised:
        keyring.parse(written("k1", secret))
    assert base64.b64encode(secret).decode() not in str(raised.value)
    [key] = keyring.parse(written("k1"))
    assert repr(key) == "KeyEncryptionKey(id='k1')"


def test_start_up_says_what_is_wrong_with_the_key(settings: Settings) -> None:  # S22
    assert key_is_there(None) == []
    settings.NEARER_KEY = "k1:AAAA"
    [error] = key_is_there(None)
    assert error.id == "vault.E001"
    assert "32 bytes" in error.msg


def test_the_newest_key_wraps_and_an_older_one_still_opens(settings: Settings) -> None:
    old, new = written("old"), written("new")
    settings.NEARER_KEY = old
    kek_id, wrapped = keyring.wrap(b"k" * 32, address=b"here")
    settings.NEARER_KEY = f"{new},{old}"
    assert kek_id == "old"
    assert keyring.unwrap(wrapped, kek_id=kek_id, address=b"here") == b"k" * 32
    assert keyring.wrap(b"k" * 32, address=b"here")[0] == "new"


def test_a_key_that_is_no_longer_configured_is_named(settings: Settings) -> None:
    settings.NEARER_KEY = written("old")
    kek_id, wrapped = keyring.wrap(b"k" * 32, address=b"here")
    settings.NEARER_KEY = written("new")
    with pytest.raises(KeyUnavailable, match="'old'"):
        keyring.unwrap(wrapped, kek_id=kek_id, address=b"here")


def test_another_key_under_the_same_name_opens_nothing(settings: Settings) -> None:
    settings.NEARER_KEY = written("k1")
    _, wrapped = keyring.wrap(b"k" * 32, address=b"here")
    settings.NEARER_KEY = written("k1")
    with pytest.raises(Tampered):
        keyring.unwrap(wrapped, kek_id="k1", address=b"here")


@pytest.mark.parametrize("change", ["address", "bytes", "length"])
def test_a_wrapped_key_opens_only_unchanged_and_for_its_holder(change: str) -> None:
    kek_id, wrapped = keyring.wrap(b"k" * 32, address=b"ada")
    wrapped = {"address": wrapped, "bytes": wrapped[:-1] + bytes([wrapped[-1] ^ 1]), "length": wrapped[:5]}[change]
    with pytest.raises(Tampered):
        keyring.unwrap(wrapped, kek_id=kek_id, address=b"ben" if change == "address" else b"ada")
