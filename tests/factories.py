"""Builds exactly what a test needs, straight into the tables: units, people, posts, a small county."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from archive.notices.models import Issuer
from directory.models import Person, Post, PostFunction, PostHolding, Unit, UnitKind

COUNTY_TIME = ZoneInfo("Asia/Shanghai")
LONG_AGO = date(2020, 1, 1)
PASSWORD = "steady-river-41"
AN_HOUR = timedelta(hours=1)

_numbers = count(1)


def moment(text: str) -> datetime:
    """An aware moment in the county's time: moment("2026-03-02 09:30")."""
    return datetime.fromisoformat(text).replace(tzinfo=COUNTY_TIME)


def unit(name: str = "", *, kind: str = UnitKind.BUREAU, parent: Unit | None = None, **fields) -> Unit:
    """A unit; its name is enough."""
    name = name or f"第{next(_numbers)}单位"
    fields.setdefault("short_name", name[-10:])
    return Unit.objects.create(name=name, kind=kind, parent=parent, **fields)


def person(name: str = "", *, username: str = "", password: str | None = None, **fields) -> Person:
    """Somebody with a personal post. Only with a password can they sign in by the form."""
    number = next(_numbers)
    somebody = Person(username=username or f"person.{number}", name=name or f"张{number}", **fields)
    somebody.set_password(password)
    somebody.save()
    Post.objects.create(function=PostFunction.PERSONAL, person=somebody)
    return somebody


def post(unit: Unit, function: str) -> Post:
    """A unit's post, made on first use."""
    return Post.objects.get_or_create(unit=unit, function=function, person=None)[0]


def holding(
    who: Person, unit: Unit, function: str, *, begins: date = LONG_AGO, ends: date | None = None, confirmed: bool = True
) -> PostHolding:
    """`who` holds a unit's post; unless `confirmed`, it still waits for its second person."""
    confirmed_at = moment(f"{begins} 08:00") if confirmed else None
    return PostHolding.objects.create(
        post=post(unit, function), person=who, begins=begins, ends=ends, confirmed_at=confirmed_at
    )


def holder(unit: Unit, function: str, *, name: str = "", username: str = "", password: str | None = None) -> Person:
    """Somebody new who holds a unit's post."""
    somebody = person(name, username=username, password=password)
    holding(somebody, unit, function)
    return somebody


@dataclass(frozen=True)
class County:
    """A county small enough to think about: an office, a township with a school, a bureau; one person a post."""

    office: Unit
    township: Unit
    school: Unit
    bureau: Unit
    clerk: Person
    head: Person
    school_clerk: Person
    school_head: Person
    bureau_reviewer: Person
    reviewer: Person
    director: Person
    sysadmin: Person
    secadmin: Person


def county() -> County:
    """文明办, 鱼市镇, a school under 教育局. Clerk and head are the township's, reviewer and director the office's."""
    office = unit("县文明办", kind=UnitKind.OFFICE, reports=False)
    township = unit("鱼市镇人民政府", kind=UnitKind.TOWNSHIP, short_name="鱼市镇")
    bureau = unit("县教育局", kind=UnitKind.BUREAU, short_name="教育局")
    school = unit("晃州小学", kind=UnitKind.SCHOOL, parent=bureau)
    return County(
        office=office,
        township=township,
        school=school,
        bureau=bureau,
        clerk=holder(township, PostFunction.CLERK, name="杨经办", username="clerk"),
        head=holder(township, PostFunction.HEAD, name="吴负责", username="head"),
        school_clerk=holder(school, PostFunction.CLERK, name="姚老师", username="school.clerk"),
        school_head=holder(school, PostFunction.HEAD, name="蒲校长", username="school.head"),
        bureau_reviewer=holder(bureau, PostFunction.REVIEWER, name="龙审核", username="bureau.reviewer"),
        reviewer=holder(office, PostFunction.REVIEWER, name="李审核", username="reviewer"),
        director=holder(office, PostFunction.DIRECTOR, name="王主任", username="director"),
        sysadmin=holder(office, PostFunction.SYSTEM_ADMINISTRATOR, name="田系统", username="sysadmin"),
        secadmin=holder(office, PostFunction.SECURITY_ADMINISTRATOR, name="石安全", username="secadmin"),
    )


def issuing_office(office: Unit) -> Issuer:
    """The office issues notices under its own name."""
    return Issuer.objects.create(unit=office, name="县精神文明建设指导委员会办公室", valid_from=LONG_AGO)
