"""Which list a person asked for, as its address says it: view, kind, one narrowing, words, page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

VIEWS = ("todo", "done", "mine", "copied", "all")
NARROWINGS = ("overdue", "today", "again")
LONGEST_SEARCH = 60


@dataclass(frozen=True)
class Asked:
    """A list as an address. `unknown` names what the address asked for that does not exist."""

    view: str = "todo"
    kind: str = ""
    only: str = ""
    q: str = ""
    page: str = "1"
    unknown: tuple[str, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the view was chosen."""
        return bool(self.kind or self.only or self.q)

    def query(self, **changes: str) -> str:
        """The list's query string, with `changes`, from its first page on; empty choices are left out."""
        there = replace(self, **changes)
        pairs = {"view": there.view, "kind": there.kind, "only": there.only, "q": there.q}
        return urlencode({name: value for name, value in pairs.items() if value})


def asked_for(parameters: Mapping[str, str], *, kinds: list[str]) -> Asked:
    """Reads a list's address; whatever does not exist is left out and named in `unknown`.

    Words without a view, as the search field on every page sends them, are looked for in all cases one may read.
    """
    view, kind, only = (parameters.get(name, "").strip() for name in ("view", "kind", "only"))
    wrong = [
        value for value, known in ((view, VIEWS), (kind, kinds), (only, NARROWINGS)) if value and value not in known
    ]
    q = " ".join(parameters.get("q", "").replace("\x00", "").split())[:LONGEST_SEARCH]
    return Asked(
        view=view if view in VIEWS else ("all" if q and not view else "todo"),
        kind=kind if kind in kinds else "",
        only=only if only in NARROWINGS else "",
        q=q,
        page=parameters.get("page", "1").strip() or "1",
        unknown=tuple(wrong),
    )


def asked_again(query_string: str, *, kinds: list[str]) -> Asked:
    """The list a page was opened from, carried along in its hidden field or its address."""
    return asked_for(dict(parse_qsl(query_string[:500])), kinds=kinds)
