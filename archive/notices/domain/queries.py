"""Which notices a person may read."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from archive.notices.models import Notice, NoticeReader
from directory.domain.queries import posts_of
from directory.models import Person, Post


def visible_to(person: Person, *, posts: list[Post] | None = None) -> QuerySet[Notice]:
    """The notices a person may read: those that concern a unit they hold a post in, or that a post of theirs worked on.

    `posts` saves the query when the caller has them already.
    """
    posts = posts_of(person) if posts is None else posts
    units = {post.unit_id for post in posts if post.unit_id}
    mine = Q(unit__in=units) | Q(post__in=[post.pk for post in posts])
    return Notice.objects.filter(Exists(NoticeReader.objects.filter(mine, notice=OuterRef("pk"))))
