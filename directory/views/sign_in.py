"""Signing in and out, and the language of the pages."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from archive.trail import clock
from directory.domain.preferences import choose
from directory.domain.second_factor import factor_of
from directory.forms.signing_in import SignInForm
from directory.half_way import complete_sign_in, wait_for_code
from directory.sign_in import record_failed_attempt, record_sign_out


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page; afterwards one is where one wanted to go."""
    if request.user.is_authenticated:
        return redirect(next_page(request))
    form = SignInForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return page(request, form, status=422 if form.is_bound else 200)
    person = authenticate(request, **form.cleaned_data)
    if person is None:
        locked_out = getattr(request, "axes_locked_out", False)
        record_failed_attempt(form.cleaned_data["username"], locked_out=locked_out)
        form.add_error(None, _("User name or password is wrong. Please check both and try again."))
        return page(request, form, status=422)
    address = next_page(request)
    if factor_of(person):
        wait_for_code(request, person, next_page=address)
        return speaking(redirect("directory:sign_in_code"), person.language)
    complete_sign_in(request, person, by="password")
    return speaking(redirect(address), person.language)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    if request.user.is_authenticated:
        record_sign_out(request.user)
        logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("directory:sign_in")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language and stay on the page; who is signed in keeps the choice in the profile."""
    code = request.POST.get("language", "")
    response = redirect(next_page(request))
    if code not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        choose(request.user, language=code, now=clock.now())
    return speaking(response, code)


def page(request: HttpRequest, form: SignInForm, *, status: int) -> HttpResponse:
    """The sign-in page with its form."""
    context = {"form": form, "next": request.POST.get("next", request.GET.get("next", ""))}
    return render(request, "registration/sign_in.html", context, status=status)


def next_page(request: HttpRequest) -> str:
    """Where to go on: the page asked for, if it is one of ours, else the start page."""
    return own_page(request, request.POST.get("next", request.GET.get("next", "")))


def own_page(request: HttpRequest, address: str) -> str:
    """An address if it is one of ours, else the start page."""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def speaking(response: HttpResponseRedirect, code: str) -> HttpResponseRedirect:
    """Let the browser ask for this language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 3600,
        httponly=True,
        secure=settings.BEHIND_TLS,
        samesite="Lax",
    )
    return response
