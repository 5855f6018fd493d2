from django.urls import path

from archive.notices.views import files, issuers, seals, series

app_name = "notices"
urlpatterns = [
    path("notices/<uuid:notice_id>/file.pdf", files.file, name="file"),
    path("notices/issuers/", issuers.issuers, name="issuers"),
    path("notices/issuers/new/", issuers.new_issuer, name="new_issuer"),
    path("notices/issuers/<uuid:issuer_id>/", seals.issuer, name="issuer"),
    path("notices/issuers/<uuid:issuer_id>/seals/", seals.keep, name="keep_seal"),
    path("notices/issuers/seals/<uuid:seal_id>/withdraw/", seals.withdraw, name="withdraw_seal"),
    path("notices/issuers/seals/<uuid:seal_id>/look/", seals.look, name="look_at_seal"),
    path("notices/issuers/series/new/", issuers.new_series, name="new_series"),
    path("notices/issuers/series/<uuid:series_id>/", series.series, name="series"),
    path("notices/issuers/series/<uuid:series_id>/reserve/", series.reserve, name="reserve_number"),
    path("notices/issuers/series/<uuid:series_id>/paper/", series.paper, name="enter_paper_number"),
    path("notices/issuers/series/<uuid:series_id>/hold/", series.hold, name="hold_series"),
    path("notices/issuers/series/<uuid:series_id>/confirm/", series.confirm, name="confirm_series"),
    path("notices/issuers/numbers/<uuid:taken_id>/void/", series.void, name="void_number"),
]
