"""Importing a workbook: previewed, every bad row named, all or nothing."""

from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from openpyxl import Workbook

from archive.trail.models import Entry
from directory.domain.queries import may
from directory.importing.entering import RowProblem, import_workbook
from directory.importing.workbook import MOST_ROWS, WorkbookRefused
from directory.models import Person, PostFunction, PostHolding, Unit
from tests.factories import moment

pytestmark = pytest.mark.django_db
NOW = moment("2026-03-02 10:00")
UNITS = ["单位名称", "简称", "类别", "主管单位", "统一社会信用代码"]
PEOPLE = ["用户名", "姓名", "电子邮箱", "单位名称", "岗位", "任职起", "任职止"]
HETAN = ["禾滩镇人民政府", "禾滩镇", "乡镇", None, None]
YANG = ["yang.hetan", "杨禾", "yang@xinhuang.example", "禾滩镇", "经办人", "2026-03-01", None]


@pytest.fixture
def workbook(tmp_path: Path):
    """Writes a workbook from rows of units and of people."""

    def write(units: list[list[Any]] | None = None, people: list[list[Any]] | None = None, **sheets: list) -> Path:
        book = Workbook()
        book.remove(book.active)
        wanted = {"单位": units and [UNITS, *units], "人员": people and [PEOPLE, *people], **sheets}
        for title, rows in wanted.items():
            if rows:
                sheet = book.create_sheet(title)
                for row in rows:
                    sheet.append(row)
        path = tmp_path / "county.xlsx"
        book.save(path)
        return path

    return write


def rehearse(path: Path):
    return import_workbook(path, apply=False, by=None, now=NOW)


def apply(path: Path):
    return import_workbook(path, apply=True, by=None, now=NOW)


def test_a_preview_says_what_would_come_and_stores_nothing(county, workbook):
    preview = rehearse(workbook([HETAN], [YANG]))

    assert (preview.new_units, preview.new_people, preview.new_posts) == (["禾滩镇人民政府"], ["yang.hetan"], 1)
    assert preview.problems == []
    assert not Unit.objects.filter(short_name="禾滩镇").exists()
    assert not Person.objects.filter(username="yang.hetan").exists()
    assert not Entry.objects.exists()


def test_applied_it_enters_units_people_and_posts_with_their_trail(county, workbook):
    apply(workbook([HETAN], [YANG]))

    assert may(
        Person.objects.get(username="yang.hetan"), PostFunction.CLERK, unit=Unit.objects.get(short_name="禾滩镇")
    )
    assert set(Entry.objects.values_list("action", flat=True)) == {"unit.added", "person.added", "holding.granted"}


def test_a_second_import_of_the_same_file_changes_nothing(county, workbook):
    path = workbook([HETAN], [YANG])
    apply(path)
    entries = Entry.objects.count()

    again = apply(path)

    assert (again.new_units, again.changed_units, again.new_people, again.unchanged) == ([], [], [], 2)
    assert Entry.objects.count() == entries


def test_a_unit_there_already_is_changed(county, workbook):
    preview = apply(workbook([["晃州小学", "晃州小学", "学校", "鱼市镇", None]]))

    assert preview.changed_units == ["晃州小学"]
    assert Unit.objects.get(name="晃州小学").parent == county.township


def test_a_person_with_two_units_has_two_rows(county, workbook):
    apply(workbook([HETAN], [YANG, ["yang.hetan", "杨禾", None, "鱼市镇", "审核人", "2026-03-01", None]]))

    yang = Person.objects.get(username="yang.hetan")
    assert sorted(PostHolding.objects.filter(person=yang).values_list("post__unit__short_name", "post__function")) == [
        ("禾滩镇", "clerk"),
        ("鱼市镇", "reviewer"),
    ]


