"""People are sought and sorted by names without marks."""

from typing import Any

from django.db import migrations, models

import hoinhap.apps.accounts.models
from hoinhap.apps.accounts.models import sought_as


def fill(apps: Any, schema_editor: Any) -> None:
    people = apps.get_model("accounts", "Person").objects.using(schema_editor.connection.alias)
    changed = list(people.only("pk", "full_name", "username"))
    for person in changed:
        person.sought = sought_as(person.full_name, person.username)
    people.bulk_update(changed, ["sought"], batch_size=100)


class Migration(migrations.Migration):
    dependencies = (("accounts", "0002_limits_table"),)
    operations = (
        migrations.AddField(
            "person", "sought", hoinhap.apps.accounts.models.Sought(default="", editable=False, max_length=500)
        ),
        migrations.AddIndex("person", models.Index(fields=["sought"], name="person_as_sought")),
        migrations.RunPython(fill, migrations.RunPython.noop),
    )
