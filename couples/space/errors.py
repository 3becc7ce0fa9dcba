"""What can stand in the way of inviting or joining, said to the person kindly."""

from django.utils.translation import gettext_lazy as _

from couples.errors import Refused


class SpaceError(Refused):
    """Inviting or joining."""


class InvitingOneself(SpaceError):
    message = _("That is your own address. Write your partner's here.")


class AlreadyPaired(SpaceError):
    message = _("You already share a space with someone. You'd need to leave it first.")


class AlreadyInvited(SpaceError):
    message = _("An invitation to this address is open already. You can copy its link, or take it back.")


class InvitationGone(SpaceError):
    """Used, declined, taken back, expired, for somebody else or never there: all the same to whoever asks (S11)."""

    message = _("This invitation isn't open any more.")
