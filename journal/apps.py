from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "journal"

    def ready(self) -> None:
        from journal.checkins import heard
        from journal.checkins import services as checkins
        from journal.listening import replies, sources
        from rituals import practices

        practices.register("checkins", link="checkins:start", done=checkins.done)
        sources.register(heard.KIND, heard.SOURCE)
        sources.register(replies.KIND, replies.SOURCE)
