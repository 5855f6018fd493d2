"""How a new form begins: for which unit, empty or like an earlier document. Types add their own questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.models import Person, Unit
from forms_app.domain.queries import documents_visible_to
from forms_app.models import Document

MOST_PATTERNS = 30


class PatternChoice(forms.ModelChoiceField):
    """An earlier document, told by its title and unit."""

    def label_from_instance(self, document: Document) -> str:
        """“Title (unit, day)”."""
        return f"{document.title}（{document.unit.short_name}，{document.created:%Y-%m-%d}）"


class StartForm(forms.Form):
    """Unit and pattern; `chosen()` is what the type asked besides."""

    unit = forms.ModelChoiceField(
        label=_("For which unit?"),
        queryset=Unit.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose the unit"), "invalid_choice": _("Choose one of your units")},
    )
    like = PatternChoice(
        label=_("Start from an earlier document"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("Start empty"),
        help_text=_("Everything is taken over but the year in dates and title; attachments are not."),
        error_messages={"invalid_choice": _("Choose one of your unit's documents")},
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        kind: str,
        person: Person,
        units: list[Unit],
        initial: dict[str, Any] | None = None,
    ):
        super().__init__(data, files, initial=initial, use_required_attribute=False)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        if len(units) == 1:
            self.fields["unit"].initial = units[0].pk
            self.fields["unit"].widget = forms.HiddenInput()
        earlier = documents_visible_to(person).filter(kind=kind).exclude(current=None).select_related("unit", "current")
        self.patterns = list(earlier.order_by("-created")[:MOST_PATTERNS])
        self.fields["like"].queryset = earlier
        self.fields["like"].choices = [("", _("Start empty"))] + [
            (document.pk, self.fields["like"].label_from_instance(document)) for document in self.patterns
        ]
        if not self.patterns:
            del self.fields["like"]
        else:
            self.initial.setdefault("like", self.patterns[0].pk)

    def chosen(self) -> dict[str, Any]:
        """The answers to the type's own questions."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("unit", "like", "file")}
