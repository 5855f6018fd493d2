import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.trail.identity import new_id


class Entry(models.Model):
    """One thing that happened. Insert-only: the database itself refuses UPDATE, DELETE and TRUNCATE.

    `body` is canonical JSON (RFC 8785) of at most 65,535 bytes; `leaf` is SHA-256(0x00 ‖ body). The other columns
    repeat parts of the body so that entries can be found. No index is spent on what only auditors search.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    body = models.TextField(_("body"))
    leaf = models.CharField(max_length=64)
    action = models.CharField(_("action"), max_length=40)
    actor = models.UUIDField(_("actor"), null=True)
    subject_kind = models.CharField(_("kind of subject"), max_length=24)
    subject = models.UUIDField(_("subject"))
    number = models.PositiveIntegerField(_("number"))
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("trail entry")
        verbose_name_plural = _("trail entries")
        indexes = [models.Index(fields=["actor", "recorded_at"], name="entry_of_actor")]
        constraints = [
            models.UniqueConstraint(fields=["subject_kind", "subject", "number"], name="entry_number_once_a_subject")
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_kind} {self.number}"


class Opening(models.Model):
    """The salts and values of an entry's fields, apart from the body that holds only their hashes.

    Erasing personal data empties this row; the body and every proof stay as they were.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="opening")
    fields = models.TextField(help_text="JSON: name → {salt, value}; text, so that it is kept to the letter")

    def __str__(self) -> str:
        return str(self.entry_id)

    def values(self) -> dict[str, dict[str, Any]]:
        """Salt and value by the field's name; without the erased ones."""
        return json.loads(self.fields)


class SubjectHead(models.Model):
    """How far the chain of a subject has come. Moves under the row lock the change already holds."""

    subject_kind = models.CharField(max_length=24)
    subject = models.UUIDField()
    number = models.PositiveIntegerField()
    leaf = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_kind", "subject"], name="one_head_a_subject")]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.number}"


class Pending(models.Model):
    """An entry that has no place in the tree yet. A trigger adds the row with the entry, the sequencer takes it away.

    The running `id` keeps causes before effects: what was committed before another began has the smaller one. There is
    no foreign key: if an entry is removed before it is in the tree, the row that stays behind names it.
    """

    id = models.BigAutoField(primary_key=True)
    entry_id = models.UUIDField()

    def __str__(self) -> str:
        return str(self.entry_id)


class TreeHead(models.Model):
    """The tree's size and root; one row, held by whoever sequences.

    `edge` is the compact range: the roots of the full subtrees that make up the tree, left to right, in hexadecimal.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.PositiveBigIntegerField(default=0)
    root = models.CharField(max_length=64, default="e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    edge = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.size)


class Leaf(models.Model):
    """An entry's place in the tree. Insert-only like the entry."""

    index = models.PositiveBigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="place")

    def __str__(self) -> str:
        return str(self.index)
