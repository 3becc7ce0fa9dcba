from django.urls import path

from couples.space import views

app_name = "space"
urlpatterns = [
    path("invitation/", views.invitation, name="invitation"),
    path("invitation/revocation/", views.revocation, name="revocation"),
    path("i/<str:token>/", views.welcome, name="welcome"),
    path("i/<str:token>/membership/", views.membership, name="membership"),
    path("i/<str:token>/joining/", views.joining, name="joining"),
    path("i/<str:token>/refusal/", views.refusal, name="refusal"),
    path("i/<str:token>/refusal/undo/", views.refusal_undo, name="refusal-undo"),
]
