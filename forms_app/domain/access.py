"""Who else may read an attachment, and what keeps a document from being amended: rooms above register here.

Forms know drafts only. Whoever puts a version on its way knows who reads it there.
"""

from collections.abc import Callable

from directory.models import Person
from forms_app.domain.queries import drafts_visible_to
from forms_app.models import Attachment, Document

_readers: list[Callable[[Person, Attachment], bool]] = []
_obstacles: list[Callable[[Document], str | None]] = []


def register_reader(function: Callable[[Person, Attachment], bool]) -> None:
    """Have `function(person, attachment)` asked whether the person may read it. Registering twice changes nothing."""
    if function not in _readers:
        _readers.append(function)


def register_obstacle(function: Callable[[Document], str | None]) -> None:
    """Have `function(document)` asked, before an amendment begins, for a reason against it, in words."""
    if function not in _obstacles:
        _obstacles.append(function)


def may_read(person: Person, attachment: Attachment) -> bool:
    """Whether a person may open an attachment: of a draft they see, or where a registered reader says so."""
    if attachment.draft_id and drafts_visible_to(person).filter(pk=attachment.draft_id).exists():
        return True
    return any(function(person, attachment) for function in _readers)


def obstacle_to_amending(document: Document) -> str | None:
    """Why the document cannot be amended now, or None."""
    return next((reason for function in _obstacles if (reason := function(document))), None)
