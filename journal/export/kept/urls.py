from django.urls import path

from journal.export import views as export
from journal.export.kept import views

app_name = "kept"
urlpatterns = [
    path("", views.every, name="list"),
    path("<uuid:id>/", views.space, name="space"),
    path("<uuid:id>/copy/", export.past, name="copy"),
    path("<uuid:id>/<slug:practice>/<slug:kind>/", views.words, name="words"),
]
