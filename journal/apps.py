from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "journal"

    def ready(self) -> None:
        from journal.checkins import services as checkins
        from rituals import practices

        practices.register("checkins", link="checkins:start", done=checkins.done)
