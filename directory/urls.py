from django.urls import path

from directory.views import forgotten, profile, sign_in

app_name = "directory"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("language/", sign_in.language, name="language"),
    path("password/forgotten/", forgotten.forgotten, name="forgotten_password"),
    path("password/new/<uidb64>/<token>/", forgotten.NewPasswordView.as_view(), name="new_password"),
    path("profile/", profile.profile, name="profile"),
    path("profile/password/", profile.password, name="password"),
    path("profile/sign-out-everywhere/", profile.everywhere, name="sign_out_everywhere"),
]
