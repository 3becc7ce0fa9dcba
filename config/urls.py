from django.conf import settings
from django.urls import include, path

from config.health import healthz, process
from config.metrics import metrics
from couples.accounts import undeliverable
from couples.accounts import views as accounts
from couples.accounts.notification_choices import views as notification_choices
from couples.outbox import local_page
from couples.push import pwa
from couples.safety.views import notes
from couples.web.away import away

handler500 = "couples.web.resting.broken"
urlpatterns = [
    path("", accounts.welcome, name="welcome"),
    path("about/", accounts.about, name="about"),
    path("you/", accounts.you, name="you"),
    path("you/zone/", accounts.zone, name="zone"),
    path("you/reading/", accounts.reading, name="reading"),
    path("you/mail/", notification_choices.choices, name="choices"),
    path("you/devices/", include("couples.push.urls")),
    path("mail/<str:token>/choices/", notification_choices.choices_by_link, name="choices-by-link"),
    path("you/mail/again/", undeliverable.mail_again, name="mail-again"),
    path("account/", include("couples.accounts.urls")),
    path("", include("couples.space.urls")),
    path("you/agreed/", include("couples.consent.urls")),
    path("", include("couples.erasing.urls")),
    path("you/leaving/", include("couples.space.leaving.urls")),
    path("pause/", include("couples.space.pausing.urls")),
    path("mail/", include("couples.outbox.urls")),
    path("live/", include("couples.live.urls")),
    path("", include("journal.urls")),
    path("worker.js", pwa.worker, name="worker"),
    path("manifest.webmanifest", pwa.manifest, name="manifest"),
    path("away/", away, name="away"),
    path("notes/", notes, name="notes"),
    path("offline/", pwa.offline, name="offline"),
    path("healthz", healthz, name="healthz"),
    path("healthz/process", process, name="process"),
    path("metrics", metrics, name="metrics"),
]
if settings.LOCAL:
    # Mail that never left this machine, for trying Nearer out; a server has no such page.
    urlpatterns.append(path(local_page.PATH, include("couples.outbox.local_urls")))
if settings.DEMO:
    urlpatterns.append(path("local/demo/", include("journal.demo.urls")))
