from django.urls import path

from journal.talks import further_views, guess_views, looking_views, talking_views, views

app_name = "talks"
urlpatterns = [
    path("", views.home, name="home"),
    path("new/", views.new, name="new"),
    path("hints/", views.hints, name="hints"),
    path("<uuid:id>/", views.talk, name="talk"),
    path("<uuid:id>/earlier/", views.earlier, name="earlier"),
    path("<uuid:id>/readiness/", views.readiness, name="readiness"),
    path("<uuid:id>/order/", views.order, name="order"),
    path("<uuid:id>/guess/", guess_views.guess, name="guess"),
    path("<uuid:id>/guess/show/", guess_views.show, name="show-guess"),
    path("<uuid:id>/phone/", views.phone, name="phone"),
    path("<uuid:id>/statement/", talking_views.statement, name="statement"),
    path("<uuid:id>/statement/draft/", talking_views.draft, name="draft"),
    path("<uuid:id>/swap/", talking_views.swapping, name="swap"),
    path("<uuid:id>/enough/", talking_views.tick, name="enough"),
    path("<uuid:id>/ideas/", talking_views.idea, name="idea"),
    path("ideas/<uuid:id>/want/", talking_views.want, name="want"),
    path("ideas/<uuid:id>/further/", further_views.page, name="further"),
    path("ideas/<uuid:id>/further/guideline/", further_views.guideline, name="further-guideline"),
    path("ideas/<uuid:id>/further/ritual/", further_views.ritual, name="further-ritual"),
    path("ideas/<uuid:id>/look/", looking_views.look, name="look"),
    path("<uuid:id>/ending/", talking_views.end, name="end"),
    path("<uuid:id>/understood/", talking_views.understood, name="understood"),
    path("<uuid:id>/again/", talking_views.again, name="again"),
]
