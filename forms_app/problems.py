"""What still stands between a form and its submission, each with the place where it is put right."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One message a person reads, at the field (`anchor`, an element id) of a form section."""

    section: str
    anchor: str
    message: str
