"""Distinctive personal data, and everything the product keeps or sends, laid open to search for it."""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django_q.models import OrmQ, Success

PLANTED = {
    "contact phone": "13974588001",
    "phone in a draft": "13974588002",
    "ID number": "431227198807152468",
    "bank account": "6217003122334455667",
    "home address": "龙溪路八十八弄六号三零二",
    "password": "tulip-Sesame-9931",
    "wrong password": "peony-Sesame-9932",
    "mail": "quiet.heron@home.example",
    "phone in an opinion": "13974588003",
    "phone in a reason": "13974588004",
    "ID number in a file name": "431227196602031357",
    "ID number in a refused file name": "431227197704052464",
}
BETWEEN_DIGITS = re.compile(r"(?<=\d)[ \-](?=\d)")


def ways_to_write(value: str) -> set[str]:
    """A value as text, inside JSON, inside an address, and as the bytes of a file."""
    return {value, json.dumps(value)[1:-1], quote(value), value.encode().hex()}


def found_in(text: str) -> set[str]:
    """The names of the planted values in a text, also when digits are set in groups."""
    joined = BETWEEN_DIGITS.sub("", text)
    return {
        name for name, value in PLANTED.items() if any(way in text or way in joined for way in ways_to_write(value))
    }


def tables() -> Iterator[tuple[str, str]]:
    """Every column of every table, with all that stands in it; what is packed or signed is opened."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    yield f"{table}.{column}", as_text(value)
    yield from (("a session", json.dumps(session.get_decoded(), default=str)) for session in Session.objects.all())
    yield from (("the queue", repr(job.task)) for job in OrmQ.objects.all())
    yield from (("a job that is done", repr((job.args, job.kwargs, job.result))) for job in Success.objects.all())


def as_text(value: object) -> str:
    """A cell as text; bytes as they would look in a dump of the database."""
    if isinstance(value, memoryview):
        value = bytes(value)
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)


def names_in(folder: Path) -> list[str]:
    """The names of all files and folders in a folder."""
    return [str(path.relative_to(folder)) for path in folder.rglob("*")]


def own_tables() -> set[str]:
    """The tables in which the story leaves something: a search that misses one would find nothing there."""
    rooms = ("trail", "directory", "forms_app", "notices", "workflows")
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in rooms and model._base_manager.exists()
    }


def tables_searched(places: Iterable[str]) -> set[str]:
    """The tables of which something was searched."""
    return {place.partition(".")[0] for place in places}
