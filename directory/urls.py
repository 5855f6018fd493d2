from django.urls import path

from directory.views import confirmations, forgotten, importing, people, profile, rules, second_factor, sign_in, units

app_name = "directory"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", second_factor.enter_code, name="sign_in_code"),
    path("sign-in/another/", second_factor.another_account, name="another_account"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("language/", sign_in.language, name="language"),
    path("password/forgotten/", forgotten.forgotten, name="forgotten_password"),
    path("password/new/<uidb64>/<token>/", forgotten.NewPasswordView.as_view(), name="new_password"),
    path("profile/", profile.profile, name="profile"),
    path("profile/password/", profile.password, name="password"),
    path("profile/second-factor/", second_factor.second_factor, name="second_factor"),
    path("profile/sign-out-everywhere/", profile.everywhere, name="sign_out_everywhere"),
    path("directory/units/", units.units, name="units"),
    path("directory/units/new/", units.new_unit, name="new_unit"),
    path("directory/units/import/", importing.preview, name="import"),
    path("directory/units/import/confirm/", importing.confirm, name="confirm_import"),
    path("directory/units/<uuid:unit_id>/", units.unit, name="unit"),
    path("directory/units/<uuid:unit_id>/change/", units.change, name="change_unit"),
    path("directory/units/<uuid:unit_id>/close/", units.close, name="close_unit"),
    path("directory/units/<uuid:unit_id>/people/new/", people.new_person, name="new_person"),
    path("directory/holdings/<uuid:holding_id>/end/", units.end, name="end_holding"),
    path("directory/people/", people.people, name="people"),
    path("directory/people/<uuid:person_id>/", people.person, name="person"),
    path("directory/people/<uuid:person_id>/switch/", people.switch, name="switch_person"),
    path("directory/people/<uuid:person_id>/second-factor/reset/", second_factor.reset, name="reset_second_factor"),
    path("directory/confirmations/", confirmations.confirmations, name="confirmations"),
    path("directory/confirmations/<uuid:holding_id>/", confirmations.answer, name="answer_confirmation"),
    path("directory/settings/", rules.settings, name="settings"),
    path("directory/settings/<str:key>/", rules.change, name="setting"),
    path("directory/calendar/", rules.calendar, name="calendar"),
    path("directory/calendar/<int:year>/", rules.calendar, name="calendar_year"),
    path("directory/calendar/<int:year>/keep/", rules.keep_year, name="keep_year"),
]
