import os
import sys

# `config.local` runs before there is anything for the settings to read: it is what prepares their environment.
if "DJANGO_SETTINGS_MODULE" in os.environ:
    from django.core.exceptions import ImproperlyConfigured

    try:
        from config.celery import app as celery_app
    except ImproperlyConfigured as error:
        # Whatever was to be started begins here. One sentence can be acted on; below a traceback nobody finds it.
        sys.exit(f"Nearer does not start: {error}")

    __all__ = ["celery_app"]
