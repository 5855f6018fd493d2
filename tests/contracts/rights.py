"""Who gets in where: one rule for every address of the product. A new address is not finished without one.

For everybody a rule does not name, the page does not exist (404); who is not signed in is asked to sign in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.contracts.rights_world import ANONYMOUS, Things

SIGNED_IN = frozenset(
    {
        "clerk",
        "stranger",
        "head",
        "supervising",
        "reviewer",
        "director",
        "sysadmin",
        "secadmin",
        "secauditor",
        "auditor",
        "unit_admin",
    }
)
EVERYBODY = SIGNED_IN | {ANONYMOUS}
SYSADMIN = frozenset({"sysadmin"})
SECADMIN = frozenset({"secadmin"})
CLERKS = frozenset({"clerk", "stranger"})
KEEPERS = frozenset({"sysadmin", "unit_admin"})
READ_PEOPLE = KEEPERS | {"secadmin", "secauditor"}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Who may come to an address with the school's things (`ours`) and with the township's (`theirs`).

    `theirs` is None where an address names nothing of anybody. `named` gives the address its arguments.
    A `slow` page that is everybody's is asked for by a visitor only.
    """

    ours: frozenset[str]
    theirs: frozenset[str] | None = None
    named: Callable[[Things], dict[str, Any]] = lambda things: {}
    methods: tuple[str, ...] = ("GET",)
    slow: bool = False


def page(ours: frozenset[str], **more: Any) -> Rule:
    """A page that names nothing of anybody."""
    return Rule(ours=ours, **more)


def of(
    name: str, attribute: str, ours: set[str] | frozenset[str], theirs: set[str] | frozenset[str], **more: Any
) -> Rule:
    """An address that names one of a unit's things."""
    fixed = more.pop("fixed", {})
    return Rule(
        ours=frozenset(ours),
        theirs=frozenset(theirs),
        named=lambda things: {name: getattr(things, attribute).pk} | fixed,
        **more,
    )


READ = ("GET",)
POST = ("POST",)
BOTH = ("GET", "POST")
DRAFT = ({"clerk"}, {"stranger"})
TURN = ({"supervising"}, {"reviewer"})
CASE = ({"clerk", "head", "supervising"}, {"stranger", "reviewer"})
UNIT_KEPT = (KEEPERS, SYSADMIN)
HEAD_PAGE = {"fixed": {"section": "head"}}
ITEMS_PAGE = {"fixed": {"section": "items"}}

