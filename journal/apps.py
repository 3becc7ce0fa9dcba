from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    name = "journal"

    def ready(self) -> None:
        from couples import moments
        from couples.outbox import kinds
        from journal import opened
        from journal.agreements import review
        from journal.assessments import heard as assessments
        from journal.checkins import heard
        from journal.checkins import services as checkins
        from journal.listening import replies, sources
        from journal.openings import services as openings
        from journal.questions import heard as answers
        from journal.questions import mail
        from journal.visions import heard as visions
        from rituals import practices

        label = _("The day you chose to look at something again")
        kinds.register(kinds.Kind(review.KIND, path=review.path, wanted=review.wanted, mutable=True, label=label))
        moments.moved.follow(review.follow_clock)
        practices.register(
            "checkins", link="checkins:start", dated="checkins:rang", done=checkins.done, among=checkins.done_among
        )
        sources.register(answers.KIND, answers.SOURCE)
        sources.register(heard.KIND, heard.SOURCE)
        sources.register(assessments.KIND, assessments.SOURCE)
        sources.register(visions.KIND, visions.SOURCE)
        sources.register(openings.KIND, openings.SOURCE)
        sources.register(replies.KIND, replies.SOURCE)
        mail.register()
        opened.register()
