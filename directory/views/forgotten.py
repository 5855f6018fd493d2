"""A forgotten password: a link by e-mail, to the address on record only. No administrator ever knows a password."""

from smtplib import SMTPException

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.cache import cache
from django.core.mail import send_mail
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse, reverse_lazy
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from archive.trail import clock
from directory.domain.passwords import change_password, note_link_sent
from directory.forms.signing_in import ForgottenPasswordForm, NewPasswordForm
from directory.models import Person
from directory.sign_in import hash_of_name

AGAIN_AFTER = 300  # seconds between two mails to one person


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link. The answer is the same whether the name exists or not."""
    form = ForgottenPasswordForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form}
        return render(request, "registration/password_forgotten.html", context, status=422 if form.is_bound else 200)
    send_link(form.cleaned_data["username"])
    return render(request, "registration/password_sent.html")


def send_link(username: str) -> None:
    """Mail a link to the address on record, at most once in five minutes. Without an address nothing happens."""
    person = Person.objects.filter(username__iexact=username.strip(), is_active=True).exclude(email="").first()
    if person is None or not cache.add(f"password-link:{hash_of_name(username)}", True, AGAIN_AFTER):
        return
    link = [urlsafe_base64_encode(force_bytes(person.pk)), default_token_generator.make_token(person)]
    with translation.override(person.language):
        words = {"person": person, "link": f"{settings.SITE_URL}{reverse('directory:new_password', args=link)}"}
        body = render_to_string("registration/password_mail.txt", words)
        subject = _("Choose a new password")
    try:
        send_mail(subject, body, None, [person.email])
    except (OSError, SMTPException):
        cache.delete(f"password-link:{hash_of_name(username)}")
        return
    note_link_sent(person, now=clock.now())


class NewPasswordView(PasswordResetConfirmView):
    """The page behind the link. Django keeps the link's secret out of the page's own address."""

    form_class = NewPasswordForm
    template_name = "registration/password_new.html"
    success_url = reverse_lazy("directory:sign_in")

    def get_form_kwargs(self) -> dict:
        arguments = super().get_form_kwargs()
        return {**{key: value for key, value in arguments.items() if key != "user"}, "person": self.user}

    def form_valid(self, form: Form) -> HttpResponse:
        change_password(self.user, password=form.cleaned_data["new_password"], now=clock.now(), by_link=True)
        self.request.session.pop("_password_reset_token", None)
        messages.success(self.request, _("Your new password holds from now on. Please sign in with it."))
        return redirect(self.success_url)

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
