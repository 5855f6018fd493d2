"""F1, F2: an archive file with metadata and its content attached, tagged. F3 needs two files and is proved by tests."""

from collections.abc import Iterator

import pikepdf

from archive.notices.checking.finding import Finding, at
from archive.notices.checking.seen import SeenNotice
from archive.notices.content import BadContent, NoticeContent

HEADINGS = {"/H1", "/H2", "/H3", "/H4", "/H5", "/H"}


def archive_file(seen: SeenNotice, pdf: pikepdf.Pdf) -> Iterator[Finding]:
    """F1: PDF/A-3b by its own account, title and language, the frozen content attached as JSON."""
    with pdf.open_metadata() as metadata:
        level = f"{metadata.get('pdfaid:part', '')}{metadata.get('pdfaid:conformance', '')}"
        title = metadata.get("dc:title", "")
    yield at("F1", level in ("3B", "3A", "3U"), 1, 0, 0, f"PDF/A-{level or 'none'}", "PDF/A-3b")
    yield at("F1", bool(title), 1, 0, 0, f"title {title or 'missing'}", "the notice's title")
    language = str(pdf.Root.get("/Lang", ""))
    yield at("F1", language.lower().startswith("zh"), 1, 0, 0, f"language {language or 'missing'}", "zh-CN")
    if "/OutputIntents" not in pdf.Root:
        yield at("F1", False, 1, 0, 0, "no output intent", "an output intent")
    yield at("F1", _has_content(pdf), 1, 0, 0, _attached(pdf), "the frozen content as JSON")


def _attached(pdf: pikepdf.Pdf) -> str:
    return "attached: " + (", ".join(pdf.attachments) or "nothing")


def _has_content(pdf: pikepdf.Pdf) -> bool:
    """Whether what is attached as JSON can be read as a notice's content."""
    for name, attached in pdf.attachments.items():
        if name.endswith(".json"):
            try:
                NoticeContent.from_json(attached.get_file().read_bytes())
            except BadContent:
                continue
            return True
    return False


def tags(seen: SeenNotice, pdf: pikepdf.Pdf) -> Iterator[Finding]:
    """F2: tagged with headings, paragraphs and tables."""
    marked = "/MarkInfo" in pdf.Root and bool(pdf.Root.MarkInfo.get("/Marked", False))
    kinds = _kinds(pdf.Root.get("/StructTreeRoot")) if marked else set()
    yield at("F2", bool(kinds), 1, 0, 0, "tagged" if kinds else "not tagged", "tagged")
    if kinds and not kinds & HEADINGS:
        yield at("F2", False, 1, 0, 0, "no heading among the tags", "headings")
    if kinds and "/P" not in kinds:
        yield at("F2", False, 1, 0, 0, "no paragraph among the tags", "paragraphs")


def _kinds(tree) -> set[str]:
    """The kinds of structure elements in a tag tree."""
    found: set[str] = set()
    waiting = [tree] if tree is not None else []
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Array):
            waiting += list(item)
        elif isinstance(item, pikepdf.Dictionary):
            if "/S" in item:
                found.add(str(item.S))
            if "/K" in item:
                waiting.append(item.K)
    return found
