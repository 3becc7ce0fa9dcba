from django.urls import include, path

urlpatterns = [
    path("", include("journal.today.urls")),
    path("check-in/", include("journal.checkins.urls")),
    path("thanks/", include("journal.appreciations.urls")),
    path("guidelines/", include("journal.agreements.urls")),
    path("listening/", include("journal.listening.urls")),
    path("where-we-are/", include("journal.assessments.urls")),
    path("vision/", include("journal.visions.urls")),
    path("openings/", include("journal.openings.urls")),
    path("questions/", include("journal.questions.urls")),
    path("us/", include("journal.story.urls")),
]
