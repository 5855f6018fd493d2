"""manage.py render_notice and check_notice, as their users call them."""

import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from archive.notices.checking import check
from archive.notices.content import NoticeContent
from archive.notices.rendering import render
from tests.archive.notices.factories import certificate, filing_receipt, set_badly, short_notice

TYPED = "县文明委文件\n晃文明委〔2026〕5号\n关于开会的通知\n各单位：\n请参加会议。\n县文明委\n"


def rendered(tmp_path, source_text, *options, name="notice.txt"):
    """The bytes of the PDF made from a source file, and what was said on standard error."""
    source, out, said = tmp_path / name, tmp_path / "out.pdf", io.StringIO()
    source.write_text(source_text, encoding="utf-8")
    call_command("render_notice", str(source), "--out", str(out), *options, stderr=said)
    return out.read_bytes(), said.getvalue()


def test_a_typed_text_becomes_a_notice_and_what_is_missing_is_said(tmp_path):
    pdf, said = rendered(tmp_path, TYPED)

    assert [finding for finding in check(pdf) if not finding.ok] == []
    assert said == "not given: date\n"


def test_json_gives_the_same_file_as_the_library(tmp_path):
    pdf, said = rendered(tmp_path, filing_receipt().to_json(), name="notice.json")

    assert pdf == render(filing_receipt())
    assert said == ""


def test_the_command_line_overrules_the_source(tmp_path):
    options = (
        "--issuer",
        "县教育局",
        "--number",
        "晃教〔2026〕7号",
        "--title",
        "关于放假的通知",
        "--date",
        "2026年5月1日",
    )
    pdf, _ = rendered(tmp_path, filing_receipt().to_json(), *options, "--format", "redhead")

    wanted = json.loads(filing_receipt().to_json()) | {
        "issuers": ["县教育局"],
        "number": "晃教〔2026〕7号",
        "title": "关于放假的通知",
        "date": "2026-05-01",
        "format": "redhead",
    }
    assert pdf == render(NoticeContent.from_json(wanted))


def test_a_title_of_more_than_four_lines_is_set_and_said(tmp_path):
    title = "关于做好志愿服务工作计划备案有关事项" * 5
    pdf, said = rendered(tmp_path, TYPED.replace("会议。", "会议。" * 99), "--date", "2026-03-05", "--title", title)

    assert said == "title: 90 characters are too many for 4 lines, about 80 at most\n"
    assert {finding.rule for finding in check(pdf) if not finding.ok} <= {"B1"}


def test_a_certificate_is_made_from_json(tmp_path):
    pdf, said = rendered(tmp_path, certificate("杨𬸚").to_json(), name="certificate.json")

    assert pdf == render(certificate("杨𬸚"))
    assert said == ""


def test_what_is_doubtful_in_a_typed_text_is_said_with_its_line(tmp_path):
    _, said = rendered(tmp_path, TYPED.replace("请参加", '请"参加'), "--date", "2026-03-05")

    assert said == 'line 5: ": a straight quote without its pair\n'


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("", (), "the text is empty"),
        ("{", (), "not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ('{"colour": "red"}', (), "colour: unknown field"),
        (TYPED, ("--date", "soon"), "date: 'soon' is not a day like 2026年3月5日 or 2026-03-05"),
        (TYPED.replace("参加", "\ue001"), (), "no face has these characters: U+E001"),
        (TYPED.replace("参加", "🙂"), (), "no face has these characters: 🙂 U+1F642"),
    ],
)
def test_bad_input_is_answered_in_one_line_with_exit_2(tmp_path, text, options, message):
    with pytest.raises(CommandError) as refused:
        rendered(tmp_path, text, *options)

    assert (str(refused.value), refused.value.returncode) == (message, 2)
    assert not (tmp_path / "out.pdf").exists()


def test_a_file_that_is_not_there_and_one_that_is_no_text(tmp_path):
    (tmp_path / "picture").write_bytes(b"\xff\xd8\xff\xe0")
    for name, message in (
        ("nowhere", f"{tmp_path}/nowhere: No such file or directory"),
        ("picture", "picture is not UTF-8 text"),
    ):
        with pytest.raises(CommandError) as refused:
            call_command("render_notice", str(tmp_path / name), "--out", str(tmp_path / "out.pdf"))
        assert (str(refused.value), refused.value.returncode) == (message, 2)


def checked(tmp_path, pdf, *options):
    """What check_notice prints and its exit code."""
    file, out = tmp_path / "notice.pdf", io.StringIO()
    file.write_bytes(pdf)
    try:
        call_command("check_notice", str(file), *options, stdout=out)
    except SystemExit as ended:
        return out.getvalue(), ended.code
    return out.getvalue(), 0


def test_the_ruler_prints_a_line_per_rule(tmp_path):
    printed, code = checked(tmp_path, render(short_notice()))

    rules = [line.split()[0] for line in printed.splitlines()]
    assert rules == [
        *("P1", "P2", "P3", "P4", "P5", "P6", "H1", "H2", "H3", "H4", "H5"),
        *("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10", "B11"),
        *("R1", "R2", "R3", "L1", "L2", "L3", "L4", "F1", "F2"),
    ]
    assert {line.split()[1] for line in printed.splitlines()} == {"ok"}
    assert code == 0


def test_the_ruler_names_place_and_fault_and_exits_1(tmp_path):
    pdf = set_badly(short_notice(), style=".addressees{padding-left:6pt}")
    printed, code = checked(tmp_path, pdf)

    assert "B2  FAULT page 1, 30.1 mm from the left" in printed
    assert "found at 30.12 mm, wanted flush left, 28 mm" in printed
    assert code == 1


def test_the_ruler_speaks_json(tmp_path):
    printed, code = checked(tmp_path, set_badly(short_notice(), style=".addressees{padding-left:6pt}"), "--json")

    faults = [finding for finding in json.loads(printed) if not finding["ok"]]
    assert {tuple(fault) for fault in faults} == {("rule", "ok", "page", "x_mm", "y_mm", "found", "wanted")}
    assert ("B2", 1, 30.12) in {(fault["rule"], fault["page"], fault["x_mm"]) for fault in faults}
    assert code == 1


@pytest.mark.parametrize("junk", [b"", b"not a PDF", b"%PDF-1.7\n%%EOF"])
def test_a_file_that_is_no_pdf_is_answered_with_exit_2(tmp_path, junk):
    (tmp_path / "junk.pdf").write_bytes(junk)
    with pytest.raises(CommandError, match="not a readable PDF") as refused:
        call_command("check_notice", str(tmp_path / "junk.pdf"))
    assert refused.value.returncode == 2
