"""Addresses of the trail: what everybody may read."""

from django.urls import path

app_name = "trail"
urlpatterns: list = []
