"""What can be wrong with a file that somebody chose, in words for them. Nothing of it is brought along then."""

from django.utils.translation import gettext_lazy as _

from couples.errors import Refused


class NotRead(Refused):
    """The file, as it is, is not read."""


class NotOurs(NotRead):
    message = _("This isn’t a file from Nearer. Choose “nearer-my-words.zip”, or the “words.json” inside it.")


class OtherVersion(NotRead):
    message = _("This file comes from a newer Nearer, and this one can’t read it yet. Nothing was brought along.")


class Changed(NotRead):
    message = _("This file isn’t as Nearer wrote it. Choose it just as you downloaded it. Nothing was brought along.")


class CutShort(NotRead):
    message = _("This file isn’t whole. Part of it is missing. Nothing was brought along.")


class Locked(NotRead):
    message = _("This file has a password. Open it on your device first, then choose the “words.json” inside it.")


class UnknownKind(NotRead):
    message = _("This file holds something that this Nearer doesn’t know. Nothing was brought along.")


class TooMuch(NotRead):
    message = _("There is more in this file than fits here. Nothing was brought along.")