@pytest.mark.parametrize(
    ("sheet", "change", "words"),
    [
        ("单位", {0: None}, "单位名称"),
        ("单位", {0: "长" * 81}, "80"),
        ("单位", {1: "长" * 21}, "20"),
        ("单位", {1: None}, "简称"),
        ("单位", {2: "城堡"}, "“城堡”"),
        ("单位", {2: None}, "类别"),
        ("单位", {3: "没有的局"}, "“没有的局”"),
        ("单位", {4: "11431227DEM0000001"}, "GB 32100"),
        ("单位", {4: 12345}, "GB 32100"),
        ("单位", {1: '=CONCAT("禾滩","镇")'}, "B2"),
        ("人员", {0: None}, "用户名"),
        ("人员", {1: None}, "姓名"),
        ("人员", {2: "not-an-address"}, "电子邮箱"),
        ("人员", {3: "没有的镇"}, "“没有的镇”"),
        ("人员", {4: "国王"}, "“国王”"),
        ("人员", {4: "出纳"}, "“出纳”"),
        ("人员", {5: "三月一日"}, "“三月一日”"),
        ("人员", {5: "2026-02-30"}, "“2026-02-30”"),
        ("人员", {5: None}, "任职起"),
        ("人员", {6: "2026-02-01"}, ""),
        ("人员", {0: "clerk"}, "杨经办"),
        ("人员", {5: "=TODAY()"}, "F2"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_imported(county, workbook, sheet, change, words):
    units, people = list(HETAN), list(YANG)
    for place, value in change.items():
        (units if sheet == "单位" else people)[place] = value
    before = [Unit.objects.count(), Person.objects.count(), PostHolding.objects.count()]

    preview = apply(workbook([units], [people]))

    named = [problem for problem in preview.problems if problem.sheet == sheet]
    assert [problem.row for problem in named] == [2]
    assert words in named[0].words
    assert before == [Unit.objects.count(), Person.objects.count(), PostHolding.objects.count()]


def test_every_bad_row_is_named_not_only_the_first(county, workbook):
    preview = rehearse(workbook([["甲", "甲", "城堡"], HETAN, ["乙", "乙", "宫殿"]]))

    assert [(problem.sheet, problem.row) for problem in preview.problems] == [("单位", 2), ("单位", 4)]


def test_two_overlapping_times_in_one_post_are_a_bad_row(county, workbook):
    later = ["yang.hetan", "杨禾", None, "禾滩镇", "经办人", "2026-06-01", None]
    preview = rehearse(workbook([HETAN], [YANG, later]))

    assert [(problem.row, "2026-03-01" in problem.words) for problem in preview.problems] == [(3, True)]


def test_days_and_numbers_of_a_spreadsheet_are_read_as_typed(county, workbook):
    row = ["zhao", "赵", None, "鱼市镇", "经办人", datetime(2026, 3, 1), date(2026, 12, 31)]

    apply(workbook(people=[row]))

    held = PostHolding.objects.get(person__username="zhao")
    assert (held.begins, held.ends) == (date(2026, 3, 1), date(2026, 12, 31))


def test_merged_cells_leave_rows_without_a_name_and_those_are_named(county, tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "单位"
    for row in (UNITS, HETAN, ["贡溪镇人民政府", "贡溪镇", "乡镇"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    path = tmp_path / "merged.xlsx"
    book.save(path)

    assert [(problem.sheet, problem.row) for problem in rehearse(path).problems] == [("单位", 3)]


@pytest.mark.parametrize(
    ("sheets", "words"),
    [
        ({"units": [HETAN], "单位2": [["x"]]}, None),
        ({"Sheet1": [UNITS, HETAN]}, "单位"),
        ({"单位": [["单位名称", "简称"], ["甲", "甲"]]}, "类别"),
        ({"单位": [[*UNITS, "备注"], [*HETAN, "x"]]}, "备注"),
        ({"单位": [["单位名称", "Name", "简称", "类别"], ["甲", "甲", "甲", "乡镇"]]}, "单位名称"),
    ],
)
def test_a_sheet_with_wrong_columns_is_refused_by_name(county, workbook, sheets, words):
    if words is None:
        assert rehearse(workbook(**sheets)).problems == []
        return
    with pytest.raises(WorkbookRefused) as refused:
        rehearse(workbook(**sheets))
    assert words in str(refused.value)


def test_a_hundred_thousand_rows_are_refused_without_reading_them_all(county, tmp_path):
    book = Workbook(write_only=True)
    sheet = book.create_sheet("单位")
    sheet.append(UNITS)
    for number in range(100_000):
        sheet.append([f"单位{number}", "单", "乡镇"])
    path = tmp_path / "long.xlsx"
    book.save(path)

    with pytest.raises(WorkbookRefused) as refused:
        rehearse(path)
    assert str(MOST_ROWS) in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused(county, tmp_path, content):
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)
    with pytest.raises(WorkbookRefused):
        rehearse(path)


def test_the_command_names_bad_rows_and_fails(county, workbook):
    path, errors = workbook([["甲", "甲", "城堡"]]), StringIO()

    with pytest.raises(CommandError):
        call_command("import_units", path, "--apply", stdout=StringIO(), stderr=errors)

    assert errors.getvalue().startswith("单位 row 2: ")
    assert not Unit.objects.filter(name="甲").exists()


def test_the_command_stores_only_with_apply(county, workbook):
    path = workbook([HETAN])
    call_command("import_units", path, stdout=StringIO())
    assert not Unit.objects.filter(short_name="禾滩镇").exists()

    call_command("import_units", path, "--apply", stdout=StringIO())
    assert Unit.objects.filter(short_name="禾滩镇").exists()


def test_a_file_that_is_not_there_is_a_command_error(county, tmp_path):
    with pytest.raises(CommandError):
        call_command("import_units", tmp_path / "none.xlsx", stdout=StringIO())


def test_a_problem_reads_as_sheet_row_and_words(county, workbook):
    with translation.override("en"):
        problems = rehearse(workbook([["甲", None, "乡镇"]], [YANG])).problems

    assert problems == [
        RowProblem("单位", 2, "简称 is missing."),
        RowProblem("人员", 2, "There is no unit “禾滩镇”, neither here nor in the rows above."),
    ]
