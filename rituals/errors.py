"""What can be wrong with skipping, moving or putting off one occurrence, in words for whoever asked."""

from django.utils.translation import gettext_lazy as _

from couples.errors import Refused


class OccurrenceError(Refused):
    """Skipping, moving or putting off."""


class NoSuchOccurrence(OccurrenceError):
    message = _("It does not fall on that day any more. The next times are shown below.")


class NotAhead(OccurrenceError):
    message = _("That moment is over, or does not exist on that day’s clock. Choose one that is still ahead.")


class AlreadyThen(OccurrenceError):
    message = _("It already happens at that moment. Choose another, or skip this one.")


class NothingToPutOff(OccurrenceError):
    message = _("There is nothing to put off there any more. The next one comes by itself.")
