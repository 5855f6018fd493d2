from directory.models.calendar import CalendarDay, CalendarYear
from directory.models.people import Person
from directory.models.posts import Post, PostFunction, PostHolding
from directory.models.second_factors import RecoveryCode, SecondFactor
from directory.models.settings import Setting
from directory.models.units import Unit, UnitKind

__all__ = [
    "CalendarDay",
    "CalendarYear",
    "Person",
    "Post",
    "PostFunction",
    "PostHolding",
    "RecoveryCode",
    "SecondFactor",
    "Setting",
    "Unit",
    "UnitKind",
]
