"""The database itself refuses UPDATE, DELETE and TRUNCATE of entries and leaves."""

from django.db import migrations

from archive.trail.triggers import create_triggers, drop_triggers


def arm(apps, schema_editor):
    create_triggers(schema_editor.connection)


def disarm(apps, schema_editor):
    drop_triggers(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]

    operations = [migrations.RunPython(arm, disarm)]
