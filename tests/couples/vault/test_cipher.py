import random
from uuid import UUID, uuid4

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from couples.vault.cipher import STEP, bind, decrypt, encrypt, key_id_of
from couples.vault.errors import Tampered

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
KEY_ID = UUID(int=7)
ADDRESS = bind("table", "column", "row", "couple")
OVERHEAD = 1 + 16 + 12 + 16


def encrypted(plain: bytes, address: bytes = ADDRESS) -> bytes:
    return encrypt(plain, key=KEY, key_id=KEY_ID, address=address)


@given(st.binary(max_size=3 * STEP))
@example(b"")
@example(b"\x80")
@example(b"\x00" * STEP)
@example(b"\x80\x00\x00")
def test_what_is_encrypted_opens_to_the_same_bytes(plain: bytes) -> None:
    assert decrypt(encrypted(plain), key=KEY, address=ADDRESS) == plain


def test_the_same_words_are_never_encrypted_to_the_same_bytes() -> None:
    assert len({encrypted(b"the same") for _ in range(100)}) == 100


def test_the_key_id_can_be_read_without_opening() -> None:
    assert key_id_of(encrypted(b"words")) == KEY_ID


@given(st.integers(0, 5 * STEP))
@example(STEP - 1)
@example(STEP)
def test_a_length_shows_only_its_step(length: int) -> None:  # K3
    assert len(encrypted(bytes(length))) == OVERHEAD + (length // STEP + 1) * STEP


@given(st.binary(max_size=300), st.data())
def test_any_changed_bit_raises(plain: bytes, data: st.DataObject) -> None:
    value = bytearray(encrypted(plain))
    bit = data.draw(st.integers(0, len(value) * 8 - 1))
    value[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Tampered):
        decrypt(bytes(value), key=KEY, address=ADDRESS)


@given(st.integers(0, OVERHEAD + STEP - 1))
def test_any_shortened_value_raises(length: int) -> None:
    with pytest.raises(Tampered):
        decrypt(encrypted(b"words")[:length], key=KEY, address=ADDRESS)


@pytest.mark.parametrize("junk", [b"", b"plain text", b"\x01", bytes(500)])
def test_what_was_never_encrypted_raises_and_is_not_handed_back(junk: bytes) -> None:
    with pytest.raises(Tampered):
        decrypt(junk, key=KEY, address=ADDRESS)
    with pytest.raises(Tampered):
        key_id_of(junk)


def test_the_wrong_key_raises() -> None:
    with pytest.raises(Tampered):
        decrypt(encrypted(b"words"), key=OTHER_KEY, address=ADDRESS)


def test_another_key_id_under_the_same_key_raises() -> None:
    value = encrypted(b"words")
    with pytest.raises(Tampered):
        decrypt(value[:1] + uuid4().bytes + value[17:], key=KEY, address=ADDRESS)


@given(st.lists(st.text(max_size=8), max_size=5), st.lists(st.text(max_size=8), max_size=5))
@example(["ab", "c"], ["a", "bc"])
@example(["a", ""], ["a"])
def test_no_two_addresses_are_the_same_bytes(one: list[str], other: list[str]) -> None:
    assume(one != other)
    assert bind(*one) != bind(*other)


def test_no_error_carries_what_was_encrypted() -> None:
    value = encrypted(b"canary")
    with pytest.raises(Tampered) as raised:
        decrypt(value[:-1] + bytes([value[-1] ^ 1]), key=KEY, address=ADDRESS)
    assert raised.value.args == ()
    assert raised.value.__cause__ is None


def test_three_thousand_moves_and_flips_raise() -> None:
    """Row 15 of the matrix, on bytes alone; test_fields has it on rows."""
    dice = random.Random(15)
    parts = ["table", "column", "row", "couple"]
    raised = 0
    for _ in range(3000):
        value, address = bytearray(encrypted(b"words")), list(parts)
        if dice.random() < 0.5:
            value[dice.randrange(len(value))] ^= 1 << dice.randrange(8)
        else:
            address[dice.randrange(4)] += "!"
        try:
            decrypt(bytes(value), key=KEY, address=bind(*address))
        except Tampered:
            raised += 1
    assert raised == 3000
    assert decrypt(encrypted(b"words"), key=KEY, address=bind(*parts)) == b"words"  # left alone, it opens
