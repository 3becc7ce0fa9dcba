"""Who looks at an invitation, and so what its page may offer them."""

from enum import StrEnum

from django.http import HttpRequest

from couples.accounts.models import Person
from couples.space.models import Invitation, Membership


class Reader(StrEnum):
    """Nobody is offered what would be refused."""

    NEW = "new"  # not signed in
    INVITED = "invited"  # signed in with the address it is for
    BEGUN = "begun"  # the same, and they have begun a space of their own
    PAIRED = "paired"  # already shares a space with somebody
    OTHER = "other"  # signed in with another address
    INVITER = "inviter"  # wrote it, and looks at what the other will see


def reader(request: HttpRequest, invitation: Invitation) -> Reader:
    person = request.user
    if not isinstance(person, Person):
        return Reader.NEW
    if person.pk == invitation.invited_by_id:
        return Reader.INVITER
    own = Membership.objects.current().filter(person=person).values("couple_id")
    members = Membership.objects.current().filter(couple_id__in=own).count()
    if members > 1:
        return Reader.PAIRED
    if person.email != invitation.email:
        return Reader.OTHER
    return Reader.BEGUN if members else Reader.INVITED
