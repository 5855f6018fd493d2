"""A unit files its volunteer service plan of the year (source document, closing paragraph)."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow.base import Flow

from archive.notices.domain.issuing import SignOff, issuer_of, make_file, sign_off
from directory.domain.settings import setting
from directory.models import Unit, UnitKind
from forms_app.domain.versions import content_of
from workflows.domain.notice_texts import letter
from workflows.flows.nodes import BackgroundJob
from workflows.flows.spine import ApprovalSpine
from workflows.models import Case, Opinion, Turn


def issue_filing_notice(case: Case, *, now: datetime) -> None:
    """Make the 备案回执: number, frozen content, PDF. Safe to run again: each step finds what was done before.

    A plan is filed, not licensed; the receipt has its own series (domain, rules 5 and 7).
    """
    day = timezone.localdate(now)
    office = Unit.objects.get(kind=UnitKind.OFFICE, closed_on=None)
    issuer = issuer_of(office, on=day)
    filed = Opinion.objects.filter(case=case, taken_back=None).select_related("author").latest("written")
    plan = content_of(case.version)
    what = SignOff(
        kind="备案回执",
        title="志愿服务工作计划备案回执",
        issuer=issuer,
        code=setting("work_plan.receipt_code", on=day),
        origin_kind="case",
        origin=case.id,
        signed_off_by=filed.author,
        reader_units=(case.unit_id,),
        reader_posts=tuple(Turn.objects.filter(case=case).values_list("post_id", flat=True).distinct()),
    )

    def build(number: str):
        return letter(
            "notices/work_plan_filed.txt",
            what=what,
            number=number,
            addressee=case.unit.name,
            day=day,
            facts={"case": case, "plan": plan, "submitted": timezone.localdate(case.version.submitted_at)},
        )

    make_file(sign_off(what, build=build, day=day, now=now), now=now)


class WorkPlanFlow(ApprovalSpine, Flow):
    """A work plan goes from a unit's form to its filing receipt."""

    kind = "work_plan"
    process_title = _("Work plan")

    approved = BackgroundJob(issue_filing_notice).Annotation(title=_("Filing receipt")).Next(this.end)
