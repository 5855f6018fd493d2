"""An issuer's page with its seals: kept, withdrawn, and looked at with a reason."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.notices.domain.seals import keep_seal, look_at_seal, withdraw_seal
from archive.notices.models import Issuer, Seal
from archive.notices.seal_forms import SealForm, SealReasonForm
from archive.notices.views.issuers import KEEPER
from archive.trail import clock
from archive.vault.keys import NoKeys
from archive.vault.sealing import SealBroken, SealedByOtherKey
from directory.forms.keeping import carried_out

KEEP, WITHDRAW, LOOK = "seal_%s", "withdraw_{}_%s", "look_{}_%s"  # ids of fields on one page
ALONE = {  # a picture on a page of the browser's own making, which styles itself
    "Cache-Control": "no-store",
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@require_safe
@KEEPER
def issuer(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """The issuer and its seals."""
    return page_of(request, issuer_or_404(issuer_id))


@require_POST
@KEEPER
def keep(request: HttpRequest, issuer_id: UUID) -> HttpResponse:
    """Keep the image of a seal."""
    found, form = issuer_or_404(issuer_id), SealForm(request.POST, request.FILES, auto_id=KEEP)
    if not carried_out(form, lambda: keep_seal(issuer=found, **form.cleaned_data, by=request.user, now=clock.now())):
        return page_of(request, found, status=422, keeping=form, refused=form)
    messages.success(request, _("The seal is kept, sealed."))
    return redirect("notices:issuer", found.pk)


@require_POST
@KEEPER
def withdraw(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    """Use a seal no more."""
    found = seal_or_404(seal_id)
    form = SealReasonForm(request.POST, auto_id=WITHDRAW.format(found.pk))
    if not carried_out(form, lambda: withdraw_seal(found.pk, **form.cleaned_data, by=request.user, now=clock.now())):
        return page_of(request, found.issuer, status=422, refused=form)
    messages.success(request, _("The seal is withdrawn."))
    return redirect("notices:issuer", found.issuer_id)


@require_POST
@KEEPER
def look(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    """The image itself, once its reason is in the trail. Nothing on the way may keep it."""
    found = seal_or_404(seal_id)
    form = SealReasonForm(request.POST, auto_id=LOOK.format(found.pk))
    images: list[bytes] = []
    try:
        carried_out(
            form,
            lambda: images.append(look_at_seal(found, **form.cleaned_data, by=request.user, now=clock.now())),
        )
    except (NoKeys, SealBroken, SealedByOtherKey):
        form.add_error(None, _("The image cannot be opened with the keys of this installation. Put its keys back."))
    if not images:
        return page_of(request, found.issuer, status=422, refused=form)
    return HttpResponse(images[0], content_type="image/png", headers=ALONE)


def page_of(
    request: HttpRequest, found: Issuer, *, status: int = 200, refused: forms.Form | None = None, **more: Any
) -> HttpResponse:
    """The issuer's page, one of its forms perhaps refused. Two queries for the seals, however many there are."""
    seals = found.seals.select_related("kept_by").defer("sealed").order_by("-valid_from", "-kept_at")
    context = {
        "issuer": found,
        "in_force": seals.filter(withdrawn_at=None),
        "withdrawn": seals.exclude(withdrawn_at=None),
        "today": clock.today(),
        "keeping": SealForm(initial={"valid_from": clock.today()}, auto_id=KEEP),
        "refused": refused,
        **more,
    }
    return render(request, "notices_pages/issuer.html", context, status=status)


def issuer_or_404(issuer_id: UUID) -> Issuer:
    """The issuer of an address."""
    return get_object_or_404(Issuer.objects.select_related("unit"), pk=issuer_id)


def seal_or_404(seal_id: UUID) -> Seal:
    """The seal of an address."""
    return get_object_or_404(Seal.objects.select_related("issuer__unit"), pk=seal_id)
