from django.urls import path

from couples.outbox import local_views

urlpatterns = [path("<str:secret>/", local_views.mailbox, name="local_mail")]
