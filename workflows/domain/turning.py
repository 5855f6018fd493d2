"""Opens review for a new submission and again after a correction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from directory.models import Person, Post, PostFunction, Unit, UnitKind
from workflows.domain.desk import at_desk
from workflows.domain.routing import PlannedStep, planned_route, posts_by_key, posts_for, steps_for
from workflows.domain.writing import write
from workflows.machine.events import Resubmit, Submit
from workflows.models import Case


def open_review(case: Case, *, by: Person, now: datetime) -> None:
    """Open the first round of a case that was just started."""
    desk = at_desk(case, now=now)
    desk.ask(Submit(by=by.pk), now=now)
    write(desk, now=now)


def resume_review(case: Case, *, by: Person, now: datetime) -> None:
    """Open the round a corrected case resumes at."""
    desk = at_desk(case, now=now)
    desk.ask(Resubmit(by=by.pk), now=now)
    write(desk, now=now)


def stops_for(unit: Unit, *, route_version_id: UUID, facts: dict[str, Any]) -> list[dict]:
    """The stops of a case as kept on its row: each step with the posts it addresses and the posts above them."""
    steps = steps_for(planned_route(route_version_id), unit=unit, facts=facts)
    posts = posts_for(steps, unit=unit)
    above = posts_above({post for group in posts.values() for post in group})
    copies = posts_by_key({copy for step in steps for copy in step.copies})
    return [
        stop(step, posts[step.position], above)
        | {"copies": [str(copies[copy]) for copy in step.copies if copy in copies]}
        for step in steps
    ]


def stop(step: PlannedStep, posts: tuple[UUID, ...], above: dict[UUID, list[UUID]]) -> dict:
    """One stop as plain JSON."""
    return {
        "step": step.position,
        "posts": [str(post) for post in posts],
        "above": {str(post): [str(higher) for higher in above[post]] for post in posts},
    }


def posts_above(post_ids: set[UUID]) -> dict[UUID, list[UUID]]:
    """For each post those that act instead when all its holders are barred: the unit's head, the supervising unit's
    head, the office's director. Posts nobody has made are left out."""
    posts = list(Post.objects.filter(pk__in=post_ids).select_related("unit"))
    office = Unit.objects.filter(kind=UnitKind.OFFICE, closed_on=None).first()
    wanted = {post.pk: keys_above(post.unit, office) for post in posts if post.unit}
    found = posts_by_key({key for keys in wanted.values() for key in keys})
    return {post: [found[key] for key in keys if key in found and found[key] != post] for post, keys in wanted.items()}


def keys_above(unit: Unit, office: Unit | None) -> list[tuple[UUID, str]]:
    """Unit and function of the posts above those of a unit."""
    keys: list[tuple[UUID, str]] = [(unit.pk, PostFunction.HEAD)]
    if unit.parent_id:
        keys.append((unit.parent_id, PostFunction.HEAD))
    if office:
        keys.append((office.pk, PostFunction.DIRECTOR))
    return keys
