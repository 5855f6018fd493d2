"""The panel in which a reader of a case asks to see masked personal data."""

from dataclasses import dataclass
from datetime import datetime

from directory.models import Person
from workflows.domain.unmasking import MaskedField, masked_fields, views_left
from workflows.forms import UnmaskForm
from workflows.models import Case


@dataclass(frozen=True)
class Unmasking:
    """What can be asked for and how often still today; `shown` is what this very answer shows, never again."""

    form: UnmaskForm
    left: int
    shown: MaskedField | None = None


def unmask_form(case: Case, *, sent: dict[str, str] | None = None) -> UnmaskForm:
    """The form for the fields that are masked in a case."""
    return UnmaskForm(sent, fields=[(masked.key, masked.label) for masked in masked_fields(case)])


def unmasking_of(
    case: Case, *, person: Person, form: UnmaskForm | None, shown: MaskedField | None, now: datetime
) -> Unmasking | None:
    """The panel for somebody to whom the case is shown masked; None when nothing in it is."""
    form = form or unmask_form(case)
    return Unmasking(form, views_left(person, now=now), shown) if form.fields["field"].choices else None
