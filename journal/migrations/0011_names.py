"""Models get names that say what they hold. Their tables keep theirs: what is encrypted is bound to its table."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("journal", "0010_revision_chosen")]

    operations = [
        migrations.AlterModelTable(name="ceiling", table="journal_ceiling"),
        migrations.RenameModel(old_name="Ceiling", new_name="OpeningDepth"),
        migrations.AlterModelTable(name="reach", table="journal_reach"),
        migrations.RenameModel(old_name="Reach", new_name="QuestionDepth"),
        migrations.AlterModelTable(name="landing", table="journal_landing"),
        migrations.RenameModel(old_name="Landing", new_name="QuestionFeedback"),
    ]
