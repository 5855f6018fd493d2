"""A notice's file: for those it concerns, exactly as it was stored."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from archive.notices.models import Issuer, Notice, NoticeReader
from archive.trail.identity import new_id
from directory.models import Person, PostFunction
from tests.factories import County, county, moment, post

PDF = b"%PDF-1.7 stored once, never made anew"


@pytest.fixture
def xinhuang(db, monday) -> County:
    """The small county."""
    return county()


def receipt(county: County) -> Notice:
    """A filing receipt for 鱼市镇, on which the office's reviewer worked."""
    issuer = Issuer.objects.create(unit=county.office, name="县文明办", valid_from=date(2020, 1, 1))
    notice = Notice(
        kind="备案回执",
        title="志愿服务工作计划备案回执",
        issuer=issuer,
        full_number="晃志计备〔2026〕1号",
        content="{}",
        content_sha256="0" * 64,
        template_version="1",
        state="issued",
        signed_off_at=moment("2026-03-02 09:00"),
        issued_at=moment("2026-03-02 09:01"),
        file_sha256="1" * 64,
        file_size=len(PDF),
        origin_kind="case",
        origin=new_id(),
    )
    notice.file.save("notices/2026/receipt.pdf", ContentFile(PDF), save=False)
    notice.save()
    NoticeReader.objects.create(notice=notice, unit=county.township)
    NoticeReader.objects.create(notice=notice, post=post(county.office, PostFunction.REVIEWER))
    return notice


def asked_by(somebody: Person, notice: Notice, query: str = ""):
    client = Client()
    client.force_login(somebody, backend="directory.sign_in.UsernameBackend")
    return client.get(f"/notices/{notice.pk}/file.pdf{query}")


def test_the_unit_and_whoever_worked_on_it_read_it_and_nobody_else(xinhuang):
    notice = receipt(xinhuang)
    people = (xinhuang.clerk, xinhuang.head, xinhuang.reviewer, xinhuang.director, xinhuang.school_clerk)

    answers = [asked_by(somebody, notice).status_code for somebody in people]

    assert answers == [200, 200, 200, 404, 404]


def test_the_stored_bytes_come_under_the_notices_number(xinhuang):
    answer = asked_by(xinhuang.clerk, receipt(xinhuang))

    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%99%83%E5%BF%97%E8%AE%A1%E5%A4%87")


def test_a_notice_being_made_has_no_file_yet(xinhuang):
    notice = receipt(xinhuang)
    Notice.objects.filter(pk=notice.pk).update(state="signed_off", file="")

    assert asked_by(xinhuang.clerk, notice).status_code == 404


def test_a_visitor_is_asked_to_sign_in(xinhuang):
    answer = Client().get(f"/notices/{receipt(xinhuang).pk}/file.pdf")

    assert answer["Location"].startswith("/sign-in/?next=%2Fnotices%2F")
