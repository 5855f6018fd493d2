"""The registry: the types there are, and one more by registering it."""

import pytest
from django import forms

from archive.trail.transactions import one_transaction
from forms_app import registry
from forms_app.domain.drafts import fields_of, save_draft, start_draft
from forms_app.domain.versions import content_of, freeze_version
from forms_app.registry import DocumentType, FormSection, UnknownDocumentType, document_type, document_types, form_data
from forms_app.sheet import Row, Section
from tests import factories
from tests.forms_app.factories import MORNING


class WishForm(forms.Form):
    wish = forms.CharField(error_messages={"required": "Say your wish"})
    days = forms.MultipleChoiceField(choices=[("mon", "Monday"), ("tue", "Tuesday")])


class WishType(DocumentType):
    """A type of one page, as a newcomer would write it."""

    kind = "wish"
    name = "Wish"
    icon = "coffee"
    form_sections = (FormSection("wish", "Wish", "forms_app/form.html", ("wish", "days")),)

    def form(self, data=None, files=None, *, unit, draft=None):
        return WishForm(form_data(data))

    def content(self, form):
        return {"title": form.cleaned_data["wish"], "days": form.cleaned_data["days"]}

    def sections(self, content, *, masked=False):
        return [Section("wish", "Wish", (Row("wish", "Wish", content["title"]),))]


@pytest.fixture
def wishes(monkeypatch) -> WishType:
    monkeypatch.setattr(registry, "_registered", dict(registry._registered))
    registry.register(WishType())
    return document_type("wish")


def test_the_work_plan_is_the_first_type():
    assert next(kind.kind for kind in document_types()) == "work_plan"


def test_a_kind_there_is_not_is_told():
    with pytest.raises(UnknownDocumentType):
        document_type("fairy_tale")


@pytest.mark.django_db
def test_a_type_of_ones_own_goes_from_draft_to_version(wishes):
    county = factories.county()
    draft = start_draft("wish", unit=county.township, by=county.clerk, now=MORNING)
    save_draft(draft, fields={"wish": "一间活动室", "days": ["mon", "tue"]}, by=county.clerk, now=MORNING)
    form = wishes.form(data=fields_of(draft), unit=draft.unit, draft=draft)
    assert form.is_valid()

    with one_transaction():
        version = freeze_version(draft, form=form, by=county.clerk, now=MORNING)

    assert version.document.title == "一间活动室"
    assert content_of(version) == {"attachments": [], "days": ["mon", "tue"], "title": "一间活动室"}


@pytest.mark.django_db
def test_its_problems_name_page_and_field(wishes):
    form = wishes.form(data={"days": "mon"}, unit=factories.county().township)

    assert [(problem.section, problem.anchor, problem.message) for problem in wishes.problems(form)] == [
        ("wish", "id_wish", "Say your wish")
    ]
