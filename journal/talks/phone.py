"""One phone for two: a talk can be handed to the other one, with a cover page on the way there and back.

While it is handed over, no page of that talk shows anything its owner has begun or sealed, also when somebody goes
back: the session says in whose hands the phone is, not the address.
"""

from enum import StrEnum

from couples.access import CoupleRequest
from journal.talks.models import Talk

KEY = "talk_phone"


class Hands(StrEnum):
    OWN = "own"
    TO_THEM = "to-them"  # the cover: give the phone to Sam
    THEIRS = "theirs"
    BACK = "back"  # the cover: give the phone back to Alex


def hands(request: CoupleRequest, talk: Talk) -> Hands:
    said = request.session.get(KEY) or {}
    if request.partner is None or said.get("talk") != str(talk.pk):
        return Hands.OWN
    return Hands(said["hands"])


def hand(request: CoupleRequest, talk: Talk, to: Hands) -> None:
    if to is Hands.OWN:
        request.session.pop(KEY, None)
    else:
        request.session[KEY] = {"talk": str(talk.pk), "hands": to.value}
