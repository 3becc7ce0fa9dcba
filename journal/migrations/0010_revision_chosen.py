from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('journal', '0009_whose_words'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='revision',
            index=models.Index(condition=models.Q(('chosen_by__isnull', False)), fields=['chosen_by'], name='revision_chosen'),
        ),
    ]
