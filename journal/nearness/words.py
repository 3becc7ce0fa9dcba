"""Seven words for how close it feels. None of them is a number, on pages or in rows; their order is for the chart."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Nearness(models.TextChoices):
    """From closest to furthest. Rows name them, so a key stays for ever."""

    VERY_CLOSE = "very_close", _("very close")
    CLOSE = "close", _("close")
    CLOSER = "closer", _("a little closer")
    BETWEEN = "between", _("in between")
    APART_A_LITTLE = "apart_a_little", _("a little apart")
    APART = "apart", _("apart")
    FAR = "far", _("far apart")


#: From the furthest up, as the chart draws them: higher is closer.
RISING = tuple(reversed(Nearness.values))
