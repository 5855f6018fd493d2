"""The words of messages, by kind; the same text stands in the product's list and in the e-mail."""

from django.urls import reverse
from django.utils.translation import gettext as _

from workflows.models import Message


def text(message: Message) -> str:
    """One sentence: what happened, to which case."""
    case = message.case
    names = {
        "title": case.title if case else "",
        "number": case.acceptance_number if case else "",
        "unit": case.unit.short_name if case else "",
        "step": message.words.get("step", ""),
        "by": message.words.get("by", ""),
    }
    return sentence(message.kind) % names


def sentence(kind: str) -> str:
    """The sentence of a kind of message, in the active language."""
    return {
        "turn_opened": _("“%(title)s” from %(unit)s waits for you (%(step)s)."),
        "returned": _("“%(title)s” was returned for correction at %(step)s. Please read the reasons."),
        "refused": _("“%(title)s” was refused at %(step)s. The reasons and how to apply again are on the case page."),
        "approved": _("“%(title)s” passed its review; the notice is being made."),
        "notice_issued": _("“%(title)s” is filed; the receipt can be downloaded."),
        "withdrawn": _("“%(title)s” was withdrawn by %(unit)s."),
        "taken_back": _("%(by)s took back the opinion on “%(title)s”."),
        "urged": _("%(unit)s asks you to deal with “%(title)s” soon (%(step)s)."),
        "copied": _("%(by)s sent you a copy of “%(title)s” from %(unit)s."),
        "parked": _("“%(title)s” stands still: nobody holds the post for %(step)s."),
        "job_failed": _("Making the notice for “%(title)s” failed; please look at it and try again."),
    }[kind]


def subject(message: Message) -> str:
    """The e-mail's subject: the case's number first, so that an inbox sorts by it."""
    number = message.case.acceptance_number if message.case else ""
    return f"{number} {text(message)}"[:150]


def body(message: Message, *, site: str) -> str:
    """The e-mail's body: the sentence, where to read on, and why it was sent. No personal data."""
    where = f"{site}{reverse('workflows:case', args=[message.case_id])}" if message.case_id else site
    footer = _("You get this message because you take part in this case. Please do not answer it.")
    return f"{text(message)}\n\n{where}\n\n{footer}\n"
