import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from config import start, timeouts  # noqa: E402  once Django is set up
from couples.web import wellformed  # noqa: E402

application.request_class = wellformed.Request
timeouts.limit("web")
start.insist(pages=True)
