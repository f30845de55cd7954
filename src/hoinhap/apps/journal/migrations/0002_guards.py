from django.conf import settings
from django.db import migrations, models

from hoinhap.apps.journal import guards


def begin(apps, schema_editor):
    """Make the head's row and guard both tables."""
    apps.get_model("journal", "Head").objects.get_or_create(id=1)
    guards.lay(schema_editor.connection)


def unguard(apps, schema_editor):
    """Take the guards away; the head stays, for it says where the chain is."""
    guards.lift(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex("event", "event_of_root"),
        migrations.AddIndex("event", models.Index(fields=["root_id", "root_kind", "number"], name="event_of_root")),
        migrations.AddIndex("event", models.Index(fields=["root_kind", "number"], name="event_of_kind")),
        migrations.AddIndex("event", models.Index(fields=["act", "number"], name="event_of_act")),
        migrations.RunPython(begin, unguard),
    ]
