"""What can stand in the way of inviting or joining, said to the person kindly."""

from django.utils.translation import gettext_lazy as _

from couples.errors import Refused


class SpaceClosed(Exception):
    """One of the two has left since the page was made: nothing is written there any more. `couple_required`
    leads its person to where they are now.
    """


class SpaceError(Refused):
    """Inviting or joining."""


class InvitingOneself(SpaceError):
    message = _("That’s your own address. Enter your partner’s here.")


class MadeUp(SpaceError):
    """Made-up people and real ones never meet (couples/made_up.py)."""

    message = _("You are looking around as someone made up. They can’t invite a real person.")


class AlreadyPaired(SpaceError):
    message = _("You already share a space with someone. You would need to leave it first.")


class AlreadyInvited(SpaceError):
    message = _("You’ve already invited this address. You can copy the link, or cancel the invitation.")


class InvitationGone(SpaceError):
    """Used, declined, taken back, expired, for somebody else or never there: all the same to whoever asks (S11)."""

    message = _("This invitation no longer works.")
