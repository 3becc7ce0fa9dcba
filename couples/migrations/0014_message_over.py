from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False  # an index on a big table is built beside it, while messages are written

    dependencies = [
        ('couples', '0013_asks_zone'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='message',
            index=models.Index(condition=models.Q(('state', 'pending'), _negated=True), fields=['due_at'], name='message_over'),
        ),
    ]
