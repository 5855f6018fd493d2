"""What a person may see of the road: cases, turns and jobs. Every page reads through one of these."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from directory.domain.queries import may, posts_of
from directory.models import Person, Post, PostFunction
from workflows.models import Case, CaseReader, Job, Turn, TurnState

READS_FOR_THE_UNIT = frozenset({PostFunction.CLERK, PostFunction.HEAD})


def cases_visible_to(person: Person, *, posts: list[Post] | None = None) -> QuerySet[Case]:
    """The cases a person may read: their own, their unit's as its clerk or head, and those a post of theirs was asked
    about or got a copy of. `posts` saves the query when the caller has them already."""
    posts = posts_of(person) if posts is None else posts
    asked = turns_visible_to(person, posts=posts).filter(case=OuterRef("pk"))
    reader = CaseReader.objects.filter(case=OuterRef("pk"), post__in=_ids(posts))
    units = [post.unit_id for post in posts if post.function in READS_FOR_THE_UNIT]
    return Case.objects.filter(Q(submitter=person) | Q(unit__in=units) | Exists(asked) | Exists(reader))


def turns_visible_to(person: Person, *, posts: list[Post] | None = None) -> QuerySet[Turn]:
    """The turns a person may open as their own: of a post they hold, or decided or claimed by themselves.

    A turn whose time has not come is nobody's yet; one that waits for a reviewer asked first has been seen already."""
    posts = posts_of(person) if posts is None else posts
    return Turn.objects.exclude(state=TurnState.WAITING, opened=None).filter(
        Q(post__in=_ids(posts)) | Q(decided_by=person) | Q(holder=person)
    )


def open_turns_of(person: Person, *, posts: list[Post] | None = None) -> QuerySet[Turn]:
    """A person's to-do list: open turns of their posts that nobody else has claimed. Served by one partial index."""
    posts = posts_of(person) if posts is None else posts
    return Turn.objects.filter(Q(holder=None) | Q(holder=person), state=TurnState.OPEN, post__in=_ids(posts))


def turns_decided_by(person: Person) -> QuerySet[Turn]:
    """What a person has dealt with: turns they decided, newest first."""
    return Turn.objects.filter(decided_by=person, state=TurnState.DECIDED).order_by("-decided", "-id")


def cases_started_by(person: Person) -> QuerySet[Case]:
    """The cases a person submitted, newest first."""
    return Case.objects.filter(submitter=person).order_by("-created", "-id")


def cases_copied_to(person: Person, *, posts: list[Post] | None = None) -> QuerySet[Case]:
    """The cases a person was sent a copy of, newest first."""
    posts = posts_of(person) if posts is None else posts
    copy = CaseReader.objects.filter(case=OuterRef("pk"), why="copy", post__in=_ids(posts))
    return Case.objects.filter(Exists(copy)).order_by("-created", "-id")


def jobs_visible_to(person: Person) -> QuerySet[Job]:
    """The office's jobs: for a system administrator, who may try them again but decides nothing; nothing for others."""
    return Job.objects.all() if may(person, PostFunction.SYSTEM_ADMINISTRATOR) else Job.objects.none()


def _ids(posts: list[Post]) -> list[UUID]:
    return [post.pk for post in posts]
