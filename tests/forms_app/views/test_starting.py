"""A form begins: empty, like last year's, as a Word plan, or as an amendment."""

import pytest
from django.urls import reverse

from directory.models import PostFunction
from forms_app.domain.drafts import fields_of
from forms_app.models import Draft
from tests import factories
from tests.forms_app.factories import docx_bytes, frozen, plan_draft, upload

pytestmark = pytest.mark.django_db
NEW = "/documents/new/work_plan/"


def test_a_clerk_begins_the_plan_of_a_year(client, monday):
    county = factories.county()
    client.force_login(county.clerk)

    response = client.post(NEW, {"unit": county.township.pk, "year": "2026", "filed_as": "form"})
    draft = Draft.objects.get()

    assert response.url == reverse("forms_app:edit", args=[draft.pk, "head"])
    assert (draft.unit, draft.author, fields_of(draft)["year"]) == (county.township, county.clerk, "2026")


def test_nothing_is_made_by_looking(client, monday):
    county = factories.county()
    client.force_login(county.clerk)

    assert client.get(NEW).status_code == 200
    assert Draft.objects.count() == 0


def test_who_is_clerk_of_two_units_is_asked_which(client, monday):
    county = factories.county()
    factories.holding(county.clerk, county.school, PostFunction.CLERK)
    client.force_login(county.clerk)
    client.cookies["django_language"] = "en"

    response = client.post(NEW, {"year": "2026", "filed_as": "form"})

    assert response.status_code == 422
    assert "Choose the unit" in response.content.decode()


def test_nobody_begins_for_another_unit(client, monday):
    county = factories.county()
    client.force_login(county.clerk)

    response = client.post(NEW, {"unit": county.school.pk, "year": "2026", "filed_as": "form"})

    assert (response.status_code, Draft.objects.count()) == (422, 0)


@pytest.mark.parametrize("who", ["head", "reviewer", "sysadmin"])
def test_only_clerks_begin(client, monday, who):
    county = factories.county()
    client.force_login(getattr(county, who))

    assert [client.get(NEW).status_code, client.post(NEW, {}).status_code] == [404, 404]


def test_a_kind_there_is_not_does_not_exist(client, monday):
    client.force_login(factories.county().clerk)

    assert client.get("/documents/new/fairy_tale/").status_code == 404


def test_a_new_plan_starts_from_an_earlier_one(client, monday):
    county = factories.county()
    document = frozen(plan_draft(county.township, county.clerk), county.clerk).document
    client.force_login(county.clerk)

    client.post(NEW, {"unit": county.township.pk, "year": "2027", "filed_as": "form", "like": document.pk})
    fields = fields_of(Draft.objects.get())

    assert (fields["year"], fields["items-0-activity"], fields["contact"]) == ("2027", "春季义务植树", "杨经办")


def test_another_units_plan_is_no_pattern(client, monday):
    county = factories.county()
    foreign = frozen(plan_draft(county.school, county.school_clerk), county.school_clerk).document
    frozen(plan_draft(county.township, county.clerk), county.clerk)
    client.force_login(county.clerk)

    response = client.post(NEW, {"unit": county.township.pk, "year": "2027", "filed_as": "form", "like": foreign.pk})

    assert (response.status_code, Draft.objects.count()) == (422, 0)


def test_a_year_already_filed_is_offered_as_an_amendment(client, monday):
    county = factories.county()
    document = frozen(plan_draft(county.township, county.clerk), county.clerk).document
    client.force_login(county.clerk)
    chosen = {"unit": county.township.pk, "year": "2026", "filed_as": "form", "like": ""}

    asked = client.post(NEW, chosen)
    assert (asked.status_code, Draft.objects.count()) == (409, 0)
    assert f'name="amend" value="{document.pk}"' in asked.content.decode()

    client.post(NEW, chosen | {"amend": str(document.pk)})
    draft = Draft.objects.get()

    assert (draft.document, fields_of(draft)["items-0-activity"]) == (document, "春季义务植树")


def test_a_word_plan_is_attached_and_its_head_proposed(client, monday):
    county = factories.county()
    client.force_login(county.clerk)
    word = docx_bytes(
        "鱼市镇2026年志愿服务工作安排",
        "为深入开展志愿服务活动……",
        "责任领导：姚建国",
        "联系人：吴小兰  电话：0745-6221234",
    )

    client.post(
        NEW, {"unit": county.township.pk, "year": "2026", "filed_as": "word", "file": upload("计划.docx", word)}
    )
    draft = Draft.objects.get()
    fields = fields_of(draft)

    assert [file.name for file in draft.attachments.all()] == ["计划.docx"]
    assert {name: fields[name] for name in ("filed_as", "year", "title", "leader", "contact", "phone")} == {
        "filed_as": "word",
        "year": "2026",
        "title": "鱼市镇2026年志愿服务工作安排",
        "leader": "姚建国",
        "contact": "吴小兰",
        "phone": "0745-6221234",
    }


def test_a_refused_file_does_not_take_the_draft_along(client, monday):
    county = factories.county()
    client.force_login(county.clerk)

    client.post(
        NEW, {"unit": county.township.pk, "year": "2026", "filed_as": "word", "file": upload("计划.docx", b"MZ\x90\0")}
    )

    assert (Draft.objects.count(), Draft.objects.get().attachments.count()) == (1, 0)


def test_a_draft_is_discarded_by_post_only(client, monday):
    county = factories.county()
    draft = plan_draft(county.township, county.clerk)
    client.force_login(county.clerk)
    address = reverse("forms_app:discard", args=[draft.pk])

    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 302
    assert Draft.objects.count() == 0
