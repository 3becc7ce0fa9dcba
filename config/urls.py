from django.conf import settings
from django.urls import include, path

from config.health import healthz, process
from config.metrics import metrics
from couples.accounts import choices_views, reach
from couples.accounts import views as accounts
from couples.away import away
from couples.outbox import local_page
from couples.push import installed

handler500 = "couples.resting.broken"
urlpatterns = [
    path("", accounts.welcome, name="welcome"),
    path("about/", accounts.about, name="about"),
    path("you/", accounts.you, name="you"),
    path("you/mail/", choices_views.choices, name="choices"),
    path("you/devices/", include("couples.push.urls")),
    path("mail/<str:token>/choices/", choices_views.choices_by_link, name="choices-by-link"),
    path("you/mail/again/", reach.mail_again, name="mail-again"),
    path("account/", include("couples.accounts.urls")),
    path("", include("couples.space.urls")),
    path("pause/", include("couples.space.pausing.urls")),
    path("mail/", include("couples.outbox.urls")),
    path("live/", include("couples.live.urls")),
    path("", include("journal.urls")),
    path("worker.js", installed.worker, name="worker"),
    path("manifest.webmanifest", installed.manifest, name="manifest"),
    path("away/", away, name="away"),
    path("offline/", installed.offline, name="offline"),
    path("healthz", healthz, name="healthz"),
    path("healthz/process", process, name="process"),
    path("metrics", metrics, name="metrics"),
]
if settings.LOCAL:
    # Mail that never left this machine, for trying Nearer out; a server has no such page.
    urlpatterns.append(path(local_page.PATH, include("couples.outbox.local_urls")))
