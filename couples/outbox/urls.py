from django.urls import path

from couples.outbox import views

app_name = "outbox"
urlpatterns = [
    path("<str:token>/off/", views.unsubscribe, name="unsubscribe"),
]
