from django.apps import AppConfig


class CouplesConfig(AppConfig):
    name = "couples"

    def ready(self) -> None:
        from couples.vault import checks  # noqa: F401, PLC0415  registered by being imported, once models are there
