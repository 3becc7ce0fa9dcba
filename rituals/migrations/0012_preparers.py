"""A turn is a listening turn only: the two columns keep their names, the fields say who prepares. No statement is run."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("rituals", "0011_names_place")]

    operations = [
        migrations.AlterField(
            "ritual",
            "turns_first",
            models.ForeignKey(
                blank=True,
                db_column="turns_first_id",
                null=True,
                on_delete=models.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RenameField("ritual", "turns_first", "prepares_first"),
        migrations.AlterField("ritual", "turns_from", models.DateField(blank=True, db_column="turns_from", null=True)),
        migrations.RenameField("ritual", "turns_from", "prepares_from"),
    ]
