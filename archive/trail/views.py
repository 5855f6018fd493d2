"""The log as everybody may read it: files, nothing else. Who did what when (entry bundles) is for auditors only."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from archive.trail.tiles import TileMissing, Tiles, tile_path

FOR_SECONDS = "public, max-age=2"
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed size and root."""
    return text_file("checkpoint")


@require_safe
def verifying_key(request: HttpRequest) -> HttpResponse:
    """The key that verifies the checkpoints. Compare it with a copy from elsewhere."""
    return text_file("log.vkey")


def text_file(name: str) -> HttpResponse:
    """One of the log's small texts, which change."""
    try:
        content = (Path(settings.TRAIL_DIR) / name).read_bytes()
    except FileNotFoundError:
        raise Http404(name) from None
    return answer(content, "text/plain; charset=utf-8", FOR_SECONDS)


@require_safe
def tile(request: HttpRequest, level: str, index: str, width: str = "256") -> HttpResponse:
    """Up to 256 hashes of a level. A tile of a certain width never changes."""
    number = int(index.replace("x", "").replace("/", ""))
    if tile_path(level, number) != f"tile/{level}/{index}":
        raise Http404("a tile has one address")
    try:
        hashes = Tiles(settings.TRAIL_DIR).read(int(level), number, int(width))
    except TileMissing as missing:
        raise Http404(str(missing)) from None
    return answer(hashes, "application/octet-stream", FOR_EVER)


def answer(content: bytes, content_type: str, cached: str) -> HttpResponse:
    """A file's bytes, for caches and for pages of other sites."""
    headers = {"Cache-Control": cached, "Access-Control-Allow-Origin": "*"}
    return HttpResponse(content, content_type=content_type, headers=headers)
