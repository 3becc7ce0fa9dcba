"""Agreeing that Nearer keeps what somebody writes (G1).

What people write here is mostly of the kind the law guards most (GDPR, article 9): health, sex life, belief. Keeping it
takes a yes that is said, not one that is read out of something else they did. So there is no box that is ticked
beforehand, no “by going on you agree”, and no wall of terms:

- The whole text stands right above one button, and the button says “I agree”. Pressing it is the statement. A box to
  tick before the button would be a second tap and say nothing more, and people learn to tick boxes unread.
- That button asks for this yes and for nothing else. It begins the space, or joins it, and what a space does is to keep
  what the two write. There are no terms beside it, no news by mail, and no one but the two to give anything to.
- “No” stands beside it, looks no smaller, and takes one press as well. What follows from it is said plainly.
- The button sends the version of the text it stood under. A page that is older than the text agrees to nothing.

Whoever joins presses before they have an account. What they pressed waits with the rest of what they told us, and is
theirs once the mailed code has shown that it was they.

Taking it back is erasing (couples/erasing): to keep words without a yes is what must not be. It asks who somebody is,
since it ends everything of theirs, and leaves seven days in which they can think again. Until then the yes stands.
A new yes takes the place of the older one: nothing is kept by the older any more.
"""

from couples import clock
from couples.accounts.models import Person


def agree(person: Person, *, version: int) -> None:
    """To the text of this version; 0: they were not asked. Agreeing twice is agreeing once: the first instant stays."""
    if version:
        Person.objects.filter(pk=person.pk, agreed_to__lt=version).update(agreed_to=version, agreed_at=clock.now())
