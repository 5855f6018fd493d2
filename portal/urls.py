from django.urls import path

from portal.views import source, start

app_name = "portal"
urlpatterns = [
    path("", start.start, name="start"),
    path("source/", source.source, name="source"),
    path("source/source.tar.gz", source.download, name="source_download"),
]
