"""Addresses of forms: begin, fill in, attach, read an attachment."""

from django.urls import path

from forms_app.views import attachments, editing, importing, saving, starting

app_name = "forms_app"
urlpatterns = [
    path("documents/new/<slug:kind>/", starting.new_document, name="new"),
    path("documents/new/<slug:kind>/<slug:section>.xlsx", importing.download_template, name="template"),
    path("documents/<uuid:draft_id>/edit/", editing.open_draft, name="draft"),
    path("documents/<uuid:draft_id>/edit/<slug:section>/", editing.edit_section, name="edit"),
    path("documents/<uuid:draft_id>/edit/<slug:section>/save/", saving.autosave, name="autosave"),
    path("documents/<uuid:draft_id>/edit/<slug:section>/import/", importing.import_rows, name="import"),
    path("documents/<uuid:draft_id>/amend/", starting.amend_filed, name="amend"),
    path("documents/<uuid:draft_id>/discard/", starting.discard, name="discard"),
    path("attachments/<uuid:attachment_id>/", attachments.download, name="attachment"),
    path("attachments/<uuid:attachment_id>/inline/", attachments.show, name="attachment_inline"),
]
