"""A county in which everything an address can name exists twice: for the school and for the township.

`ours` is the school's, which 教育局 supervises: clerk, head, supervising reviewer and unit administrator belong to it.
`theirs` is 鱼市镇's, of which the stranger is the clerk. Both have a case under review, one that was returned, a draft,
an attachment, a notice and so on, so that every address can be asked for with one's own and with other people's things.
"""

from dataclasses import dataclass
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from archive.notices.domain.seals import keep_seal
from archive.notices.models import Issuer, Notice, NoticeReader, NumberSeries, Seal, TakenNumber
from archive.trail import clock
from archive.trail.identity import new_id
from directory.models import Person, Post, PostFunction, PostHolding, Unit
from forms_app.domain.attachments import attach
from forms_app.models import Attachment, Draft
from tests.archive.notices.seal_factories import seal_png
from tests.factories import County, county, holder, holding, person
from tests.forms_app.factories import pdf_bytes
from tests.workflows.views.road import drafted_plan, open_turn, plan_route, submitted
from workflows.domain.deciding import decide
from workflows.models import Case, CaseState, FlowNode, Job, JobState, Turn

ANONYMOUS = "anonymous"


@dataclass(frozen=True)
class Things:
    """What one unit has: one of everything that has an address."""

    unit: Unit
    person: Person
    holding: PostHolding
    waiting: PostHolding
    draft: Draft
    attachment: Attachment
    case: Case
    turn: Turn
    returned: Case
    stuck: Case
    decided: Turn
    added: Turn
    job: Job
    notice: Notice
    issuer: Issuer
    seal: Seal
    series: NumberSeries
    reserved: TakenNumber


@dataclass(frozen=True)
class World:
    """The people by role, and what the two units have."""

    people: dict[str, Person | None]
    ours: Things
    theirs: Things


def world() -> World:
    """Everything, straight into the tables where no rule depends on how it came there."""
    built = county()
    plan_route(built.office)
    school, township = built.school, built.township
    people = {
        ANONYMOUS: None,
        "clerk": built.school_clerk,
        "stranger": built.clerk,
        "head": built.school_head,
        "supervising": built.bureau_reviewer,
        "reviewer": built.reviewer,
        "director": built.director,
        "sysadmin": built.sysadmin,
        "secadmin": built.secadmin,
        "secauditor": holder(built.office, PostFunction.SECURITY_AUDITOR, name="舒审计"),
        "auditor": holder(built.office, PostFunction.AUDITOR, name="向审计"),
        "unit_admin": holder(school, PostFunction.UNIT_ADMINISTRATOR, name="补管理"),
    }
    issuer = Issuer.objects.create(unit=built.office, name="县文明办", valid_from=date(2020, 1, 1))
    ours = things(built, school, clerk=built.school_clerk, head=built.school_head, issuer=issuer)
    theirs = things(built, township, clerk=built.clerk, head=built.head, issuer=issuer)
    return World(people=people, ours=ours, theirs=theirs)


def things(built: County, unit: Unit, *, clerk: Person, head: Person, issuer: Issuer) -> Things:
    """One of everything for a unit. Its case waits at the step after its head; its other case is in correction."""
    case, attachment = case_with_attachment(unit, clerk=clerk, head=head)
    returned = submitted(drafted_plan(clerk, unit, year=2025), by=clerk)
    decided = open_turn(returned)
    decide(decided.pk, by=head, decision="return", opinion="请补充。", now=clock.now())
    somebody = person(f"{unit.short_name}新人")
    series = NumberSeries.objects.create(issuer_unit=built.office, code=f"晃{unit.short_name}", year=2026)
    return Things(
        unit=unit,
        person=clerk,
        holding=PostHolding.objects.get(person=clerk),
        waiting=holding(somebody, unit, PostFunction.SIGNATORY, confirmed=False),
        draft=drafted_plan(clerk, unit, year=2027),
        attachment=attachment,
        case=case,
        turn=open_turn(case),
        returned=returned,
        stuck=standing_still(unit, clerk=clerk),
        decided=decided,
        added=reviewer_taken_out(open_turn(case), asked=somebody, by=head),
        job=failed_job(case),
        notice=receipt(unit, issuer),
        issuer=issuer,
        seal=kept_seal(issuer, authority=unit.name, by=built.sysadmin),
        series=series,
        reserved=TakenNumber.objects.create(
            series=series, number=1, use="reserved", reason="会议", taken_at=clock.now()
        ),
    )


def kept_seal(issuer: Issuer, *, authority: str, by: Person) -> Seal:
    """An issuer's seal, different for each authority."""
    return keep_seal(
        issuer=issuer,
        image=seal_png(note=authority),
        authority=authority,
        authorized_on=clock.today(),
        valid_from=clock.today(),
        by=by,
        now=clock.now(),
    )


def standing_still(unit: Unit, *, clerk: Person) -> Case:
    """A plan that waits for somebody in a post."""
    case = submitted(drafted_plan(clerk, unit, year=2024), by=clerk)
    case.state = CaseState.PARKED
    case.save(update_fields=["state"])
    return case


def reviewer_taken_out(turn: Turn, *, asked: Person, by: Person) -> Turn:
    """Somebody whom `by` had asked in a case."""
    own = Post.objects.get(person=asked)
    return Turn.objects.create(
        case=turn.case, round=turn.round, post=own, kind="added", state="removed", added_by=by, opened=clock.now()
    )


def case_with_attachment(unit: Unit, *, clerk: Person, head: Person) -> tuple[Case, Attachment]:
    """A plan with a file, agreed to by its head."""
    draft = drafted_plan(clerk, unit, year=2026)
    upload = SimpleUploadedFile("说明.pdf", pdf_bytes(), content_type="application/pdf")
    attachment = attach(draft, upload=upload, by=clerk, now=clock.now())
    case = submitted(draft, by=clerk)
    decide(open_turn(case).pk, by=head, decision="approve", opinion="同意。", now=clock.now())
    case.refresh_from_db()
    return case, attachment


def failed_job(case: Case) -> Job:
    """An effect that could not be brought about."""
    return Job.objects.create(
        kind="issue_filing_notice",
        case=case,
        node=FlowNode.objects.filter(process=case).first(),
        state=JobState.FAILED,
        attempts=5,
        not_before=case.created,
        created=case.created,
    )


def receipt(unit: Unit, issuer: Issuer) -> Notice:
    """A notice that concerns the unit and nobody else."""
    notice = Notice(
        kind="备案回执",
        title=f"{unit.short_name}备案回执",
        issuer=issuer,
        content="{}",
        content_sha256="0" * 64,
        template_version="1",
        state="issued",
        signed_off_at=clock.now(),
        issued_at=clock.now(),
        file_sha256="1" * 64,
        file_size=8,
        origin_kind="case",
        origin=new_id(),
    )
    notice.file.save("notices/receipt.pdf", ContentFile(b"%PDF-1.7"), save=False)
    notice.save()
    NoticeReader.objects.create(notice=notice, unit=unit)
    return notice
