"""Who chose a ritual's times last, and whether they suit the other one. What is there already is told to nobody."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import SET_NULL


class Migration(migrations.Migration):
    dependencies = [("rituals", "0012_preparers"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            "ritual",
            "set_by",
            models.ForeignKey(
                settings.AUTH_USER_MODEL, SET_NULL, null=True, blank=True, related_name="+", db_index=False
            ),
        ),
        migrations.AddField("ritual", "set_at", models.DateTimeField(null=True, blank=True)),
        migrations.AddField("ritual", "fine_at", models.DateTimeField(null=True, blank=True)),
        migrations.AddField("occurrencechange", "fine_at", models.DateTimeField(null=True, blank=True)),
    ]
