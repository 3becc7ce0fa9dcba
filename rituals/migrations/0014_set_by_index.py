"""Found when an account is erased."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("rituals", "0013_times_told")]

    operations = [AddIndexConcurrently("ritual", models.Index(fields=["set_by"], name="ritual_set_by"))]
