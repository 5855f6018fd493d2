"""Mail servers as they misbehave."""

from smtplib import SMTPServerDisconnected

from django.core.mail.backends.base import BaseEmailBackend


class Refusing(BaseEmailBackend):
    """Hangs up on whoever calls."""

    def send_messages(self, email_messages):
        raise SMTPServerDisconnected("Connection unexpectedly closed")
