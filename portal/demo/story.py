"""Plays the script through the same functions the pages call, each act at its own moment."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from archive.trail import clock
from directory.domain.calendar import is_working_day
from directory.domain.queries import holders_of
from directory.models import Person, Unit
from forms_app.domain.attachments import attach
from forms_app.domain.drafts import fields_of, save_draft, start_draft
from forms_app.models import Draft
from forms_app.registry import document_type
from portal.demo import script
from portal.demo.accounts import CLERK, HEAD, accounts
from portal.demo.files import meeting_picture, signed_page
from portal.demo.plans import fields_of_plan
from portal.demo.script import DRAFTS, PLANS, Act, Plan
from workflows.domain.deciding import decide
from workflows.domain.jobs import run_job
from workflows.domain.submission import submit
from workflows.domain.withdrawing import withdraw
from workflows.models import Case, CaseState, Job, JobState, Message, Turn, TurnState

KIND = "work_plan"
SEEN_AFTER = timedelta(days=4)


@dataclass
class Story:
    """Who plays, where, when; and what each unit's plan became."""

    units: dict[str, Unit]
    people: dict[str, Person]
    today: date
    cases: dict[tuple[str, int], Case] = field(default_factory=dict)

    @property
    def plan_year(self) -> int:
        """The year plans are being made for: from October on the coming one."""
        return self.today.year + 1 if self.today.month >= 10 else self.today.year

    def clerk(self, unit: str) -> Person:
        """The clerk of a unit."""
        return self.people[next(a.username for a in accounts() if a.unit == unit and CLERK in a.functions)]

    def leader_name(self, unit: str) -> str:
        """The name of a unit's head, its clerk's where there is none."""
        heads = [account.name for account in accounts() if account.unit == unit and HEAD in account.functions]
        return heads[0] if heads else self.clerk(unit).name


def tell_story(units: dict[str, Unit], people: dict[str, Person], *, now: datetime) -> int:
    """Play all acts in the order of their moments, then leave some drafts. Returns how many cases there are."""
    story = Story(units, people, timezone.localdate(now))
    for moment, plan, act in sorted(acts_of(story), key=lambda entry: entry[0]):
        with clock.set_to(moment):
            play(story, plan, act, now=moment)
    for place, unit in enumerate(DRAFTS):
        moment = working_day_before(story.today, place + 1, "16:05")
        with clock.set_to(moment):
            leave_draft(story, unit, now=moment)
    Message.objects.filter(sent__lt=now - SEEN_AFTER, seen=None).update(seen=now - SEEN_AFTER)
    return len(story.cases)


def acts_of(story: Story) -> Iterator[tuple[datetime, Plan, Act]]:
    """Every act with its moment. Last year's wave stands in January of the year before the plans' year."""
    january = story.plan_year - 1
    for plan in PLANS:
        amends = plan.acts[0].what == script.AMEND
        if (plan.last_year or amends) and date(january, 1, 31) >= story.today:
            continue
        for act in plan.acts:
            day = working_day_from(date(january, 1, act.days)) if plan.last_year else None
            yield (at(day, act.at) if day else working_day_before(story.today, act.days, act.at)), plan, act


def working_day_before(today: date, days: int, clock_time: str) -> datetime:
    """A moment so many working days before today."""
    day = today
    while days > 0 or not is_working_day(day):
        day -= timedelta(days=1)
        days -= is_working_day(day)
    return at(day, clock_time)


def working_day_from(day: date) -> date:
    """The day itself, or the next that is worked."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def at(day: date, clock_time: str) -> datetime:
    """A day's moment in the county's time."""
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock_time)))


def play(story: Story, plan: Plan, act: Act, *, now: datetime) -> None:
    """Let one act happen, then do what the office owes because of it."""
    key = (plan.unit, story.plan_year - (plan.last_year or act.what == script.AMEND))
    match act.what:
        case script.AMEND if not is_finished(story.cases[key]):
            return  # its receipt could not be made here; the worker tries again
        case script.SUBMIT | script.AGAIN | script.AMEND:
            story.cases[key] = hand_in(story, plan, key=key, corrected=act.what != script.SUBMIT, now=now)
        case script.WITHDRAW:
            withdraw(story.cases[key].pk, by=story.clerk(plan.unit), reason=act.words, now=now)
        case _:
            turn = Turn.objects.get(case=story.cases[key], state=TurnState.OPEN)
            who = holders_of([turn.post_id])[turn.post_id][0]
            Turn.objects.filter(pk=turn.pk).update(seen=now - timedelta(minutes=20))
            decide(turn.pk, by=who, decision=act.what, opinion=act.words, now=now)
            do_what_is_owed(story.cases[key], now=now + timedelta(minutes=1))


def hand_in(story: Story, plan: Plan, *, key: tuple[str, int], corrected: bool, now: datetime) -> Case:
    """A clerk fills in the plan and submits it, for the first time, after a return, or to amend what was filed."""
    unit, clerk, (_unit, year) = story.units[plan.unit], story.clerk(plan.unit), key
    document = story.cases[key].document if corrected else None
    draft = start_draft(KIND, unit=unit, by=clerk, document=document, year=year, now=now - timedelta(minutes=25))
    fields = fields_of_plan(
        unit, year=year, leader=story.leader_name(plan.unit), contact=clerk.name, corrected=corrected
    )
    save_draft(draft, fields=fields, by=clerk, now=now - timedelta(minutes=5))
    if plan.files and not corrected:
        for upload in (signed_page(unit.name, fields["title"]), meeting_picture(unit.short_name)):
            attach(draft, upload=upload, by=clerk, now=now - timedelta(minutes=3))
    return submit(draft, form=valid_form(draft), by=clerk, now=now)


def is_finished(case: Case) -> bool:
    """Whether a case has come to its end by now."""
    return Case.objects.filter(pk=case.pk, state=CaseState.FINISHED).exists()


def valid_form(draft: Draft):
    """The draft's form, checked as the product checks it. Raises ValueError naming what is wrong with the script."""
    kind = document_type(draft.kind)
    form = kind.form(fields_of(draft), unit=draft.unit, draft=draft)
    if not form.is_valid():
        raise ValueError([problem.message for problem in kind.problems(form)])
    return form


def leave_draft(story: Story, unit: str, *, now: datetime) -> None:
    """A clerk began and has not finished: the head of the form is there, half of the activities are not."""
    clerk = story.clerk(unit)
    draft = start_draft(KIND, unit=story.units[unit], by=clerk, year=story.plan_year, now=now - timedelta(minutes=30))
    fields = fields_of_plan(story.units[unit], year=story.plan_year, leader=story.leader_name(unit), contact=clerk.name)
    begun = {name: value for name, value in fields.items() if not name.startswith(("items-2", "items-3", "items-4"))}
    save_draft(draft, fields=begun | {"phone": "", "items-TOTAL_FORMS": "3"}, by=clerk, now=now)


def do_what_is_owed(case: Case, *, now: datetime) -> None:
    """Make the notice a worker would make. A job that fails here waits for the worker, as everywhere."""
    with clock.set_to(now):
        for job_id in list(Job.objects.filter(case=case, state=JobState.WAITING).values_list("id", flat=True)):
            run_job(job_id, now=now)
