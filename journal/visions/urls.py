from django.urls import path

from journal.visions import step_views, views

app_name = "visions"
urlpatterns = [
    path("", views.home, name="home"),
    path("over-time/", views.over_time, name="over-time"),
    path("beginning/", views.beginning, name="beginning"),
    path("seal/", views.seal, name="seal"),
    path("retraction/", views.retraction, name="retraction"),
    path("hopes/new/", views.new, name="new"),
    path("hopes/<uuid:id>/", views.hope, name="hope"),
    path("hopes/<uuid:id>/draft/", views.draft, name="draft"),
    path("hopes/<uuid:id>/removal/", views.removal, name="removal"),
    path("hopes/<uuid:id>/return/", views.restoration, name="return"),
    path("pairs/", views.pair, name="pair"),
    path("pairs/new/", views.by_hand, name="by-hand"),
    path("pairs/<uuid:id>/parting/", views.parting, name="parting"),
    path("steps/", step_views.steps, name="steps"),
    path("steps/<uuid:id>/weekly/", step_views.step_weekly, name="step-weekly"),
    path("steps/<uuid:id>/removal/", step_views.step_removal, name="step-removal"),
    path("steps/<uuid:id>/return/", step_views.step_return, name="step-return"),
]
