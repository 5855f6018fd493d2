"""What can keep a form from going on; each message is read by a person."""

from typing import Any


class FormsError(Exception):
    """`message` says what happened and what to do next."""

    def __init__(self, message: Any):
        self.message = str(message)
        super().__init__(self.message)


class UploadRefused(FormsError):
    """A file that is not taken, and why."""


class CannotBeSubmitted(FormsError):
    """The form was valid when it was checked, but something else was filed first."""


class CannotBeAmended(FormsError):
    """The document cannot be corrected or amended now."""


class DraftIsGone(FormsError):
    """The draft was submitted or discarded meanwhile."""


class ChangedElsewhere(FormsError):
    """Another window or another clerk changed the same page of the draft since it was opened here."""
