from django.urls import path

from journal.summary import views

app_name = "summary"
urlpatterns = [
    path("", views.home, name="home"),
    path("draft/", views.draft, name="draft"),
    path("look/", views.look, name="look"),
    path("release/", views.release, name="release"),
    path("return/", views.taking_back, name="return"),
    path("copy/", views.copy, name="copy"),
    path("print/", views.on_paper, name="print"),
]
