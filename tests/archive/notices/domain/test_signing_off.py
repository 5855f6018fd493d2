"""Sign-off takes the number and freezes the content in one transaction; the file is made afterwards, and only once."""

import threading
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from archive.notices.content import BadContent, Block, NoticeContent
from archive.notices.domain import issuing
from archive.notices.domain.issuing import SignOff, make_file, sign_off
from archive.notices.models import Issuer, Notice, NumberSeries, TakenNumber
from archive.notices.rendering import MissingGlyph
from archive.trail import clock
from archive.trail.identity import new_id
from archive.trail.models import Entry
from tests.factories import issuing_office, person, unit

DAY = date(2026, 3, 5)


def content_of(number: str, *, text: str = "现予备案。") -> NoticeContent:
    return NoticeContent(
        format="letter",
        kind="备案回执",
        issuers=("县精神文明建设指导委员会办公室",),
        number=number,
        title="志愿服务工作计划备案回执",
        addressees=("鱼市镇人民政府",),
        body=(Block(type="p", text=text),),
        date=DAY,
    )


@pytest.fixture
def what() -> SignOff:
    issuer: Issuer = issuing_office(unit("县文明办"))
    return SignOff(
        kind="备案回执",
        title="志愿服务工作计划备案回执",
        issuer=issuer,
        code="晃志计备",
        origin_kind="case",
        origin=new_id(),
        signed_off_by=person("李审核"),
    )


def signed(what: SignOff, **text) -> Notice:
    return sign_off(what, build=lambda number: content_of(number, **text), day=DAY, now=clock.now())


@pytest.mark.django_db
def test_signing_off_twice_finds_the_first(what):
    first = signed(what)

    assert signed(what) == first
    assert (first.full_number, TakenNumber.objects.count()) == ("晃志计备〔2026〕1号", 1)


@pytest.mark.django_db
def test_a_character_no_face_has_takes_no_number(what):
    with pytest.raises(MissingGlyph, match="U\\+E001"):
        signed(what, text="姓名\ue001。")

    assert not TakenNumber.objects.exists()
    assert signed(what).full_number == "晃志计备〔2026〕1号"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": "做好志愿服务" * 20}, "title: 120 characters are too many for 4 lines"),
        ({"body": (Block(type="image", image="https://example.org/x.png"),)}, "files and addresses are not fetched"),
        ({"body": (Block(type="table", rows=(("甲",) * 60,) * 2),)}, "a table of 60 columns is too wide"),
    ],
)
def test_content_that_cannot_be_set_takes_no_number(what, changes, reason):
    def build(number: str) -> NoticeContent:
        return replace(content_of(number), **changes)

    with pytest.raises(BadContent, match=reason):
        sign_off(what, build=build, day=DAY, now=clock.now())

    assert not TakenNumber.objects.exists()
    assert signed(what).full_number == "晃志计备〔2026〕1号"


@pytest.mark.django_db
def test_a_crash_between_sign_off_and_file_costs_no_number(what, monkeypatch):
    def crash(*args, **kwargs):
        raise MemoryError

    notice = signed(what)
    monkeypatch.setattr(issuing, "render", crash)
    with pytest.raises(MemoryError):
        make_file(notice, now=clock.now())
    monkeypatch.undo()

    made = make_file(signed(what), now=clock.now())

    assert (made.pk, made.state, made.full_number) == (notice.pk, "issued", "晃志计备〔2026〕1号")
    assert [e.action for e in Entry.objects.filter(subject=notice.pk).order_by("number")] == [
        "notice.signed_off",
        "notice.issued",
    ]


@pytest.mark.django_db
def test_the_file_is_made_once_and_its_hash_is_that_of_its_bytes(what):
    made = make_file(signed(what), now=clock.now())
    again = make_file(made, now=clock.now())

    with made.file.open() as file:
        assert issuing.sha256(file.read()) == made.file_sha256
    assert again.file.name == made.file.name


@pytest.mark.django_db(transaction=True)
def test_eight_signatories_at_once_leave_no_gap(what):
    start, errors = threading.Barrier(8), []

    def sign(place: int) -> None:
        start.wait()
        try:
            for _ in range(3):
                signed(replace(what, origin=new_id()))
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=sign, args=(place,)) for place in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert sorted(TakenNumber.objects.values_list("number", flat=True)) == list(range(1, 25))
    assert NumberSeries.objects.get().last == 24


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_sign_off_gives_its_number_back(what):
    def refuse(number: str) -> NoticeContent:
        raise ValueError(number)

    with pytest.raises(ValueError, match="1号"):
        sign_off(what, build=refuse, day=DAY, now=clock.now())

    assert signed(what).full_number == "晃志计备〔2026〕1号"
