"""What every page shows around its content. Each value is worked out only when a template asks for it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from directory.domain.settings import setting
from directory.models import Person, Post
from portal.navigation import NavGroup, NavItem, groups_for, tabs_for
from workflows.domain.messages import unseen_count
from workflows.domain.queries import open_turns_of


@dataclass(frozen=True)
class Me:
    """The signed-in person as the masthead shows them."""

    name: str
    initial: str
    unit: str
    shortcuts: bool
    large_type: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor: names of the office and site for everyone, navigation and counts for who is signed in."""
    frame = Frame(request)
    return {
        "me": SimpleLazyObject(lambda: frame.me),
        "nav": SimpleLazyObject(lambda: frame.nav),
        "tabs": SimpleLazyObject(lambda: frame.tabs),
        "unseen_messages": SimpleLazyObject(lambda: frame.unseen_messages),
        "office_name": SimpleLazyObject(lambda: setting("office.name")),
        "site_name": SimpleLazyObject(lambda: setting("office.site_name")),
        "is_demo": settings.DEMO,
        "source_url": settings.SOURCE_URL,
    }


class Frame:
    """One request's navigation: posts and counts are read once, and only if something on the page needs them."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def person(self) -> Person | None:
        """Who is signed in, if anyone is."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def posts(self) -> list[Post]:
        """The posts they hold today."""
        return self.request.posts if self.person else []

    @cached_property
    def to_do(self) -> int:
        """How many turns wait for them."""
        return open_turns_of(self.person, posts=self.posts).count() if self.person else 0

    @cached_property
    def me(self) -> Me | None:
        """The person for the masthead; the unit is that of their first post."""
        if self.person is None:
            return None
        unit = next((post.unit.short_name for post in self.posts if post.unit), "")
        person = self.person
        return Me(person.name, person.initial, unit, person.shortcuts, person.large_type)

    @cached_property
    def nav(self) -> list[NavGroup]:
        """The side navigation."""
        return groups_for(self.posts, to_do=self.to_do, here=self.request.get_full_path()) if self.person else []

    @cached_property
    def tabs(self) -> list[NavItem]:
        """The tab bar of phones."""
        return tabs_for(to_do=self.to_do, here=self.request.get_full_path()) if self.person else []

    @cached_property
    def unseen_messages(self) -> int:
        """The bell's number."""
        return unseen_count(self.person) if self.person else 0
