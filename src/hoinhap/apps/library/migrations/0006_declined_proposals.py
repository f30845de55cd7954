from django.db import migrations, models
from django.db.models.functions import Coalesce


def count_the_duties(apps, schema_editor):
    """Count of every document the duties that stand; until now it kept what the reader had counted."""
    document = apps.get_model("library", "Document")
    item = apps.get_model("library", "Item")
    standing = item.objects.filter(document=models.OuterRef("pk"), kind="duty")
    standing = standing.exclude(state__in=("dismissed", "replaced")).order_by().values("document")
    counted = models.Subquery(standing.annotate(n=models.Count("*")).values("n"))
    laid_out = models.Exists(item.objects.filter(document=models.OuterRef("pk")))
    document.objects.filter(laid_out).update(duties=Coalesce(counted, 0))


class Migration(migrations.Migration):
    dependencies = [("library", "0005_indexes_at_size")]

    operations = [
        migrations.AddField(
            model_name="item",
            name="declined",
            field=models.JSONField(default=list),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agency__isnull", True)),
                fields=("sha256",),
                name="document_bytes_once_without_agency",
            ),
        ),
        migrations.RunPython(count_the_duties, migrations.RunPython.noop, elidable=True),
    ]
