"""PDF: readable without a password, nothing that runs, nothing stowed away, nothing but a PDF."""

import zipfile
from typing import BinaryIO

import pikepdf
from django.utils.translation import gettext as _

from forms_app.domain.errors import UploadRefused

RUNS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"})
MOST_PAGES = 3_000


def inspect(file: BinaryIO, *, name: str) -> None:
    """Raises UploadRefused."""
    if zipfile.is_zipfile(file):
        raise UploadRefused(_("“%(name)s” is two files in one. It is not taken.") % {"name": name})
    file.seek(0)
    try:
        with pikepdf.open(file, suppress_warnings=True) as document:
            if document.is_encrypted and not document.allow.print_lowres:
                raise UploadRefused(
                    _("“%(name)s” is locked with a password. Please upload it unlocked.") % {"name": name}
                )
            _refuse_what_runs(document, name=name)
    except pikepdf.PasswordError as locked:
        raise UploadRefused(
            _("“%(name)s” is locked with a password. Please upload it unlocked.") % {"name": name}
        ) from locked
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError) as broken:
        raise UploadRefused(_("“%(name)s” is damaged and cannot be read.") % {"name": name}) from broken


def _refuse_what_runs(document: pikepdf.Pdf, *, name: str) -> None:
    names = document.Root.get("/Names", {})
    if "/EmbeddedFiles" in names:
        raise UploadRefused(
            _("“%(name)s” has other files stowed in it. Please upload them one by one.") % {"name": name}
        )
    runs = "/JavaScript" in names or _is_action(document.Root.get("/OpenAction"))
    if runs or any(_page_runs(page) for page in document.pages[:MOST_PAGES]):
        raise UploadRefused(
            _("“%(name)s” contains a program that runs when it is opened. It is not taken.") % {"name": name}
        )


def _page_runs(page: pikepdf.Page) -> bool:
    if "/AA" in page.obj and any(_is_action(action) for action in page.obj.AA.values()):
        return True
    return any(
        _is_action(note.get("/A")) for note in page.obj.get("/Annots", []) if isinstance(note, pikepdf.Dictionary)
    )


def _is_action(action: object) -> bool:
    return isinstance(action, pikepdf.Dictionary) and str(action.get("/S", "")) in RUNS
