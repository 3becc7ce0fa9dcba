from django.urls import path

from journal.assessments import views

app_name = "assessments"
urlpatterns = [
    path("", views.home, name="home"),
    path("together/", views.together, name="together"),
    path("over-time/", views.over_time, name="over-time"),
    path("beginning/", views.beginning, name="beginning"),
    path("lines/<uuid:id>/retraction/", views.retraction, name="retraction"),
    path("lines/<uuid:id>/opening/", views.opening, name="opening"),
    path("<slug:topic>/", views.topic, name="topic"),
    path("<slug:topic>/draft/", views.draft, name="draft"),
    path("<slug:topic>/sharing/", views.sharing, name="sharing"),
]
