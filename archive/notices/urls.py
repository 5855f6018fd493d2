from django.urls import path

from archive.notices import views

app_name = "notices"
urlpatterns = [path("notices/<uuid:notice_id>/file.pdf", views.file, name="file")]
