"""Addresses of the trail: what everybody may read (https://c2sp.org/tlog-tiles)."""

from django.urls import path, re_path

from archive.trail import views

TILE = r"^trail/tile/(?P<level>0|[1-9]\d?)/(?P<index>(?:x\d{3}/){0,6}\d{3})"
WIDTH = r"\.p/(?P<width>[1-9]\d?|1\d\d|2[0-4]\d|25[0-5])"

app_name = "trail"
urlpatterns = [
    path("trail/checkpoint", views.checkpoint, name="checkpoint"),
    path("trail/log.vkey", views.verifying_key, name="verifying_key"),
    re_path(TILE + "$", views.tile, name="tile"),
    re_path(TILE + WIDTH + "$", views.tile, name="partial_tile"),
]
