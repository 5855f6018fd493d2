"""A field of a crispy form: label, hint and error stand above the input, and screen readers hear them with it."""

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.utils.translation import override
from lxml import html


class Sheet(forms.Form):
    contact = forms.CharField(
        label="Contact", help_text="Reviewers see it.", error_messages={"required": "Write the contact."}
    )
    kinds = forms.MultipleChoiceField(
        label="Kinds", choices=[("1", "Aid"), ("2", "Care")], widget=forms.CheckboxSelectMultiple, required=False
    )


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def page_of(form: forms.Form) -> html.HtmlElement:
    return html.fromstring(f"<main>{render_crispy_form(form)}</main>")


def test_label_hint_and_error_come_before_the_input():
    field = page_of(Sheet({})).get_element_by_id("div_id_contact")

    assert [(part.tag, part.text_content().strip()) for part in field] == [
        ("label", "Contact*"),
        ("div", "Reviewers see it."),
        ("div", "Write the contact."),
        ("input", ""),
    ]


def test_the_input_names_its_hint_and_error():
    page = page_of(Sheet({}))
    control = page.get_element_by_id("id_contact")
    described = [
        page.get_element_by_id(name).text_content().strip() for name in control.get("aria-describedby").split()
    ]

    assert (control.get("aria-invalid"), "is-invalid" in control.get("class"), sorted(described)) == (
        "true",
        True,
        ["Reviewers see it.", "Write the contact."],
    )


def test_several_choices_are_one_group_with_a_legend():
    page = page_of(Sheet())
    group = page.get_element_by_id("div_id_kinds").find("fieldset")

    assert (
        group.find("legend").text_content().strip(),
        [label.text_content().strip() for label in group.iter("label")],
    ) == (
        "Kinds",
        ["Aid", "Care"],
    )
