"""All that is known about one case, read once: a fixed number of queries, whatever the case has been through."""

from dataclasses import dataclass
from uuid import UUID

from archive.notices.domain.queries import visible_to
from archive.notices.models import Notice
from directory.domain.queries import holders_of
from directory.models import Person, Post, PostFunction
from forms_app.models import Version
from workflows.models import Case, CaseEvent, Opinion, Round, Turn, TurnState


@dataclass(frozen=True)
class CaseFile:
    """A case with its rounds, turns, opinions, versions, notices and events, oldest first; who holds its open turns."""

    case: Case
    rounds: list[Round]
    turns: list[Turn]
    opinions: list[Opinion]
    versions: list[Version]
    notices: list[Notice]
    holders: dict[UUID, list[Person]]
    events: list[CaseEvent]

    @property
    def open_turns(self) -> list[Turn]:
        """The turns the case waits for."""
        return [turn for turn in self.turns if turn.state == TurnState.OPEN]

    @property
    def standing_opinions(self) -> list[Opinion]:
        """The opinions nobody took back."""
        return [opinion for opinion in self.opinions if opinion.taken_back is None]

    def before(self, version: Version) -> Version | None:
        """The version submitted before `version`."""
        older = [other for other in self.versions if other.number < version.number]
        return older[-1] if older else None


def read_case_file(case: Case, *, person: Person, posts: list[Post]) -> CaseFile:
    """Reads everything about a case `person` may see; of its notices only those that concern them."""
    turns = list(
        case.turns.select_related("round", "post__unit", "post__person", "decided_by", "holder", "acting_for").order_by(
            "round__number", "position", "id"
        )
    )
    waiting = [turn.post_id for turn in turns if turn.state == TurnState.OPEN]
    return CaseFile(
        case=case,
        rounds=list(case.rounds.all()),
        turns=turns,
        opinions=list(case.opinions.select_related("author", "post__unit", "acting_for", "recorded_by")),
        versions=list(case.document.versions.select_related("submitted_by")),
        notices=list(visible_to(person, posts=posts).filter(origin_kind="case", origin=case.pk)),
        holders=holders_of(waiting) if waiting else {},
        events=list(case.events.select_related("by", "to")),
    )


def post_name(post: Post | None) -> str:
    """A post as people read it: 县文明办 审核人; a personal post is the person's own and needs no words."""
    if post is None or post.function == PostFunction.PERSONAL or post.unit is None:
        return ""
    return f"{post.unit.short_name} {post.get_function_display()}"
