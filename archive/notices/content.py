"""What a notice says, as data: frozen at sign-off, attached to its PDF, the only thing rendering looks at."""

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

FORMATS = ("redhead", "letter", "certificate")
BLOCK_TYPES = ("p", "h1", "h2", "h3", "h4", "table", "image")
SEALS = ("", "paper", "demonstration")

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|年(\d{1,2})月(\d{1,2})日)")


class BadContent(ValueError):
    """The content is not what a notice can be made of; the message is one line that names the field."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """One piece of the body: a paragraph, a heading of one of four levels, a table or an image.

    A table's first row is its header. An image is PNG or JPEG bytes in base64; a file name or an address is refused.
    """

    type: str = "p"
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    image: str = ""

    def __post_init__(self) -> None:
        if self.type not in BLOCK_TYPES:
            raise BadContent(f"body: unknown block type {self.type!r}")
        if self.type == "table" and not self.rows:
            raise BadContent("body: a table needs rows")
        if self.type == "image" and not self.image:
            raise BadContent("body: an image needs its bytes in base64; files and addresses are not fetched")


@dataclass(frozen=True, kw_only=True)
class AttachmentContent:
    """An attachment bound with the notice (附件): its title and its own body."""

    title: str
    body: tuple[Block, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NoticeContent:
    """All a notice says. Empty fields are simply not set; who must say what is the caller's rule, not this one's.

    `format` is "redhead" (文件格式), "letter" (信函格式) or "certificate" (证书: one page, for whom it honours).
    `seal` is "" (no seal), "paper" (room is left for the stamp on paper) or "demonstration" (a drawn seal that says
    演示). `signature` is the signing office's name, the issuers' names when empty; `short_name` its registered short
    form, for a name too long for the date it stands over.
    """

    format: str = "redhead"
    kind: str = "通知"
    issuers: tuple[str, ...] = ()
    number: str = ""
    title: str = ""
    addressees: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    attachments: tuple[AttachmentContent, ...] = ()
    signature: str = ""
    short_name: str = ""
    date: datetime.date | None = None
    seal: str = ""
    note: str = ""
    copies_to: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: datetime.date | None = None
    urgency: str = ""
    secrecy: str = ""
    copy_number: str = ""
    signatory: str = ""
    double_sided: bool = False

    def __post_init__(self) -> None:
        if self.format not in FORMATS:
            raise BadContent(f"format: {self.format!r} is none of redhead, letter, certificate")
        if self.seal not in SEALS:
            raise BadContent(f"seal: {self.seal!r} is none of nothing, paper, demonstration")

    def to_json(self) -> str:
        """The canonical text: same content, same characters. Empty fields are left out, keys sorted."""
        return json.dumps(_plain(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, source: str | bytes | Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote, or a document of the same shape written by hand.

        Raises BadContent naming the first field that is unknown or of the wrong type.
        """
        if not isinstance(source, Mapping):
            source = _parsed(source)
        known = {item.name for item in fields(cls)}
        for key in source:
            if key not in known:
                raise BadContent(f"{key}: unknown field")
        return cls(**{key: _read(key, value) for key, value in source.items()})


def read_date(text: str, name: str = "date") -> datetime.date:
    """A day written 2026-03-05 or 2026年3月5日. Raises BadContent."""
    match = _DATE.fullmatch(text.strip())
    try:
        if match:
            year, *rest = [int(part) for part in match.groups() if part]
            return datetime.date(year, *rest)
    except ValueError:
        pass
    raise BadContent(f"{name}: {text!r} is not a day like 2026年3月5日 or 2026-03-05")


def _parsed(source: str | bytes) -> Mapping[str, Any]:
    try:
        parsed = json.loads(source)
    except (ValueError, RecursionError) as error:
        raise BadContent(f"not JSON: {str(error).splitlines()[0]}") from None
    if not isinstance(parsed, Mapping):
        raise BadContent("not a JSON object")
    return parsed


def _plain(item: Any) -> Any:
    """Dataclasses as dictionaries without their empty fields, days in ISO form."""
    if isinstance(item, datetime.date):
        return item.isoformat()
    if isinstance(item, tuple):
        return [_plain(part) for part in item]
    if not hasattr(item, "__dataclass_fields__"):
        return item
    return {
        part.name: _plain(value)
        for part in fields(item)
        if (value := getattr(item, part.name)) not in ("", (), None, False) or part.name in ("format", "type")
    }


def _read(key: str, value: Any) -> Any:
    if key in ("issuers", "addressees", "copies_to"):
        return tuple(_text(key, part) for part in _list(key, value))
    if key == "body":
        return tuple(_read_block(part) for part in _list(key, value))
    if key == "attachments":
        return tuple(_read_attachment(part) for part in _list(key, value))
    if key in ("date", "printed_on"):
        return read_date(_text(key, value), key) if value else None
    if key == "double_sided":
        return _boolean(key, value)
    if key == "seal" and isinstance(value, bool):
        return "demonstration" if value else ""
    return _text(key, value)


def _read_block(value: Any) -> Block:
    value = _object("body", value)
    rows = tuple(
        tuple(_text("rows", cell) for cell in _list("rows", row)) for row in _list("rows", value.get("rows", []))
    )
    plain = {key: _text(key, value[key]) for key in ("type", "text", "image") if key in value}
    if unknown := set(value) - {"type", "text", "image", "rows"}:
        raise BadContent(f"body: unknown field {min(unknown)}")
    return Block(**plain, rows=rows)


def _read_attachment(value: Any) -> AttachmentContent:
    value = _object("attachments", value)
    if unknown := set(value) - {"title", "body"}:
        raise BadContent(f"attachments: unknown field {min(unknown)}")
    body = tuple(_read_block(part) for part in _list("attachments", value.get("body", [])))
    return AttachmentContent(title=_text("attachments", value.get("title", "")), body=body)


def _text(key: str, value: Any) -> str:
    if not isinstance(value, str):
        raise BadContent(f"{key}: text expected, not {type(value).__name__}")
    return value


def _boolean(key: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadContent(f"{key}: true or false expected, not {type(value).__name__}")
    return value


def _list(key: str, value: Any) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise BadContent(f"{key}: a list expected, not {type(value).__name__}")
    return value


def _object(key: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadContent(f"{key}: an object expected, not {type(value).__name__}")
    return value
