from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "journal"

    def ready(self) -> None:
        from couples import moments
        from journal import practices
        from journal.erasing import everything

        practices.register()
        moments.erasing.follow(everything.erase_words)
        moments.erased.follow(everything.erase_private)
