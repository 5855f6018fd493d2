"""How the plan's fields stand on the page; the activities between them are the grid's template."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row

HEAD_FIELDS = ("filed_as", "year", "title", "leader", "contact", "phone", "aims", "teams", "head_count")
MEANS_FIELDS = ("budget", "budget_source", "guarantees")


def _helper(*parts: object) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*parts)
    return helper


def _beside(*names: str) -> Row:
    """Fields in one row; their inputs stand on one line whatever stands above them (forms.css)."""
    return Row(*(Column(name, css_class="col-md") for name in names), css_class="field-row")


def head_layout() -> FormHelper:
    """The page “plan”: what it is, who answers for it, what it is meant to do."""
    return _helper(
        "filed_as",
        Row(Column("year"), Column("title"), css_class="field-row field-row-short-first"),
        _beside("leader", "contact", "phone"),
        "aims",
        "teams",
        "head_count",
    )


def means_layout() -> FormHelper:
    """Below the activities: money and guarantees."""
    return _helper(_beside("budget", "budget_source"), "guarantees")
