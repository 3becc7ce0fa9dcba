"""Questions to borrow when one would like to hear more. Ours, open, and none of them asks why."""

from django.utils.translation import gettext_lazy as _

FOLLOWUPS = {
    "more": _("Can you tell me more about …?"),
    "like": _("What was that like for you?"),
    "hardest": _("What was the hardest part of it?"),
    "smallest": _("What small thing about it stays with you?"),
    "before": _("What was going on for you just before?"),
    "body": _("Where do you notice it when you talk about it?"),
    "hoped": _("What had you hoped for in that moment?"),
    "helped": _("What would have helped, even a little?"),
    "missed": _("Is there something I have not understood yet?"),
    "name": _("If the feeling had another name as well, what would it be?"),
    "known": _("Do you know this from other times in your life?"),
    "needed": _("What do you need me to know about it?"),
    "stay": _("Which part shall we stay with for a moment?"),
    "wish": _("What do you wish for when you think of next time?"),
    "alone": _("What did you do with it while you were on your own?"),
    "good": _("Was there anything good in it, too?"),
}
