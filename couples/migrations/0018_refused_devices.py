from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("couples", "0017_leased_by")]

    operations = [
        migrations.AddField("device", "key", models.CharField(blank=True, db_default="", default="", max_length=16)),
        migrations.AddField("device", "refused", models.PositiveSmallIntegerField(blank=True, null=True)),
    ]
