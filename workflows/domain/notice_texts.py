"""Notices a case produces: a template of the slice gives the paragraphs, this makes the content to be frozen."""

from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from archive.notices.content import Block, NoticeContent
from archive.notices.domain.issuing import SignOff


def letter(
    template: str, *, what: SignOff, number: str, addressee: str, day: date, facts: dict[str, Any]
) -> NoticeContent:
    """A notice in letter format (GB/T 9704 10.1), Chinese whatever language its maker works in.

    It leaves room for the stamp: by default a notice is printed, stamped on paper and scanned.
    """
    with translation.override("zh-hans"):
        paragraphs = render_to_string(template, facts).strip().splitlines()
    return NoticeContent(
        format="letter",
        kind=what.kind,
        issuers=(what.issuer.name,),
        number=number,
        title=what.title,
        addressees=(addressee,),
        body=tuple(Block(type="p", text=paragraph.strip()) for paragraph in paragraphs if paragraph.strip()),
        signature=what.issuer.name,
        date=day,
        seal="paper",
    )
