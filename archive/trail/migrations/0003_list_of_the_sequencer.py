"""A trigger puts each new entry on the list of those without a place in the tree."""

from django.db import migrations

from archive.trail.triggers import create_list, drop_list


def add(apps, schema_editor):
    create_list(schema_editor.connection)


def remove(apps, schema_editor):
    drop_list(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("trail", "0002_append_only")]

    operations = [migrations.RunPython(add, remove)]
