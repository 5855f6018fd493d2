"""What of the forms a person may see."""

from django.db.models import Q, QuerySet

from directory.domain.queries import units_where
from directory.models import Person, PostFunction, Unit
from forms_app.models import Attachment, Document, Draft, Version


def units_filing(person: Person) -> list[Unit]:
    """The units a person may fill in forms for: those they are clerk of."""
    return units_where(person, (PostFunction.CLERK,))


def drafts_visible_to(person: Person) -> QuerySet[Draft]:
    """Drafts are private: their author's, and those of the units the person is clerk of."""
    return Draft.objects.filter(Q(author=person) | Q(unit__in=units_filing(person)))


def documents_visible_to(person: Person) -> QuerySet[Document]:
    """What a person may start a new draft from: their own documents and their units' as a clerk."""
    return Document.objects.filter(Q(author=person) | Q(unit__in=units_filing(person)))


def attachments_of(version: Version) -> list[Attachment]:
    """A version's attachments in their order; one query."""
    return list(Attachment.objects.filter(versionattachment__version=version).order_by("versionattachment__position"))
