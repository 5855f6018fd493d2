"""F3: the same content gives the same bytes, in any process."""

import os
import subprocess
import sys

import pytest

from archive.notices.content import NoticeContent
from archive.notices.rendering import render
from tests.archive.notices.factories import filing_receipt, short_notice

PROGRAM = """
import sys, hashlib
from archive.notices.content import NoticeContent
from archive.notices.rendering import render
print(hashlib.sha256(render(NoticeContent.from_json(sys.stdin.read()))).hexdigest())
"""


def elsewhere(content, **environment):
    finished = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=content.to_json(),
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | environment,
    )
    return finished.stdout.strip()


def test_two_processes_with_other_seeds_and_time_zones_make_the_same_file():
    content = filing_receipt()

    first = elsewhere(content, PYTHONHASHSEED="1", TZ="Asia/Shanghai")

    assert elsewhere(content, PYTHONHASHSEED="777", TZ="America/New_York") == first


def test_what_was_rendered_before_does_not_show():
    before = render(filing_receipt())

    render(short_notice())

    assert render(filing_receipt()) == before


@pytest.mark.parametrize("change", [{"title": "2025年度志愿服务工作计划备案回执"}, {"seal": ""}, {"number": ""}])
def test_other_content_makes_another_file(change):
    assert render(filing_receipt(**change)) != render(filing_receipt())


def test_content_that_went_through_json_renders_to_the_same_bytes():
    content = filing_receipt()

    assert render(NoticeContent.from_json(content.to_json())) == render(content)
