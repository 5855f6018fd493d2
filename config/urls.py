"""Addresses of the whole product; each room keeps its own list."""

from django.urls import include, path

urlpatterns = [
    path("", include("directory.urls")),
    path("", include("forms_app.urls")),
    path("", include("archive.notices.urls")),
    path("", include("archive.trail.urls")),
    path("", include("workflows.urls")),
    path("", include("portal.urls")),
]
