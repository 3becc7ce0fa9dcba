import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from config import timeouts  # noqa: E402  once Django is set up
from couples.vault import keyring  # noqa: E402

timeouts.limit("web")

# A management command checks this by itself, a server does not: better not to start than to fail on the first
# word (S22).
keyring.parse(settings.NEARER_KEY)
