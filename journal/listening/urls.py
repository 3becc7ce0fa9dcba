from django.urls import path

from journal.listening import views

app_name = "listening"
urlpatterns = [
    path("", views.index, name="list"),
    path("<slug:kind>/<uuid:id>/", views.page, name="page"),
    path("<slug:kind>/<uuid:id>/rest/", views.rest, name="rest"),
    path("<slug:kind>/<uuid:id>/taking-up/", views.taking_up, name="taking-up"),
    path("<slug:kind>/<uuid:id>/aside/", views.aside, name="aside"),
    path("<slug:kind>/<uuid:id>/<slug:step>/", views.saying, name="saying"),
    path("<slug:kind>/<uuid:id>/<slug:step>/draft/", views.draft, name="draft"),
]
