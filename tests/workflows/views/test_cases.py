"""The case page: who may read it, where the case is, who has it and since when, what the reader can do."""

from io import BytesIO
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.trail import clock
from forms_app.domain.attachments import attach
from forms_app.models import Draft
from tests.workflows.views.road import (
    drafted_plan,
    open_turn,
    plan_on_its_way,
    returned_and_corrected,
    signed_in,
    submitted,
)
from workflows.models import CaseState

DOCX_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def test_the_submitter_sees_who_has_it_and_since_when(xinhuang, monday):
    case = plan_on_its_way(xinhuang)

    page = signed_in(xinhuang.clerk).get(f"/cases/{case.pk}/").context["page"]

    assert [(waiting.post.split()[0], waiting.people) for waiting in page.standing.waiting] == [("鱼市镇", ["吴负责"])]
    assert page.standing.since == monday
    assert [step.state for step in page.flow] == ["done", "current", "todo", "todo"]
    assert "吴负责" in page.flow[1].who


def test_a_case_of_another_unit_does_not_exist(xinhuang):
    case = plan_on_its_way(xinhuang)
    stranger = signed_in(xinhuang.school_clerk)

    answers = [
        stranger.get(f"/cases/{case.pk}/").status_code,
        stranger.post(f"/cases/{case.pk}/withdraw/", {"reason": "x"}).status_code,
        stranger.post(f"/cases/{case.pk}/correct/").status_code,
    ]

    assert answers == [404, 404, 404]


def test_the_office_reads_a_case_from_the_moment_it_has_a_turn(xinhuang):
    case = plan_on_its_way(xinhuang)
    reviewer = signed_in(xinhuang.reviewer)

    before = reviewer.get(f"/cases/{case.pk}/").status_code
    signed_in(xinhuang.head).post(f"/turns/{open_turn(case).pk}/decide/", {"decision": "approve"})
    after = reviewer.get(f"/cases/{case.pk}/").status_code

    assert (before, after) == (404, 200)


def test_a_returned_case_shows_the_reasons_and_opens_one_correction(xinhuang):
    case = plan_on_its_way(xinhuang)
    sent = {"decision": "return", "opinion": "请写明保险。"}
    signed_in(xinhuang.head).post(f"/turns/{open_turn(case).pk}/decide/", sent)
    clerk = signed_in(xinhuang.clerk)

    page = clerk.get(f"/cases/{case.pk}/").context["page"]
    opened = [clerk.post(f"/cases/{case.pk}/correct/")["Location"] for _click in range(2)]

    draft = Draft.objects.get(document=case.document)
    assert (page.standing.state, page.reasons.text, page.may_correct) == (CaseState.IN_CORRECTION, "请写明保险。", True)
    assert [step.state for step in page.flow] == ["current", "returned", "todo", "todo"]
    assert opened[0] == opened[1]
    assert str(draft.pk) in opened[0]


def test_the_record_keeps_everything_newest_first(xinhuang):
    turn = returned_and_corrected(xinhuang, leader="罗镇长")

    entries = signed_in(xinhuang.clerk).get(f"/cases/{turn.case_id}/").context["page"].entries

    assert [(entry.icon, entry.who, entry.text) for entry in reversed(entries)] == [
        ("send", "杨经办", ""),
        ("undo-2", "吴负责", "请改正。"),
        ("send", "杨经办", ""),
    ]


def test_the_submitter_withdraws_with_a_reason_until_another_unit_has_decided(xinhuang):
    case = plan_on_its_way(xinhuang)
    clerk = signed_in(xinhuang.clerk)

    without = clerk.post(f"/cases/{case.pk}/withdraw/", {"reason": " "})
    withdrawn = clerk.post(f"/cases/{case.pk}/withdraw/", {"reason": "填错了年度。"})
    case.refresh_from_db()

    assert without.status_code == 422
    assert withdrawn["Location"] == f"/cases/{case.pk}/"
    assert case.state == CaseState.WITHDRAWN


def test_the_head_decides_and_does_not_withdraw(xinhuang):
    case = plan_on_its_way(xinhuang)

    answer = signed_in(xinhuang.head).post(f"/cases/{case.pk}/withdraw/", {"reason": "不要了。"})

    case.refresh_from_db()
    assert (answer.status_code, case.state) == (404, CaseState.IN_REVIEW)


