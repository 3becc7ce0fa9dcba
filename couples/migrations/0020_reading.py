from django.db import migrations, models

HOURS = [("12", "12-hour"), ("24", "24-hour")]


class Migration(migrations.Migration):
    dependencies = [("couples", "0019_names_that_show")]

    operations = [
        migrations.AddField(
            "person", "hours", models.CharField(max_length=2, choices=HOURS, blank=True, default="", db_default="")
        ),
        migrations.AddField(
            "person",
            "browser_hours",
            models.CharField(max_length=2, choices=HOURS, blank=True, default="", db_default=""),
        ),
        migrations.AddField("message", "locale", models.CharField(max_length=16, blank=True, default="", db_default="")),
        migrations.AddField(
            "invitation", "locale", models.CharField(max_length=16, default="en", db_default="en")
        ),
    ]
