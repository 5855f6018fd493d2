"""Which pages a person finds in the navigation, by the posts they hold."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.models import Post, PostFunction
from forms_app.registry import document_types

KEEP_SETTINGS = frozenset({PostFunction.SYSTEM_ADMINISTRATOR})
KEEP_UNITS = frozenset({PostFunction.SYSTEM_ADMINISTRATOR, PostFunction.UNIT_ADMINISTRATOR})
CONFIRM = frozenset({PostFunction.SECURITY_ADMINISTRATOR})
KEEP_PEOPLE = KEEP_UNITS | CONFIRM | {PostFunction.SECURITY_AUDITOR}


@dataclass(frozen=True)
class NavItem:
    """One entry: where it leads, its icon and words, a count, and whether the person is there."""

    url: str
    icon: str
    label: str
    count: int = 0
    current: bool = False


@dataclass(frozen=True)
class NavGroup:
    """Entries under one heading."""

    title: str
    items: list[NavItem]


def groups_for(posts: list[Post], *, to_do: int, here: str) -> list[NavGroup]:
    """The side navigation of someone holding `posts`, seen from the address `here`; without empty groups."""
    functions = {post.function for post in posts}
    groups = [
        NavGroup("", [item("portal:start", "house", _("Start"), here=here)]),
        NavGroup(_("My work"), list_items(to_do=to_do, here=here)),
        NavGroup(_("Apply"), new_items(here=here) if functions & {PostFunction.CLERK} else []),
        NavGroup(_("Directory"), directory_items(functions, here=here)),
        NavGroup(_("System"), system_items(here=here) if PostFunction.SYSTEM_ADMINISTRATOR in functions else []),
    ]
    return [group for group in groups if group.items]


def list_items(*, to_do: int, here: str) -> list[NavItem]:
    """The four lists of the inbox."""
    return [
        item("workflows:inbox", "inbox", _("To do"), here=here, view="todo", count=to_do),
        item("workflows:inbox", "circle-check", _("Done"), here=here, view="done"),
        item("workflows:inbox", "send", _("Started by me"), here=here, view="mine"),
        item("workflows:inbox", "eye", _("Copied to me"), here=here, view="copied"),
    ]


def new_items(*, here: str) -> list[NavItem]:
    """A new document of each type."""
    return [
        NavItem(url, kind.icon, str(kind.name), current=is_here(url, here))
        for kind in document_types()
        for url in [reverse("forms_app:new", args=[kind.kind])]
    ]


def directory_items(functions: set[str], *, here: str) -> list[NavItem]:
    """The pages of the directory that somebody with these functions keeps or reads."""
    return [
        item(name, icon, label, here=here)
        for name, icon, label, keepers in (
            ("directory:units", "building-2", _("Units"), KEEP_UNITS),
            ("directory:people", "users-round", _("People"), KEEP_PEOPLE),
            ("directory:confirmations", "shield-check", _("Posts to confirm"), CONFIRM),
            ("notices:issuers", "stamp", _("Issuers and numbers"), KEEP_SETTINGS),
            ("directory:settings", "settings", _("Settings"), KEEP_SETTINGS),
            ("directory:calendar", "calendar-days", _("Working calendar"), KEEP_SETTINGS),
        )
        if functions & keepers
    ]


def system_items(*, here: str) -> list[NavItem]:
    """What a system administrator looks after."""
    return [
        item("workflows:stuck_cases", "circle-pause", _("Cases that stand still"), here=here),
        item("workflows:jobs", "server-cog", _("Background jobs"), here=here),
    ]


def tabs_for(*, to_do: int, here: str) -> list[NavItem]:
    """The four entries of the tab bar."""
    return [
        item("portal:start", "house", _("Start"), here=here),
        item("workflows:inbox", "inbox", _("To do"), here=here, view="todo", count=to_do),
        item("workflows:inbox", "send", _("Mine"), here=here, view="mine"),
        item("directory:profile", "user-round", _("Me"), here=here),
    ]


def item(name: str, icon: str, label: str, *, here: str, view: str = "", count: int = 0) -> NavItem:
    """An entry of a named page; `view` is one of the inbox' lists."""
    url = reverse(name) + (f"?view={view}" if view else "")
    return NavItem(url, icon, label, count, is_here(url, here))


def is_here(url: str, here: str) -> bool:
    """Whether `here` is the page at `url`. The inbox without a view is the to-do list; a turn belongs to it."""
    wanted, seen = urlsplit(url), urlsplit(here)
    if wanted.path == reverse("workflows:inbox"):
        in_list = seen.path == wanted.path or seen.path.startswith("/turns/")
        return in_list and parse_qs(wanted.query)["view"][0] == parse_qs(seen.query).get("view", ["todo"])[0]
    return wanted.path == seen.path
