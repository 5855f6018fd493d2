"""On PostgreSQL an entry marks its transaction, so that audited tables can ask for one."""

from django.db import migrations

from archive.trail.audited import create_mark, drop_mark


def mark(apps, schema_editor):
    create_mark(schema_editor.connection)


def unmark(apps, schema_editor):
    drop_mark(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("trail", "0003_list_of_the_sequencer")]

    operations = [migrations.RunPython(mark, unmark)]
