from django.urls import path

from portal.views import health, source, start

app_name = "portal"
urlpatterns = [
    path("", start.start, name="start"),
    path("healthz", health.healthz, name="healthz"),
    path("source/", source.source, name="source"),
    path("source/source.tar.gz", source.download, name="source_download"),
]
