"""A rule as a person would say it. Whole sentences, so that they can be translated; weekdays come from Django."""

from django.utils.dates import WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from couples.localized import day
from rituals.cadence import EVERY_DAY, LAST, Rule


def rhythm(rule: Rule) -> str:
    """“Every week on Friday and Sunday”, without the time; of one day alone, “Once, on Friday, 18 December”."""
    if rule.comes_once and rule.starts_on:
        return _("Once, on %(day)s") % {"day": day(rule.starts_on, "l, j F")}
    days = get_text_list([str(WEEKDAYS[each]) for each in sorted(rule.weekdays)], _("and"))
    if rule.monthday is not None:
        return _("Every month on day %(day)s") % {"day": rule.monthday}
    if rule.nth is not None:
        return _nth(rule.nth) % {"day": days}
    if rule.every > 1:
        said = ngettext("Every %(n)s week on %(days)s", "Every %(n)s weeks on %(days)s", rule.every)
        return said % {"n": rule.every, "days": days}
    return _("Every day") if rule.weekdays == EVERY_DAY else _("Every week on %(days)s") % {"days": days}


def _nth(nth: int) -> str:
    return {
        1: _("On the first %(day)s of each month"),
        2: _("On the second %(day)s of each month"),
        3: _("On the third %(day)s of each month"),
        4: _("On the fourth %(day)s of each month"),
        LAST: _("On the last %(day)s of each month"),
    }[nth]
