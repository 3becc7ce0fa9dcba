from django.urls import path

from journal.erasing import views

app_name = "erasing"
urlpatterns = [
    path("<uuid:space>/<slug:practice>/<slug:kind>/<uuid:id>/", views.one, name="one"),
    path("<uuid:id>/undo/", views.undoing, name="undo"),
]
