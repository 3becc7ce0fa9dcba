"""What can stand in the way of a break, or a break in the way of something else."""

from django.utils.translation import gettext_lazy as _

from couples.errors import Refused


class BreakError(Refused):
    pass


class OnABreak(BreakError):
    """Of a talk that is under way: nothing is said in it before both are back. What was typed stays a draft."""

    message = _("You’re on a break. Your words are safe here until you’re both back.")


class NobodyToReturnTo(BreakError):
    message = _("A break is for two. Your partner hasn’t joined yet.")


class NotInADay(BreakError):
    message = _("Choose a time within a day from now.")


class MovedOn(BreakError):
    """Somebody did something about this break since the page was made. The page shows where it stands now."""

    message = _("Something has changed since you opened this page. This is where it is now.")
