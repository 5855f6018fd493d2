"""Where the source code of this very program is (AGPL-3.0, section 13)."""

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.source_code import FOLDER, packed


@require_safe
def source(request: HttpRequest) -> HttpResponse:
    """The licence in a few sentences, the source to download, and where the office publishes it, if it does."""
    published = settings.SOURCE_URL if settings.SOURCE_URL.startswith(("http://", "https://")) else ""
    return render(request, "portal/source.html", {"published": published})


@require_safe
def download(request: HttpRequest) -> FileResponse:
    """The source that is running, packed when asked for."""
    return FileResponse(packed(), as_attachment=True, filename=f"{FOLDER}.tar.gz", content_type="application/gzip")
