"""A page of a form as data: its fields, the list of pages with their states, what is wrong, when it was saved."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import Form
from django.forms.utils import ErrorDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from directory.domain.settings import setting
from forms_app.domain.drafts import Typed
from forms_app.models import Attachment, Draft
from forms_app.problems import Problem
from forms_app.registry import DocumentType, FormSection

ICONS = {"done": "circle-check", "begun": "circle-dot", "todo": "circle", "locked": "circle"}


@dataclass(frozen=True)
class Step:
    """A page of the form in the list beside it. `url` is empty where one cannot go yet."""

    title: str
    url: str
    state: str
    word: str
    current: bool

    @property
    def icon(self) -> str:
        """The sign beside the word."""
        return ICONS[self.state]


@dataclass(frozen=True)
class FormPage:
    """What the template shows. `seen` and `window` travel with the form: two windows do not overwrite each other."""

    draft: Draft
    kind: DocumentType
    section: FormSection
    form: Form
    problems: list[Problem]
    steps: list[Step]
    number: int
    count: int
    seen: int
    window: str
    due: date | None
    attachments: list[Attachment]
    extras: dict[str, Any]
    limits: dict[str, Any]

    @property
    def filed_already(self) -> bool:
        """Whether what stands in the way is a document filed before, which the draft may amend."""
        codes = [error.code for errors in self.form.errors.as_data().values() for error in errors]
        return "already_filed" in codes

    @property
    def back_url(self) -> str:
        """The page before this one, or the start page."""
        return self.steps[self.number - 2].url if self.number > 1 else "/"


def form_page(
    draft: Draft,
    kind: DocumentType,
    section: FormSection,
    typed: Typed,
    *,
    checked: bool,
    window: str = "",
    more: tuple[Problem, ...] = (),
) -> FormPage:
    """Builds a page. `checked` shows what is wrong on it; `more` are problems of this one request."""
    form = kind.form(data=typed.fields, unit=draft.unit, draft=draft)
    form.is_valid()
    problems = kind.problems(form)
    attachments = list(draft.attachments.all())
    steps = steps_of(draft, kind, section, typed, problems, attachments)
    here = [problem for problem in problems if problem.section == section.key] if checked else []
    show_errors_of(form, section if checked else None)
    return FormPage(
        draft=draft,
        kind=kind,
        section=section,
        form=form,
        problems=[*more, *here],
        steps=steps,
        number=kind.form_sections.index(section) + 1,
        count=len(steps),
        seen=typed.saves_of(section.key),
        window=window or secrets.token_hex(8),
        due=kind.due_day(typed.fields),
        attachments=attachments,
        extras=kind.page_extras(section, form, typed.fields),
        limits={name: setting(f"attachments.{name}") for name in ("max_mb", "max_files", "max_total_mb")},
    )


def steps_of(
    draft: Draft,
    kind: DocumentType,
    current: FormSection,
    typed: Typed,
    problems: list[Problem],
    attachments: list[Attachment],
) -> list[Step]:
    """The pages of the form and, last, checking and submitting, which needs the others to be in order."""
    words = {
        "done": pgettext("page of a form", "Done"),
        "begun": _("Begun"),
        "todo": _("Not begun"),
        "locked": _("Cannot start yet"),
    }
    wrong = {problem.section for problem in problems}
    steps = []
    for section in kind.form_sections:
        state = _state(section, typed, wrong, attachments)
        word = _("Optional") if state == "todo" and section.optional else words[state]
        url = reverse("forms_app:edit", args=[draft.pk, section.key])
        steps.append(Step(str(section.title), url, state, word, section == current))
    ready = "locked" if wrong else "todo"
    url = "" if wrong else reverse("workflows:submit", args=[draft.pk])
    return [*steps, Step(_("Check and submit"), url, ready, words[ready], False)]


def _state(section: FormSection, typed: Typed, wrong: set[str], attachments: list[Attachment]) -> str:
    begun = typed.saves_of(section.key) or (section.key == "attachments" and attachments)
    if section.key in wrong:
        return "begun" if begun else "todo"
    if section.optional and not begun:
        return "todo"
    return "done"


def show_errors_of(form: Form, section: FormSection | None) -> None:
    """Keep the messages of one page only, so that an untouched page is not red."""
    form._errors = ErrorDict(
        {name: errors for name, errors in form.errors.items() if section and (section.owns(name) or name == "__all__")}
    )
    for part in vars(form).values():
        if hasattr(part, "show_errors"):
            part.show_errors = section is not None and section.owns(f"{part.prefix}-0")
