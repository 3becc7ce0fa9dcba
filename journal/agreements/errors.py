"""What can stand in the way of writing or signing guidelines, said to the person kindly."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from couples.errors import Refused


class AgreementError(Refused):
    """Writing or signing."""


class TooLong(AgreementError):
    message = _("A guideline has room for 2,000 characters. These words need a second line, or fewer of them.")


class Empty(AgreementError):
    message = _("Write a few words first, for example “We stop when either of us says break”.")


class TooMany(AgreementError):
    message = _("There is room for 100 lines. Join two of them, or take one away, and this one fits.")


class UnknownBase(AgreementError):
    """Written from words this line never had: merging would be guessing."""

    message = _(
        "We could not tell which words you started from. Copy yours, open the page anew, and put them in again."
    )


class ForeignOperation(AgreementError):
    """An operation's id that already names something else."""

    message = _("This could not be saved here. Copy your words, open the page anew, and put them in again.")


class Forgotten(AgreementError):
    message = _("These words are gone: you both signed without them, more than a month ago.")


class AlreadySettled(AgreementError):
    message = _("These words are settled already. You can still change them.")


class WordsMoved(AgreementError):
    """The words to choose between changed since they were read."""

    message = _("One of these wordings changed a moment ago. Here they are as they are now.")


class NothingToSign(AgreementError):
    message = _("There is nothing to sign yet. Write the first line together.")


class StillAlone(AgreementError):
    message = _("Signing takes two. You can write now, and sign once your partner is here.")


class Unsettled(AgreementError):
    message = _("You both changed one of these lines. Choose its words first, then sign.")


class NotTheirSignature(AgreementError):
    message = _("There is no signature of yours here to take back.")


class NotInForce(AgreementError):
    message = _("A day to look at it again can be chosen once you have both signed.")


class TextMoved(AgreementError):
    """The draft is no longer what was read. `lines` is what it says now."""

    message = _("The words changed while you were reading. Nothing was signed. Here is what changed.")

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__()
        self.lines = lines
