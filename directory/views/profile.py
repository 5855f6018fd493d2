"""A person's own page: posts, preferences, password, sessions."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from archive.trail import clock
from archive.trail.transactions import one_transaction
from directory.decorators import signed_in
from directory.domain.passwords import change_password, sign_out_everywhere
from directory.domain.preferences import choose
from directory.domain.queries import holdings_on
from directory.forms.signing_in import PasswordChangeForm, PreferencesForm
from directory.models import Person, PostHolding
from directory.sign_in import remember_sign_in
from directory.views.sign_in import speaking


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def profile(request: HttpRequest) -> HttpResponse:
    """One's posts and preferences; saving them stays on the page."""
    person = Person.objects.get(pk=request.user.pk)  # the form writes into its instance before it is saved
    form = PreferencesForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        choose(request.user, now=clock.now(), **form.cleaned_data)
        messages.success(request, _("Your preferences are saved."))
        return speaking(redirect("directory:profile"), form.cleaned_data["language"])
    context = {"form": form, "holdings": own_holdings(request.user)}
    return render(request, "directory/profile.html", context, status=422 if form.is_bound else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def password(request: HttpRequest) -> HttpResponse:
    """Choose another password; this session goes on, all others end."""
    form = PasswordChangeForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        with one_transaction():
            change_password(request.user, password=form.cleaned_data["new_password"], now=clock.now())
            update_session_auth_hash(request, request.user)
        messages.success(request, _("Your new password holds from now on. Other devices are signed out."))
        return redirect("directory:profile")
    context = {"form": form, "must_change": request.user.must_change_password}
    return render(request, "registration/password_change.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def everywhere(request: HttpRequest) -> HttpResponse:
    """End one's sessions on all other devices."""
    with one_transaction():
        sign_out_everywhere(request.user, by=request.user, now=clock.now())
        remember_sign_in(None, request, request.user)
        request.session.save()
    messages.success(request, _("All other devices are signed out."))
    return redirect("directory:profile")


def own_holdings(person: Person) -> list[PostHolding]:
    """The posts a person holds today, with their days."""
    holdings = holdings_on(clock.today()).filter(person=person)
    return list(holdings.select_related("post__unit").order_by("post__unit__name", "post__function"))
