"""The file of a notice, as it was issued."""

import re
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from archive.notices.domain.queries import visible_to
from archive.notices.models import Notice
from directory.decorators import signed_in


@require_safe
@signed_in
@xframe_options_sameorigin
def file(request: HttpRequest, notice_id: UUID) -> FileResponse:
    """Streams the stored bytes, never made anew; `?inline=1` shows them in the page. 404 unless it concerns them."""
    notice = get_object_or_404(visible_to(request.user).exclude(file=""), pk=notice_id)
    response = FileResponse(
        notice.file.open("rb"),
        as_attachment="inline" not in request.GET,
        filename=file_name(notice),
        content_type="application/pdf",
    )
    response["Content-Length"] = notice.file_size
    response["X-Content-Type-Options"] = "nosniff"
    return response


def file_name(notice: Notice) -> str:
    """A name to keep the file under: its number, then its title, without what file systems refuse."""
    return re.sub(r'[\\/:*?"<>|\s]+', " ", f"{notice.full_number} {notice.title}").strip() + ".pdf"
