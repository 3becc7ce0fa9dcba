from django.urls import path

from couples.erasing import views

app_name = "erase"
urlpatterns = [
    path("you/erase/", views.home, name="home"),
    path("you/erase/waiting/", views.waiting, name="waiting"),
    path("you/erase/words/", views.words, name="words"),
    path("you/erase/account/", views.whole_account, name="account"),
    path("you/erase/keep/", views.keeping, name="keep"),
    path("erase/<str:token>/", views.by_mail, name="by-mail"),
]
