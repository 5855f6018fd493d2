"""What handing over will bring about, in sentences."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.models import Person
from workflows.domain.leaving import Estate, HeldPost


def consequences(
    estate: Estate,
    *,
    successors: dict,
    turns_to: Person | None,
    last_day: date,
    switched_off: bool,
    reason: str,
) -> list[str]:
    """One sentence for every post, for the turns, for sign-in."""
    lines = [post_in_words(held, successors.get(held.holding.pk), last_day=last_day) for held in estate.posts]
    if estate.turns and turns_to:
        n = len(estate.turns)
        words = ngettext("%(n)d turn goes to %(name)s now.", "%(n)d turns go to %(name)s now.", n)
        lines.append(words % {"n": n, "name": turns_to.name})
    if estate.released:
        n = len(estate.released)
        words = ngettext("%(n)d claimed turn goes back to its post.", "%(n)d claimed turns go back to their posts.", n)
        lines.append(words % {"n": n})
    if switched_off:
        lines.append(_("%(name)s is signed out and may no longer sign in.") % {"name": estate.person.name})
    return lines


def post_in_words(held: HeldPost, successor: Person | None, *, last_day: date) -> str:
    """Who follows in a post, and what becomes of its turns when nobody does."""
    words = {
        "post": str(held.holding.post),
        "day": last_day.isoformat(),
        "name": successor.name if successor else "",
        "others": "、".join(held.others),
        "n": held.waiting,
    }
    if successor and held.waits_for_second_person:
        said = _("%(post)s ends on %(day)s. %(name)s follows once a security administrator has confirmed it.")
    elif successor:
        said = _("%(post)s ends on %(day)s. %(name)s holds it from today.")
    elif held.others:
        said = _("%(post)s ends on %(day)s. %(others)s go on holding it.")
    elif held.waiting:
        said = _("%(post)s ends on %(day)s and is empty then. What waits there (%(n)d) stands still.")
    else:
        said = _("%(post)s ends on %(day)s and is empty then.")
    return said % words
