"""What a push service's answer means: every status of RFC 8030 (5, 7.3, 8.4) and RFC 8292 (4.2), and what Google's,
Mozilla's, Apple's and Microsoft's services answer besides.
"""

from enum import Enum

#: Of the keys in a browser's address: it was made for another key than ours, or our signature is not believed.
_NOT_OURS = {401, 403}
_GONE = {404, 410}
#: 406 is Microsoft's word for too many at once.
_FOR_NOW = {406, 408, 425, 429}


class Meaning(Enum):
    #: 200, 201 and 202 alike: Apple's says 201, Google's once said 200, and 202 asks for a receipt we do not want.
    TAKEN = "taken"
    #: The browser has left, or the address was never one: the device is forgotten.
    GONE = "gone"
    #: Busy, or broken on their side: tried again, when they say so.
    LATER = "later"
    #: Another VAPID key, or a clock or address of ours that is wrong: this one has failed, and it is ours to mend.
    NOT_OURS = "not ours"
    #: 400 (Apple's answer to another key), 413, a redirect we do not follow, and whatever else: this one has failed.
    REFUSED = "refused"


def meaning(status: int) -> Meaning:
    if 200 <= status < 300:
        return Meaning.TAKEN
    if status in _GONE:
        return Meaning.GONE
    if status in _NOT_OURS:
        return Meaning.NOT_OURS
    return Meaning.LATER if status in _FOR_NOW or status >= 500 else Meaning.REFUSED
