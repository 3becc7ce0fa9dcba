from django.apps import AppConfig

ACCOUNT_KINDS = (
    "verify_code",
    "login_code",
    "reset_code",
    "confirm_code",
    "account_exists",
    "unknown_account",
    "password_changed",
    "email_changed",
)


class CouplesConfig(AppConfig):
    name = "couples"

    def ready(self) -> None:
        from couples.outbox import kinds
        from couples.space import mail
        from couples.vault import checks  # noqa: F401  registered by being imported, once models are there

        for key in ACCOUNT_KINDS:
            kinds.register(kinds.Kind(key))
        kinds.register(kinds.Kind("invitation", path=mail.path, wanted=mail.wanted))
