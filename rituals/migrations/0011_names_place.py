"""Until a place had to be chosen a ritual took its maker's: no row that is there now names it (T5)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rituals", "0010_words")]

    operations = [
        migrations.AddField("ritual", "names_place", models.BooleanField(db_default=False, default=False)),
    ]
