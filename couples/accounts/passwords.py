from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS = ("nearer", "password", "together", "iloveyou")


class ContextWordValidator:
    """Refuses a password that is little more than a word anybody would try here first (S2)."""

    def validate(self, password: str, user: object = None) -> None:
        rest = password.lower()
        for word in WORDS:
            rest = rest.replace(word, "")
        if len(rest) < len(password) and len(rest) < 6:
            raise ValidationError(_("That’s easy to guess here. Add a few more words of your own."), code="context")

    def get_help_text(self) -> str:
        return _("Not a word people would guess here.")
