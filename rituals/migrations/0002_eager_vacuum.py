from django.db import migrations

# A table that changes all day is cleaned up after a fiftieth of it has changed, not a fifth: the index of due rows stays small.
EAGER = "ALTER TABLE rituals_nudge SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02)"
USUAL = "ALTER TABLE rituals_nudge RESET (autovacuum_vacuum_scale_factor, autovacuum_analyze_scale_factor)"


class Migration(migrations.Migration):
    dependencies = [("rituals", "0001_initial")]
    operations = [migrations.RunSQL(EAGER, USUAL)]
