"""The daily check-in is each one's own. What two have together stays so until one of them chooses."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import CASCADE


class Migration(migrations.Migration):
    dependencies = [("rituals", "0014_set_by_index"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            "ritual",
            "person",
            models.ForeignKey(
                settings.AUTH_USER_MODEL, CASCADE, null=True, blank=True, related_name="+", db_index=False
            ),
        ),
    ]
