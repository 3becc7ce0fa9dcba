"""What can be wrong with skipping, moving or putting off one occurrence, in words for whoever asked."""

from django.utils.translation import gettext_lazy as _

from couples.errors import Refused


class OccurrenceError(Refused):
    """Skipping, moving or putting off."""


class NoSuchOccurrence(OccurrenceError):
    message = _("It’s no longer on that day. What’s coming up is below.")


class NotAhead(OccurrenceError):
    message = _("That time has passed, or doesn’t exist that day because the clocks change. Choose another one.")


class AlreadyThen(OccurrenceError):
    message = _("There’s already one at that time. Choose another, or skip this one.")


class NothingToPutOff(OccurrenceError):
    message = _("There’s nothing to put off any more. The next one will come.")
