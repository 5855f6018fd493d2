"""The county's real notice of 2011, set as a printed one."""

import re

import page
import pypdfium2
import pytest

from archive.notices.checking import check
from archive.notices.rendering import render
from tests.archive.notices.factories import source_document


@pytest.fixture(scope="module")
def pdf():
    return render(source_document())


def text_of(pdf):
    pages = [sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(pdf)]
    return ["".join(text.split()) for text in pages]


def test_it_takes_eight_pages_and_every_rule_holds(pdf):
    assert len(pypdfium2.PdfDocument(pdf)) == 8
    assert [finding for finding in check(pdf) if not finding.ok] == []


def test_the_ruler_measures_what_the_standard_says(pdf):
    found = {(finding.rule, finding.found) for finding in check(pdf)}
    assert {
        ("P1", "left margin 28.00 mm"),
        ("P2", "pitch 29.45 pt, 22 lines"),
        ("P2", "28 characters a line"),
        ("H1", "top edge at 72.00 mm"),
        ("B3", "21 paragraphs, first at 39.14 mm"),
    } <= found


def test_nothing_of_the_text_is_lost_added_or_moved(pdf):
    content = source_document()
    printed = "".join(re.sub(r"—\d+—$", "", text) for text in text_of(pdf))
    typed = [
        content.issuers[0] + "文件",
        content.number,
        content.title,
        content.addressees[0] + "：",
        *(block.text for block in content.body),
        content.signature,
    ]
    assert printed == "".join("".join(typed).split())


def test_it_is_an_archive_file(pdf, tmp_path):
    file = tmp_path / "notice.pdf"
    file.write_bytes(pdf)

    result = page.validate_pdf(str(file), profile=page.ValidationProfile.PDF_A_3B)
    assert result.is_compliant, result.failures