def test_the_page_costs_the_same_however_often_the_case_came_back(xinhuang):
    case = plan_on_its_way(xinhuang)
    clerk = signed_in(xinhuang.clerk)
    clerk.get("/messages/")
    clerk.get(f"/cases/{case.pk}/")
    with CaptureQueriesContext(connection) as few:
        clerk.get(f"/cases/{case.pk}/")
    returned = returned_and_corrected_again(xinhuang, case)
    clerk.get("/messages/")

    with CaptureQueriesContext(connection) as many:
        page = clerk.get(f"/cases/{case.pk}/").context["page"]

    assert len(page.entries) == returned
    assert len(many) <= len(few) + 1


def returned_and_corrected_again(county, case) -> int:
    """The case comes back four times; returns how many entries its record has then."""
    for number in range(4):
        sent = {"decision": "return", "opinion": f"第 {number + 1} 次退回。", "resume": "on"}
        signed_in(county.head).post(f"/turns/{open_turn(case).pk}/decide/", sent)
        signed_in(county.clerk).post(f"/cases/{case.pk}/correct/")
        draft = Draft.objects.get(document=case.document)
        signed_in(county.clerk).post(f"/documents/{draft.pk}/submit/")
    return 9


def test_attachments_are_read_by_whoever_may_read_the_case_and_nobody_else(xinhuang):
    draft = drafted_plan(xinhuang.clerk, xinhuang.township)
    upload = SimpleUploadedFile("安排.docx", word_file())
    attachment = attach(draft, upload=upload, by=xinhuang.clerk, now=clock.now())
    submitted(draft, by=xinhuang.clerk)
    people = (xinhuang.clerk, xinhuang.head, xinhuang.reviewer, xinhuang.school_clerk)

    answers = [signed_in(person).get(f"/attachments/{attachment.pk}/").status_code for person in people]

    assert answers == [200, 200, 404, 404]


def test_an_earlier_submission_can_still_be_read(xinhuang):
    turn = returned_and_corrected(xinhuang, leader="罗镇长")
    clerk = signed_in(xinhuang.clerk)

    first, latest = (clerk.get(f"/cases/{turn.case_id}/{query}").context["page"] for query in ("?version=1", ""))

    assert [(choice.key, choice.current) for choice in first.document.versions] == [("1", True), ("2", False)]
    assert (first.document.since, latest.document.since) == (None, 1)
    assert [leader_in(page) for page in (first, latest)] == ["吴镇长", "罗镇长"]


def leader_in(page) -> str:
    """The responsible leader as the page shows it."""
    return next(row.value for section in page.document.sections for row in section.rows if row.key == "leader")


def phone_in(page) -> str:
    """The contact's phone as the page shows it."""
    return next(row.value for section in page.document.sections for row in section.rows if row.key == "phone")


def test_the_contacts_phone_is_plain_to_the_unit_and_to_whoever_holds_a_turn(xinhuang):
    case = plan_on_its_way(xinhuang)
    reviewer = signed_in(xinhuang.reviewer)
    signed_in(xinhuang.head).post(f"/turns/{open_turn(case).pk}/decide/", {"decision": "approve"})
    with_turn = reviewer.get(f"/cases/{case.pk}/").context["page"]
    sent = {"decision": "return", "opinion": "请改正。"}
    reviewer.post(f"/turns/{open_turn(case).pk}/decide/", sent)

    afterwards = reviewer.get(f"/cases/{case.pk}/").context["page"]
    own = signed_in(xinhuang.head).get(f"/cases/{case.pk}/").context["page"]

    assert [phone_in(page) for page in (with_turn, afterwards, own)] == ["13800001234", "138****1234", "13800001234"]


def word_file() -> bytes:
    """A small DOCX as a word processor would save it."""
    stored = BytesIO()
    with ZipFile(stored, "w") as archive:
        archive.writestr("[Content_Types].xml", DOCX_TYPES)
        archive.writestr("_rels/.rels", "<Relationships/>")
        archive.writestr("word/document.xml", "<document/>")
    return stored.getvalue()
