"""What a calendar shows of a ritual is numbered. No number that was shown before is higher than the one it begins at."""

from datetime import datetime

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F
from django.db.models.functions import Now

import couples.clock


def go_on(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Until now it was the seconds from a ritual's beginning until one of its dates was moved."""
    now: datetime = couples.clock.now()
    rituals = apps.get_model("rituals", "Ritual").objects
    for id, created_at in rituals.values_list("pk", "created_at").iterator():
        seconds = max(0, int((now - created_at).total_seconds()))
        rituals.filter(pk=id).update(sequence=seconds, revised_at=now, stands_since=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("rituals", "0008_keyed_feeds"), ("couples", "0016_moves")]

    operations = [
        migrations.AddField("ritual", "sequence", models.PositiveIntegerField(db_default=0, default=0)),
        migrations.AddField("ritual", "revised_at", models.DateTimeField(db_default=Now(), default=couples.clock.now)),
        migrations.AddField("ritual", "stands_since", models.DateTimeField(db_default=Now(), default=couples.clock.now)),
        migrations.AddField("calendarfeed", "has_checkin", models.BooleanField(db_default=True, default=True)),
        migrations.RunPython(go_on, migrations.RunPython.noop),
    ]
