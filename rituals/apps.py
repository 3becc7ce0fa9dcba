from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RitualsConfig(AppConfig):
    name = "rituals"

    def ready(self) -> None:
        from couples import moments
        from couples.outbox import kinds
        from rituals import quiet_notice, services
        from rituals.nudges import mail, still_wanted, unreached

        kinds.register(
            kinds.Kind(
                mail.KIND,
                path=mail.path,
                context=mail.context,
                unwanted=still_wanted.unwanted,
                mutable=True,
                label=_("Nudges for your check-in and rituals"),
                line_of=mail.line,
                times="rituals:list",
                note=quiet_notice.note,
                coming=mail.coming,
                never_arrived=unreached.never_arrived,
            )
        )
        moments.joined.follow(services.enroll)
        moments.moved.follow(services.follow_clock)
        moments.unreached.follow(services.begin_afresh)
