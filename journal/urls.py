from django.urls import include, path

from journal.practices import PRACTICES

urlpatterns = [
    path("", include("journal.today.urls")),
    *(path(practice.path, include(practice.urls)) for practice in PRACTICES),
    path("support/along/", include("journal.summary.urls")),
    path("us/", include("journal.story.urls")),
    path("us/search/", include("journal.search.urls")),
    path("us/before/", include("journal.before.urls")),
    path("help/", include("journal.help.urls")),
    path("you/kept/", include("journal.export.kept.urls")),
    path("you/erasing/", include("journal.erasing.urls")),
    path("you/along/", include("journal.export.urls")),
    path("you/brought/", include("journal.brought.urls")),
]
