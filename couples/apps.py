from django.apps import AppConfig

ACCOUNT_KINDS = (
    "verify_code",
    "login_code",
    "reset_code",
    "confirm_code",
    "account_exists",
    "unknown_account",
    "password_changed",
    "password_added",
    "email_added",
    "email_restored",
)


class CouplesConfig(AppConfig):
    name = "couples"

    def ready(self) -> None:
        from couples import moments, url_converters  # noqa: F401  its kinds of address are there once it is imported
        from couples.accounts import (
            reauthentication,  # noqa: F401  notes each sign-in from the first one on
        )
        from couples.accounts.address_change import services as address_change
        from couples.erasing import ledger
        from couples.erasing import services as erasing
        from couples.outbox import channels, kinds, services
        from couples.outbox.models import Channel
        from couples.push import checks as push_checks  # noqa: F401  as below
        from couples.push import services as push
        from couples.space import mail
        from couples.space.leaving import mail as leaving_mail
        from couples.space.leaving.services import KIND as SPACE_CLOSED
        from couples.vault import checks  # noqa: F401  registered by being imported, once models are there

        for key in ACCOUNT_KINDS:
            kinds.register(kinds.Kind(key))
        kinds.register(kinds.Kind("email_changed", path=address_change.path, wanted=address_change.wanted))
        kinds.register(kinds.Kind("invitation", path=mail.path, wanted=mail.wanted))
        kinds.register(kinds.Kind(SPACE_CLOSED, path=leaving_mail.path, wanted=leaving_mail.wanted))
        kinds.register(kinds.Kind(erasing.KIND, path=erasing.path, wanted=erasing.wanted))
        moments.closed.follow(ledger.enter_leaving)
        moments.moved.follow(services.look_again)
        moments.posted.follow(push.post_beside)
        channels.register(Channel.PUSH, reaches=push.has_device)
