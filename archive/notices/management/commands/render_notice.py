"""manage.py render_notice SOURCE --out FILE.pdf: a text or JSON becomes an official notice."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.notices.content import FORMATS, BadContent, NoticeContent, read_date
from archive.notices.layout.titles import check_title
from archive.notices.normalizing import normalize
from archive.notices.reading import read_text
from archive.notices.rendering import MissingGlyph, render

BAD_INPUT = 2
EXPECTED = {"issuers": "issuer", "number": "number", "title": "title", "date": "date", "body": "body"}


class Command(BaseCommand):
    help = "Sets a text, or a notice as JSON, as an official notice in PDF. Says on standard error what is missing."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("source", type=Path, help="text as officials type it, or JSON")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
        parser.add_argument("--issuer", action="append", default=[], help="again for each office of a joint issue")
        parser.add_argument("--number", default="")
        parser.add_argument("--title", default="")
        parser.add_argument("--date", default="", help="2026-03-05 or 2026年3月5日")
        parser.add_argument("--format", choices=FORMATS, default="")

    def handle(self, *, source: Path, out: Path, **options: Any) -> None:
        try:
            text = text_of(source)
            content = overruled(content_of(text), options)
            pdf = render(content)
            out.write_bytes(pdf)
        except MissingGlyph as missing:
            raise CommandError(f"no face has these characters: {missing}", returncode=BAD_INPUT) from None
        except BadContent as error:
            raise CommandError(" ".join(str(error).split()), returncode=BAD_INPUT) from None
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}", returncode=BAD_INPUT) from None
        doubts = () if is_json(text) else normalize(text).doubts
        for doubt in doubts:
            self.stderr.write(f"line {doubt.line}: {doubt.found}: {doubt.why}")
        try:
            check_title(content.title if content.format != "certificate" else "")
        except BadContent as too_long:
            self.stderr.write(str(too_long))
        missing = [name for field, name in EXPECTED.items() if not getattr(content, field)]
        if missing:
            self.stderr.write(f"not given: {', '.join(missing)}")


def text_of(source: Path) -> str:
    """A file's text. Raises BadContent when it is not UTF-8, OSError when it cannot be read."""
    try:
        return source.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadContent(f"{source.name} is not UTF-8 text") from None


def content_of(text: str) -> NoticeContent:
    """The content of a text: JSON when it begins with a brace, else as officials type it. Raises BadContent."""
    return NoticeContent.from_json(text) if is_json(text) else read_text(text)


def is_json(text: str) -> bool:
    return text.lstrip().startswith("{")


def overruled(content: NoticeContent, options: dict[str, Any]) -> NoticeContent:
    """The content with what the command line says in its place."""
    changes: dict[str, Any] = {key: options[key] for key in ("number", "title", "format") if options[key]}
    if options["issuer"]:
        changes["issuers"] = tuple(options["issuer"])
    if options["date"]:
        changes["date"] = read_date(options["date"])
    return replace(content, **changes)