RULES: dict[str, Rule] = {
    # directory: signing in, oneself
    "directory:sign_in": page(EVERYBODY, methods=BOTH),
    "directory:sign_in_code": page(EVERYBODY, methods=BOTH),
    "directory:another_account": page(EVERYBODY, methods=POST),
    "directory:sign_out": page(EVERYBODY, methods=POST),
    "directory:language": page(EVERYBODY, methods=POST),
    "directory:forgotten_password": page(EVERYBODY, methods=BOTH),
    "directory:new_password": page(EVERYBODY, named=lambda things: {"uidb64": "MQ", "token": "no-such"}),
    "directory:profile": page(SIGNED_IN, methods=BOTH),
    "directory:password": page(SIGNED_IN, methods=BOTH),
    "directory:second_factor": page(SIGNED_IN, methods=BOTH),
    "directory:sign_out_everywhere": page(SIGNED_IN, methods=POST),
    # directory: units, people, posts
    "directory:units": page(KEEPERS),
    "directory:new_unit": page(SYSADMIN, methods=BOTH),
    "directory:import": page(SYSADMIN, methods=BOTH),
    "directory:confirm_import": page(SYSADMIN, methods=POST),
    "directory:unit": of("unit_id", "unit", *UNIT_KEPT, methods=BOTH),
    "directory:change_unit": of("unit_id", "unit", SYSADMIN, SYSADMIN, methods=BOTH),
    "directory:close_unit": of("unit_id", "unit", SYSADMIN, SYSADMIN, methods=POST),
    "directory:new_person": of("unit_id", "unit", *UNIT_KEPT, methods=BOTH),
    "directory:end_holding": of("holding_id", "holding", *UNIT_KEPT, methods=POST),
    "directory:people": page(READ_PEOPLE),
    "directory:person": of("person_id", "person", READ_PEOPLE, READ_PEOPLE - {"unit_admin"}),
    "directory:switch_person": of("person_id", "person", SYSADMIN, SYSADMIN, methods=POST),
    "directory:reset_second_factor": of("person_id", "person", SECADMIN, SECADMIN, methods=POST),
    "directory:confirmations": page(SECADMIN),
    "directory:answer_confirmation": of("holding_id", "waiting", SECADMIN, SECADMIN, methods=POST),
    # directory: what holds for the office
    "directory:settings": page(SYSADMIN),
    "directory:setting": page(SYSADMIN, named=lambda things: {"key": "office.name"}, methods=BOTH),
    "directory:calendar": page(SYSADMIN, methods=BOTH),
    "directory:calendar_year": page(SYSADMIN, named=lambda things: {"year": 2026}, methods=BOTH),
    "directory:keep_year": page(SYSADMIN, named=lambda things: {"year": 2026}, methods=POST),
    # forms
    "forms_app:new": page(CLERKS, named=lambda things: {"kind": "work_plan"}, methods=BOTH),
    "forms_app:template": page(SIGNED_IN, named=lambda things: {"kind": "work_plan", "section": "items"}),
    "forms_app:draft": of("draft_id", "draft", *DRAFT),
    "forms_app:edit": of("draft_id", "draft", *DRAFT, **HEAD_PAGE, methods=BOTH),
    "forms_app:autosave": of("draft_id", "draft", *DRAFT, **HEAD_PAGE, methods=POST),
    "forms_app:import": of("draft_id", "draft", *DRAFT, **ITEMS_PAGE, methods=POST),
    "forms_app:amend": of("draft_id", "draft", *DRAFT, methods=POST),
    "forms_app:discard": of("draft_id", "draft", *DRAFT, methods=POST),
    "forms_app:attachment": of("attachment_id", "attachment", *CASE),
    "forms_app:attachment_inline": of("attachment_id", "attachment", *CASE),
    # the road
    "workflows:inbox": page(SIGNED_IN),
    "workflows:inbox_download": page(SIGNED_IN),
    "workflows:messages": page(SIGNED_IN),
    "workflows:turn": of("turn_id", "turn", *TURN),
    "workflows:decide": of("turn_id", "turn", *TURN, methods=BOTH),
    "workflows:take_back": of("turn_id", "decided", {"head"}, set(), methods=POST),
    "workflows:case": of("case_id", "case", *CASE),
    "workflows:withdraw": of("case_id", "case", *DRAFT, methods=POST),
    "workflows:unmask": of("case_id", "case", *CASE, methods=BOTH),
    "workflows:correct": of("case_id", "returned", *DRAFT, methods=POST),
    "workflows:submit": of("draft_id", "draft", *DRAFT, methods=BOTH),
    "workflows:transfer": of("turn_id", "turn", *TURN, methods=BOTH),
    "workflows:ask_reviewer": of("turn_id", "turn", *TURN, methods=BOTH),
    "workflows:send_copy": of("turn_id", "turn", {"supervising"}, {"reviewer"}, methods=BOTH),
    "workflows:remove_reviewer": of("turn_id", "added", {"head"}, set(), methods=POST),
    "workflows:claim": of("turn_id", "turn", *TURN, methods=POST),
    "workflows:people_to_ask": of("turn_id", "turn", *TURN),
    "workflows:urge": of("case_id", "case", *DRAFT, methods=POST),
    "workflows:stuck_cases": page(SYSADMIN),
    "workflows:stuck": of("case_id", "stuck", SYSADMIN, SYSADMIN, methods=BOTH),
    "workflows:hand_over": of("person_id", "person", KEEPERS, SYSADMIN, methods=BOTH),
    "workflows:jobs": page(SYSADMIN),
    "workflows:retry": of("job_id", "job", SYSADMIN, SYSADMIN, methods=POST),
    # notices
    "notices:file": of("notice_id", "notice", {"clerk", "head", "unit_admin"}, {"stranger"}),
    "notices:issuers": page(SYSADMIN),
    "notices:new_issuer": page(SYSADMIN, methods=BOTH),
    "notices:issuer": of("issuer_id", "issuer", SYSADMIN, SYSADMIN),
    "notices:keep_seal": of("issuer_id", "issuer", SYSADMIN, SYSADMIN, methods=POST),
    "notices:withdraw_seal": of("seal_id", "seal", SYSADMIN, SYSADMIN, methods=POST),
    "notices:look_at_seal": of("seal_id", "seal", SYSADMIN, SYSADMIN, methods=POST),
    "notices:new_series": page(SYSADMIN, methods=BOTH),
    "notices:series": of("series_id", "series", SYSADMIN, SYSADMIN),
    "notices:reserve_number": of("series_id", "series", SYSADMIN, SYSADMIN, methods=POST),
    "notices:enter_paper_number": of("series_id", "series", SYSADMIN, SYSADMIN, methods=POST),
    "notices:hold_series": of("series_id", "series", SYSADMIN, SYSADMIN, methods=POST),
    "notices:confirm_series": of("series_id", "series", SYSADMIN, SYSADMIN, methods=POST),
    "notices:void_number": of("taken_id", "reserved", SYSADMIN, SYSADMIN, methods=POST),
    # what everybody may read
    "trail:checkpoint": page(EVERYBODY),
    "trail:verifying_key": page(EVERYBODY),
    "trail:tile": page(EVERYBODY, named=lambda things: {"level": "0", "index": "000"}),
    "trail:partial_tile": page(EVERYBODY, named=lambda things: {"level": "0", "index": "001", "width": "1"}),
    "portal:healthz": page(EVERYBODY),
    "portal:source": page(EVERYBODY),
    "portal:source_download": page(EVERYBODY, slow=True),
    # the start page of whoever is signed in
    "portal:start": page(SIGNED_IN),
}
