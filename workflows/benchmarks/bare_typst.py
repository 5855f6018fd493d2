"""The same text with the same faces in Typst, the quickest typesetter there is: what a notice's time is measured by."""

import json
from collections.abc import Callable

from django.core.management.base import CommandError

from archive.notices.content import Block, NoticeContent
from archive.notices.faces import FOLDER

SETTING = """
#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm), numbering: "— 1 —")
#set text(font: ("FandolFang R", "Noto Serif CJK SC"), size: 16pt, lang: "zh", region: "cn")
#set par(first-line-indent: (amount: 2em, all: true), leading: 13.45pt, spacing: 13.45pt, justify: true)
#show heading: it => par(text(font: "FandolHei", size: 16pt, weight: "regular", it.body))
#let mark(words) = align(center, text(font: "FandolSong", size: 30pt, weight: "bold", fill: red, words))
#let number(words) = align(center, words)
#let title(words) = align(center, text(font: "FandolSong", size: 22pt, weight: "bold", words))
#let addressees(words) = par(first-line-indent: 0pt, words)
#let signature(words) = align(right, words)
"""


def typst_compiler() -> Callable[[str], bytes]:
    """A warm Typst with the shipped faces. Raises CommandError that says what to install when it is not there."""
    try:
        import typst  # only this benchmark needs it: requirements-test.txt, not requirements.txt
    except ImportError:
        raise CommandError(
            "This benchmark measures against Typst: pip install -r requirements-test.txt (typst==0.15.2)."
        ) from None
    compiler = typst.Compiler(font_paths=[str(FOLDER)], ignore_system_fonts=True)
    return lambda source: compiler.compile(input=source.encode(), format="pdf")


def typst_source(content: NoticeContent) -> str:
    """A notice's text as a Typst document: mark, number, title, addressees, body, signature; tagged as Typst does."""
    parts = [
        _call("mark", "、".join(content.issuers) + "文件"),
        _call("number", content.number),
        _call("title", content.title),
        _call("addressees", "、".join(content.addressees) + "："),
        *map(_block, content.body),
        _call("signature", content.signature),
    ]
    return SETTING + "\n".join(parts)


def _block(block: Block) -> str:
    return _call("par" if block.type == "p" else "heading", block.text)


def _call(function: str, words: str) -> str:
    return f"#{function}({json.dumps(words, ensure_ascii=False)})"
