"""Reading an attachment: as a download, or in a sandbox inside the page when it is a PDF or a picture."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from directory.decorators import signed_in
from forms_app.domain.access import may_read
from forms_app.judging import INLINE
from forms_app.models import Attachment

SANDBOX = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'; sandbox"
)


@require_safe
@signed_in
@cache_control(private=True, no_store=True)
def download(request: HttpRequest, attachment_id: UUID) -> HttpResponse:
    """The file under the name the person gave it. 404 for whoever may not read it."""
    return served(readable_or_404(request, attachment_id), as_attachment=True)


@require_safe
@signed_in
@cache_control(private=True, no_store=True)
def show(request: HttpRequest, attachment_id: UUID) -> HttpResponse:
    """A PDF or picture in place, on its own: no scripts, no forms, no sniffing. Office formats are only downloaded."""
    attachment = readable_or_404(request, attachment_id)
    return served(attachment, as_attachment=attachment.media_type not in INLINE)


def readable_or_404(request: HttpRequest, attachment_id: UUID) -> Attachment:
    """The attachment, if the person may read it."""
    attachment = Attachment.objects.filter(pk=attachment_id).first()
    if attachment is None or not may_read(request.user, attachment):
        raise Http404
    return attachment


def served(attachment: Attachment, *, as_attachment: bool) -> FileResponse:
    """The file as it was judged, whatever browsers would like to make of it."""
    try:
        file = attachment.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        file, as_attachment=as_attachment, filename=attachment.name, content_type=attachment.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
