from django.urls import path

from couples.live import views

app_name = "live"
urlpatterns = [path("", views.stream, name="stream")]
