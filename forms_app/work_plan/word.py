"""A plan that comes as a Word file: its head fields are proposed from the text, and a person confirms them."""

import re
import zipfile
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from forms_app.fields.texts import folded

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LARGEST_PART = 30 * 1024 * 1024
MOST_PARAGRAPHS = 2_000
LONGEST_TITLE = 80
TITLE = re.compile(r"计\s*划|安\s*排|方\s*案")
YEAR = re.compile(r"(20\d\d)\s*年")
NAME = r"\s*[:：]\s*([\u4e00-\u9fff·]{2,8})"
LEADER = re.compile(rf"(?:责任领导|分管领导|负责领导|总负责人|组长){NAME}")
CONTACT = re.compile(rf"(?:联系人|联络员){NAME}")
PHONE = re.compile(r"(?<!\d)(1[3-9]\d{9}|0\d{2,3}[-—－ ]?\d{7,8})(?!\d)")


def proposed_fields(file: BinaryIO) -> dict[str, str]:
    """What the text says of year, title, leader, contact and phone. An unreadable or other file proposes nothing."""
    try:
        paragraphs = paragraphs_of(file)
    except (zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, ValueError, OSError):
        return {}
    text = "\n".join(paragraphs)
    title = next((line for line in paragraphs[:12] if TITLE.search(line) and len(line) <= LONGEST_TITLE), "")
    year = YEAR.search(folded(title)) or YEAR.search(folded(text[:500]))
    found = {"title": title, "year": year[1] if year else ""}
    for name, pattern in (("leader", LEADER), ("contact", CONTACT), ("phone", PHONE)):
        match = pattern.search(text)
        found[name] = match[1] if match else ""
    return {name: value for name, value in found.items() if value}


def paragraphs_of(file: BinaryIO) -> list[str]:
    """The paragraphs of a DOCX with something in them, at most the first two thousand."""
    paragraphs: list[str] = []
    file.seek(0)
    with zipfile.ZipFile(file) as package:
        if package.getinfo("word/document.xml").file_size > LARGEST_PART:
            raise ValueError("too large")
        with package.open("word/document.xml") as part:
            for _event, element in iterparse(part, forbid_dtd=True):
                if element.tag != f"{WORD}p":
                    continue
                words = "".join(run.text or "" for run in element.iter(f"{WORD}t")).strip()
                element.clear()
                if words:
                    paragraphs.append(words)
                if len(paragraphs) >= MOST_PARAGRAPHS:
                    break
    return paragraphs
