from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("journal", "0026_idea_on_its_day")]

    operations = [
        AddIndexConcurrently(
            model_name="idea",
            index=models.Index(condition=~models.Q(after=None), fields=["after"], name="idea_after"),
        ),
    ]
