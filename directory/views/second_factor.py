"""The second factor: asked for after the password, set up by oneself, reset by a security administrator."""

from collections.abc import Callable
from uuid import UUID

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from archive.trail import clock
from directory.decorators import requires_post, signed_in
from directory.domain import second_factor as factor
from directory.domain.one_time_codes import address_for_app, secret_in_words
from directory.domain.people import NotYours
from directory.domain.settings import setting
from directory.forms.second_factor import CodeForm, SignInCodeForm
from directory.half_way import (
    PASSWORD_ONLY,
    complete_sign_in,
    has_second_factor_now,
    must_set_up,
    next_page_of,
    stop_waiting,
    who_waits,
)
from directory.models import Person, PostFunction
from directory.sign_in import remember_sign_in
from directory.views.sign_in import own_page, speaking


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """The code after the password. Five minutes after the password one begins anew."""
    person = who_waits(request)
    if request.user.is_authenticated or person is None:
        return redirect("directory:sign_in")
    form = SignInCodeForm(request.POST or None)
    kinds: list[str] = []
    if request.method == "POST" and counts(
        form, lambda code: kinds.append(factor.check_code(person, code=code, now=clock.now()))
    ):
        address = own_page(request, next_page_of(request))
        complete_sign_in(request, person, by=kinds[0])
        if kinds[0] == "recovery":
            left = {"n": factor.codes_left(person)}
            messages.warning(request, _("That recovery code is used up now; you have %(n)d left.") % left)
        return speaking(redirect(address), person.language)
    return render(request, "registration/sign_in_code.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def another_account(request: HttpRequest) -> HttpResponse:
    """Back to the password."""
    stop_waiting(request)
    return redirect("directory:sign_in")


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def second_factor(request: HttpRequest) -> HttpResponse:
    """One's own second factor: what is set up, or the next step of setting it up."""
    person = Person.objects.get(pk=request.user.pk)
    act = {"start": start, "confirm": confirm, "renew": renew, "give_up": give_up}.get(request.POST.get("act", ""))
    if request.method == "POST" and act:
        try:
            return act(request, person)
        except factor.NotSetUp:  # the page was open in two windows
            return redirect("directory:second_factor")
    return page(request, person)


def start(request: HttpRequest, person: Person) -> HttpResponse:
    """A fresh secret."""
    factor.start_set_up(person, now=clock.now())
    return redirect("directory:second_factor")


def confirm(request: HttpRequest, person: Person) -> HttpResponse:
    """The first code of the app; what comes back are the recovery codes, this once."""
    form, codes = CodeForm(request.POST), []
    if not counts(form, lambda code: codes.extend(factor.confirm_set_up(person, code=code, now=clock.now()))):
        return page(request, person, form=form, status=422)
    remember_sign_in(None, request, person)  # this session goes on, the others ended
    has_second_factor_now(request)
    return render(request, "directory/recovery_codes.html", {"codes": codes})


def renew(request: HttpRequest, person: Person) -> HttpResponse:
    """Ten new recovery codes for a code of the app."""
    form, codes = CodeForm(request.POST), []
    if not counts(form, lambda code: codes.extend(factor.renew_recovery_codes(person, code=code, now=clock.now()))):
        return page(request, person, form=form, status=422)
    return render(request, "directory/recovery_codes.html", {"codes": codes})


def give_up(request: HttpRequest, person: Person) -> HttpResponse:
    """No second factor any more; who must have one sets up another at once."""
    form = CodeForm(request.POST)
    if not counts(form, lambda code: factor.give_up(person, code=code, now=clock.now())):
        return page(request, person, form=form, status=422)
    request.session[PASSWORD_ONLY] = True
    messages.success(request, _("Signing in no longer asks for a code."))
    return redirect("directory:second_factor")


@require_POST
@requires_post(PostFunction.SECURITY_ADMINISTRATOR)
def reset(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Somebody lost the telephone and the recovery codes."""
    person = get_object_or_404(Person, pk=person_id)
    try:
        factor.reset(person, by=request.user, now=clock.now())
        told = {"name": person.name}
        messages.success(request, _("%(name)s is signed out and sets up a new second factor at sign-in.") % told)
    except factor.NotSetUp:
        messages.warning(request, _("%(name)s has no second factor.") % {"name": person.name})
    except NotYours as refusal:
        messages.error(request, str(refusal))
    return redirect("directory:person", person.pk)


def counts(form: CodeForm, act: Callable[[str], object]) -> bool:
    """Do something with the code typed. What is wrong with it is told at the field."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data["code"])
    except factor.WrongCode:
        form.add_error("code", _("This code does not count. Wait for the next one and type that."))
    except factor.CodesPaused as paused:
        words = _("Too many wrong codes. The next try is possible at %(time)s.")
        form.add_error("code", words % {"time": date_format(localtime(paused.until), "H:i")})
    return not form.errors


def page(request: HttpRequest, person: Person, *, form: CodeForm | None = None, status: int = 200) -> HttpResponse:
    """The page with what the person has, and the QR code while it is being set up."""
    kept = factor.factor_of(person)
    secret = None if kept else factor.secret_being_set_up(person)
    context = {
        "form": form or CodeForm(),
        "factor": kept,
        "codes_left": factor.codes_left(person) if kept else 0,
        "is_required": factor.is_required(request.posts),
        "must_set_up": must_set_up(request),
        "secret": secret_in_words(secret) if secret else "",
        "picture": picture_of(secret, person) if secret else "",
    }
    return render(request, "directory/second_factor.html", context, status=status)


def picture_of(secret: bytes, person: Person) -> str:
    """The QR code for the app, as a picture inside the page: the secret is in no address and no file."""
    address = address_for_app(secret, account=person.username, issuer=setting("office.site_name"))
    return segno.make(address, micro=False).svg_data_uri(scale=5, border=4)
