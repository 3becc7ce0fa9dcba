"""Against the example of RFC 8291, section 5 and appendix A, whose numbers these are."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from couples.push import encryption

SUBSCRIPTION = {
    "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "auth": "BTBZMqHH6r4Tts7J_aSIgg",
}
OWN = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
PLAIN = b"When I grow up, I want to be a watermelon"
ENCRYPTED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_y"
    "l95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_standard_comes_out_byte_for_byte() -> None:
    own = ec.derive_private_key(int.from_bytes(encryption._bytes(OWN)), ec.SECP256R1())
    theirs, auth = (encryption._bytes(SUBSCRIPTION[name]) for name in ("p256dh", "auth"))
    found = encryption._encrypted(PLAIN, theirs, auth, own, encryption._bytes(SALT))
    assert base64.urlsafe_b64encode(found).decode().rstrip("=") == ENCRYPTED


def test_no_two_are_encrypted_with_the_same_key_or_salt() -> None:
    several = [encryption.encrypted(PLAIN, SUBSCRIPTION) for _ in range(20)]
    assert len({each[:16] for each in several}) == len({each[21:86] for each in several}) == 20


def test_what_fits_no_record_and_keys_that_are_none_are_refused() -> None:
    assert len(encryption.encrypted(bytes(encryption.MOST), SUBSCRIPTION)) == 86 + 4_096
    with pytest.raises(ValueError, match="too long"):
        encryption.encrypted(bytes(encryption.MOST + 1), SUBSCRIPTION)
    for point in ("", "AAAA", SUBSCRIPTION["p256dh"][:-4] + "AAAA"):
        with pytest.raises(ValueError):  # noqa: PT011  in the library's words
            encryption.encrypted(PLAIN, SUBSCRIPTION | {"p256dh": point})
