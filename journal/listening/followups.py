"""Questions to borrow when one would like to hear more. Ours, open, and none of them asks why."""

from django.utils.translation import gettext_lazy as _

FOLLOWUPS = {
    "more": _("Can you tell me more about …?"),
    "like": _("What was that like for you?"),
    "hardest": _("What was the hardest part of it?"),
    "smallest": _("Which part of it has stayed with you?"),
    "before": _("What was going on for you just before?"),
    "body": _("How does it feel to talk about it now?"),
    "hoped": _("What were you hoping for at that moment?"),
    "helped": _("What would have helped, even a little?"),
    "missed": _("What am I still missing?"),
    "name": _("What other feeling is in it?"),
    "known": _("When else have you felt like this?"),
    "needed": _("What would you most like me to understand?"),
    "stay": _("Which part matters most to you right now?"),
    "wish": _("How would you like it to go next time?"),
    "alone": _("How did you get through it on your own?"),
    "good": _("What, if anything, was good about it?"),
}
