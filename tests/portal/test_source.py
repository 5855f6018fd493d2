"""The source of the running program can be had by whoever uses it, and nothing else with it."""

import tarfile
from io import BytesIO

from django.conf import settings
from django.test import Client


def test_the_source_is_offered_without_signing_in(db):
    page = Client().get("/source/")

    assert 'href="/source/source.tar.gz"' in page.content.decode()


def test_the_download_holds_the_program_and_neither_data_nor_keys(db):
    secret = settings.KEYS_DIR / "secret.key"
    packed = BytesIO(b"".join(Client().get("/source/source.tar.gz").streaming_content))

    with tarfile.open(fileobj=packed) as archive:
        names = archive.getnames()

    assert {"volunteer-service-office/manage.py", "volunteer-service-office/config/settings.py"} <= set(names)
    assert secret.exists()
    assert [name for name in names if name.endswith((".key", ".sqlite3", ".pyc")) or "/data/" in name] == []
