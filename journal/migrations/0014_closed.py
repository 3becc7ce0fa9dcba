from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0013_archives")]

    operations = [migrations.AddField("agreement", "closed_at", models.DateTimeField(blank=True, null=True))]
