"""Units and people from a workbook, in the browser's three steps: upload, look, confirm."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from openpyxl import Workbook

from directory.models import Person, Unit
from tests.factories import county as small_county
from tests.workflows.views.road import signed_in

pytestmark = pytest.mark.django_db
UNITS = ["单位名称", "简称", "类别", "主管单位", "统一社会信用代码"]
PEOPLE = ["用户名", "姓名", "电子邮箱", "单位名称", "岗位", "任职起", "任职止"]
HETAN = ["禾滩镇人民政府", "禾滩镇", "乡镇", None, None]
YANG = ["yang.hetan", "杨禾", "yang@xinhuang.example", "禾滩镇", "经办人", "2026-03-01", None]


@pytest.fixture
def county():
    return small_county()


def workbook(*, units: list, people: list) -> BytesIO:
    """A workbook as a browser uploads it."""
    book, file = Workbook(), BytesIO()
    book.remove(book.active)
    for title, rows in (("单位", [UNITS, *units]), ("人员", [PEOPLE, *people])):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(file)
    file.seek(0)
    file.name = "county.xlsx"
    return file


def kept_files() -> list[str]:
    return default_storage.listdir("imports")[1] if default_storage.exists("imports") else []


def test_nothing_is_entered_before_it_is_confirmed(county):
    admin = signed_in(county.sysadmin)

    shown = admin.post("/directory/units/import/", {"workbook": workbook(units=[HETAN], people=[YANG])})

    assert (shown.status_code, "禾滩镇人民政府" in shown.content.decode()) == (200, True)
    assert not Unit.objects.filter(short_name="禾滩镇").exists()


def test_confirmed_it_is_entered_and_the_file_is_gone(county):
    admin = signed_in(county.sysadmin)
    admin.post("/directory/units/import/", {"workbook": workbook(units=[HETAN], people=[YANG])})

    done = admin.post("/directory/units/import/confirm/")

    assert done.status_code == 302
    assert Unit.objects.filter(short_name="禾滩镇").count() == 1
    assert Person.objects.get(username="yang.hetan").name == "杨禾"
    assert kept_files() == []


def test_between_the_steps_the_workbook_lies_sealed(county):
    signed_in(county.sysadmin).post("/directory/units/import/", {"workbook": workbook(units=[HETAN], people=[YANG])})

    (name,) = kept_files()
    with default_storage.open(f"imports/{name}") as sealed:
        assert not sealed.read().startswith(b"PK")


def test_a_bad_row_is_named_and_nothing_waits_to_be_confirmed(county):
    admin = signed_in(county.sysadmin)
    bad = [*YANG[:4], "村长", *YANG[5:]]

    shown = admin.post("/directory/units/import/", {"workbook": workbook(units=[HETAN], people=[YANG, bad])})

    assert shown.status_code == 422
    assert [(p.sheet, p.row) for p in shown.context["preview"].problems] == [("人员", 3)]
    assert (kept_files(), admin.post("/directory/units/import/confirm/").status_code) == ([], 422)


@pytest.mark.parametrize("upload", [None, BytesIO(b"not a workbook at all")], ids=["none", "not a workbook"])
def test_what_is_no_workbook_is_refused_in_words(county, upload):
    if upload is not None:
        upload.name = "county.xlsx"

    shown = signed_in(county.sysadmin).post("/directory/units/import/", {"workbook": upload} if upload else {})

    assert (shown.status_code, bool(shown.context["refused"])) == (422, True)


def test_only_a_system_administrator_imports(county):
    assert signed_in(county.head).get("/directory/units/import/").status_code == 404
