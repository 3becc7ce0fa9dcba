from django.urls import path

from journal.agreements.review import views as review_views
from journal.agreements.signing import views as signing_views
from journal.agreements.writing import line_views, overlap_views, views

app_name = "agreements"

urlpatterns = [
    path("", views.home, name="home"),
    path("state/", views.state, name="state"),
    path("revisions/", views.revisions, name="revisions"),
    path("lines/", line_views.lines, name="lines"),
    path("lines/<uuid:id>/", line_views.line, name="line"),
    path("lines/<uuid:id>/open/", line_views.open_line, name="open"),
    path("lines/<uuid:id>/place/", line_views.place, name="place"),
    path("lines/<uuid:id>/removal/", line_views.removal, name="removal"),
    path("lines/<uuid:id>/return/", line_views.restoration, name="return"),
    path("overlaps/<uuid:id>/", overlap_views.overlap, name="overlap"),
    path("starters/", views.starters, name="starters"),
    path("signing/", signing_views.signing, name="signing"),
    path("review/", review_views.review, name="review"),
    path("history/", signing_views.history, name="history"),
    path("versions/<int:number>/", signing_views.version, name="version"),
    path("versions/<int:number>/text/", signing_views.version_text, name="version-text"),
    path("versions/<int:number>/record/", signing_views.version_record, name="version-record"),
    path("versions/<int:number>/return/", views.version_return, name="version-return"),
    path("versions/<int:number>/withdrawal/", signing_views.withdrawal, name="withdrawal"),
]
