"""Which columns hold sealed values, so that they can be sealed again with a new key."""

from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.db import models

from archive.trail.transactions import one_transaction
from archive.vault.keys import kept_keys
from archive.vault.sealing import SealBroken, SealedByOtherKey, key_of, seal, unseal

AT_ONCE = 200  # rows in one transaction: others may write in between


@dataclass(frozen=True)
class SealedColumn:
    """A column of sealed values: their field name in the seal, and the column that holds the subject's UUID."""

    model: type[models.Model]
    column: str
    field: str
    subject_column: str

    @property
    def name(self) -> str:
        """As a person looks for it: forms_app.Draft.sealed."""
        return f"{self.model._meta.label}.{self.column}"


@dataclass
class Resealed:
    """What a rotation did to a column: rows sealed again, and those that could not be opened, by primary key."""

    column: SealedColumn
    rows: int = 0
    unopened: tuple[str, ...] = ()


_columns: dict[str, SealedColumn] = {}


def register_sealed_column(model: type[models.Model], *, column: str, field: str, subject_column: str = "pk") -> None:
    """Have a column sealed again at every rotation. Called in the room's AppConfig.ready()."""
    sealed = SealedColumn(model, column, field, subject_column)
    _columns[sealed.name] = sealed


def sealed_columns() -> list[SealedColumn]:
    """Every registered column, by name."""
    return [_columns[name] for name in sorted(_columns)]


def reseal(column: SealedColumn) -> Resealed:
    """Seal every value of a column that another key sealed with the sealing key. May be stopped and run again.

    A value that does not open is left as it is and reported.
    """
    done, key_id = Resealed(column), kept_keys().sealing[0]
    values = column.model._base_manager.exclude(**{column.column: None}).values_list("pk", column.column)
    stale = (pk for pk, blob in values.iterator() if blob and key_of(blob) != key_id)
    while batch := list(islice(stale, AT_ONCE)):
        with one_transaction():
            for row in column.model._base_manager.select_for_update().filter(pk__in=batch):
                reseal_row(row, column, done)
    return done


def reseal_row(row: models.Model, column: SealedColumn, done: Resealed) -> None:
    """Seal one row's value again."""
    subject: UUID = getattr(row, column.subject_column)
    try:
        value = unseal(getattr(row, column.column), field=column.field, subject=subject)
    except (SealBroken, SealedByOtherKey):
        done.unopened += (str(row.pk),)
        return
    resealed = seal(value, field=column.field, subject=subject)
    column.model._base_manager.filter(pk=row.pk).update(**{column.column: resealed})
    done.rows += 1


def keys_in_use() -> set[str]:
    """The ids of the keys that some value is sealed with."""
    used = set()
    for column in sealed_columns():
        values = column.model._base_manager.exclude(**{column.column: None}).values_list(column.column, flat=True)
        used |= {key_of(blob) for blob in values.iterator() if blob}
    return used
