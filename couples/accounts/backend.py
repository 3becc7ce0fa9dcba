from allauth.account.auth_backends import AuthenticationBackend

from couples.accounts.models import Person


class Backend(AuthenticationBackend):
    """An address has one account: one question, and one password's work, whether there is one or not (S6)."""

    def _authenticate_by_email(self, email: str, password: str) -> Person | None:
        person = Person.objects.filter(email=email).first()
        found: Person | None = self._check_password(person, password)
        return found
