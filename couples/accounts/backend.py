from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

from couples.accounts.models import Person


class Backend(AuthenticationBackend):
    """An address has one account: one question, and one password's work, whether there is one or not (S6)."""

    def _authenticate_by_email(self, email: str, password: str) -> Person | None:
        person = Person.objects.filter(email=email).first()
        found: Person | None = self._check_password(person, password)
        return found

    def get_user(self, user_id: Any) -> Person | None:
        """Whose session it is. Where there is no demo, nobody made up is ever signed in, whatever a session says."""
        person: Person | None = super().get_user(user_id)
        return None if person and person.is_made_up and not settings.DEMO else person
