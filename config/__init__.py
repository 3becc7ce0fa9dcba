import os

# `config.local` runs before there is anything for the settings to read: it is what prepares their environment.
if "DJANGO_SETTINGS_MODULE" in os.environ:
    from config.celery import app as celery_app

    __all__ = ["celery_app"]
