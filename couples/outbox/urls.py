from django.urls import path

from couples.outbox import views, webhooks

app_name = "outbox"
urlpatterns = [
    path("reports/", webhooks.reports, name="reports"),
    path("<str:token>/off/", views.unsubscribe, name="unsubscribe"),
]
