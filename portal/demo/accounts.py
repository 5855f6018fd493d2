"""The demonstration's people, all invented: who signs in under which name and holds which posts."""

from dataclasses import dataclass

from directory.models import PostFunction, UnitKind
from portal.demo.units import UNITS, DemoUnit

CLERK, HEAD, REVIEWER = PostFunction.CLERK, PostFunction.HEAD, PostFunction.REVIEWER


@dataclass(frozen=True)
class DemoAccount:
    """Someone who signs in. `shown` accounts are printed; all are in demo-accounts.json."""

    username: str
    name: str
    unit: str
    functions: tuple[str, ...]
    kind: str
    shown: bool = True


ADMINISTRATORS = (
    DemoAccount("sysadmin", "田玉成", "office", (PostFunction.SYSTEM_ADMINISTRATOR,), "administrator"),
    DemoAccount("secadmin", "石敬安", "office", (PostFunction.SECURITY_ADMINISTRATOR,), "administrator"),
)

NAMED = (
    DemoAccount("clerk.yushi", "杨晓梅", "yushi", (CLERK,), "unit"),
    DemoAccount("head.yushi", "吴正华", "yushi", (HEAD,), "unit"),
    DemoAccount("clerk.school", "姚春兰", "school", (CLERK,), "unit"),
    DemoAccount("head.school", "蒲德明", "school", (HEAD,), "unit"),
    DemoAccount("clerk.qinghe", "龙小青", "qinghe", (CLERK,), "unit"),
    DemoAccount("head.qinghe", "张禾生", "qinghe", (HEAD,), "unit"),
    DemoAccount("reviewer.yushi", "罗水清", "yushi", (REVIEWER, PostFunction.UNIT_ADMINISTRATOR), "reviewer"),
    DemoAccount("reviewer.office", "李文静", "office", (REVIEWER,), "reviewer"),
    DemoAccount("director.office", "王志远", "office", (PostFunction.DIRECTOR,), "leader"),
    DemoAccount("leader", "胡建国", "commission", (PostFunction.SIGNATORY,), "leader"),
    DemoAccount("league", "舒扬", "league", (REVIEWER,), "reviewer"),
    DemoAccount("union", "曾国强", "union", (REVIEWER,), "reviewer"),
    DemoAccount("women", "彭丽华", "women", (REVIEWER,), "reviewer"),
    DemoAccount("education", "唐书怀", "education", (REVIEWER,), "reviewer"),
    DemoAccount("civil", "谭民安", "civil", (REVIEWER,), "reviewer"),
    DemoAccount("cashier", "黄小钱", "office", (PostFunction.CASHIER,), "fund"),
    DemoAccount("accountant", "周清账", "office", (PostFunction.ACCOUNTANT,), "fund"),
    DemoAccount("auditor", "邓审明", "audit", (PostFunction.AUDITOR,), "auditor"),
    DemoAccount("secauditor", "向察微", "office", (PostFunction.SECURITY_AUDITOR,), "administrator"),
)

SUPERVISORS = {"huangzhou": "钟", "qianfeng": "薛", "culture": "梁"}
FAMILY_NAMES = "杨吴姚蒲龙石田张罗胡舒曾彭唐谭黄周邓向江"
GIVEN_NAMES = ("秀英", "建平", "春花", "永红", "志强", "玉兰", "光明", "桂香", "德厚", "美玲", "长青", "金凤", "学文")
WITHOUT_A_HEAD = "mibei"


def accounts() -> tuple[DemoAccount, ...]:
    """Everybody but the two first administrators: the named ones, then a clerk and a head for every other unit."""
    taken = {(account.unit, function) for account in NAMED for function in account.functions}
    others = []
    for place, unit in enumerate(unit for unit in UNITS if unit.reports):
        for function, word in ((CLERK, "clerk"), (HEAD, "head")):
            if (unit.key, function) not in taken and (unit.key, function) != (WITHOUT_A_HEAD, HEAD):
                others.append(other(unit, function, word, place=2 * place + (function == HEAD)))
    supervisors = [
        DemoAccount(f"reviewer.{key}", f"{family}立新", key, (REVIEWER,), "reviewer", shown=False)
        for key, family in SUPERVISORS.items()
    ]
    return (*NAMED, *others, *supervisors)


def other(unit: DemoUnit, function: str, word: str, *, place: int) -> DemoAccount:
    """A clerk or head of a unit that has no part in the documented accounts."""
    name = FAMILY_NAMES[place % len(FAMILY_NAMES)] + GIVEN_NAMES[place % len(GIVEN_NAMES)]
    return DemoAccount(f"{word}.{unit.key}", name, unit.key, (function,), "unit", shown=unit.kind == UnitKind.PARK)
