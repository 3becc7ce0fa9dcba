from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("couples", "0021_leaving")]

    operations = [
        migrations.AddField("membership", "name_then", models.CharField(blank=True, db_default="", max_length=40)),
    ]
