"""Finding a person's draft; other people's do not exist for them."""

from uuid import UUID

from django.http import Http404, HttpRequest

from forms_app.domain.queries import drafts_visible_to
from forms_app.models import Draft
from forms_app.registry import DocumentType, FormSection, UnknownDocumentType, document_type


def draft_or_404(request: HttpRequest, draft_id: UUID) -> Draft:
    """The draft, if the person may see it."""
    draft = drafts_visible_to(request.user).select_related("unit", "document", "author").filter(pk=draft_id).first()
    if draft is None:
        raise Http404
    return draft


def kind_or_404(kind: str) -> DocumentType:
    """The document type of an address."""
    try:
        return document_type(kind)
    except UnknownDocumentType:
        raise Http404 from None


def section_or_404(kind: DocumentType, key: str) -> FormSection:
    """The page of a form."""
    section = kind.form_section(key)
    if section is None:
        raise Http404
    return section
