"""What somebody reads when a pause has ended. A fact, in words; never a count against anybody."""

from django.utils.translation import gettext as _


def back_after(days: int) -> str:
    """`days` of quiet, at least fourteen."""
    weeks = {
        2: _("Back after two weeks."),
        3: _("Back after three weeks."),
        4: _("Back after four weeks."),
        5: _("Back after five weeks."),
        6: _("Back after six weeks."),
        7: _("Back after seven weeks."),
    }
    months = {
        2: _("Back after two months."),
        3: _("Back after three months."),
        4: _("Back after four months."),
        5: _("Back after five months."),
        6: _("Back after six months."),
        7: _("Back after seven months."),
        8: _("Back after eight months."),
        9: _("Back after nine months."),
        10: _("Back after ten months."),
        11: _("Back after eleven months."),
    }
    return weeks.get(days // 7) or months.get(days // 30) or _("Back after a year or more.")
