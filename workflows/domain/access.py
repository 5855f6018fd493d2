"""What the forms' room asks of the road: who reads an attachment there, and when a document must stay as it is."""

from django.utils.translation import gettext as _

from directory.models import Person
from forms_app.domain.access import register_obstacle, register_reader
from forms_app.models import Attachment, Document
from workflows.domain.queries import cases_visible_to
from workflows.models import OPEN_STATES, Case, CaseState


def may_read_attachment(person: Person, attachment: Attachment) -> bool:
    """Whether an attachment belongs to a version of a case the person may read."""
    return cases_visible_to(person).filter(document__versions__attachments=attachment).exists()


def obstacle_to_amending(document: Document) -> str | None:
    """Why a document cannot be amended now: it is on its way, and not with its unit."""
    states = [state for state in OPEN_STATES if state != CaseState.IN_CORRECTION]
    if Case.objects.filter(document=document, state__in=states).exists():
        return _("This document is being reviewed. It can be changed after a return or a withdrawal.")
    return None


def answer_the_forms() -> None:
    """Let the forms' room ask here. Twice changes nothing."""
    register_reader(may_read_attachment)
    register_obstacle(obstacle_to_amending)
