"""What can stand in the way of writing or signing guidelines, said to the person kindly."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from couples.errors import Refused


class AgreementError(Refused):
    """Writing or signing."""


class TooLong(AgreementError):
    message = _("A guideline can have up to 2,000 characters. Shorten it, or split it in two.")


class Empty(AgreementError):
    message = _("Write a few words first, for example “We stop when either of us says break”.")


class TooMany(AgreementError):
    message = _("There’s room for 100 guidelines. Combine two, or remove one, to make room.")


class UnknownBase(AgreementError):
    """Written from words this line never had: merging would be guessing."""

    message = _(
        "We couldn’t tell which version you started from. Copy your words, reload the page and paste them in again."
    )


class ForeignOperation(AgreementError):
    """An operation's id that already names something else."""

    message = _("We couldn’t save this. Copy your words, reload the page and paste them in again.")


class Forgotten(AgreementError):
    message = _("These words are gone. You both signed a version without them more than a month ago.")


class AlreadySettled(AgreementError):
    message = _("You’ve already chosen these words. You can still change them.")


class WordsMoved(AgreementError):
    """The words to choose between changed since they were read."""

    message = _("One of these has just changed. Here is how they look now.")


class NothingToSign(AgreementError):
    message = _("There’s nothing to sign yet. Write the first guideline together.")


class StillAlone(AgreementError):
    message = _("Signing takes two. You can write now, and sign once your partner has joined.")


class Unsettled(AgreementError):
    message = _("You both changed one of these. Choose which words to keep, then sign.")


class NotTheirSignature(AgreementError):
    message = _("There is no signature of yours here to take back.")


class NotInForce(AgreementError):
    message = _("You can choose a day to look at it again once you have both signed.")


class TextMoved(AgreementError):
    """The draft is no longer what was read. `lines` is what it says now."""

    message = _("The words changed while you were reading. Nothing was signed. Here is what changed.")

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__()
        self.lines = lines
