"""What the demonstration's units plan: invented activities as a county's units really write them."""

from typing import Any

from directory.models import Unit, UnitKind
from forms_app.grid.rows import fields_of_rows
from forms_app.work_plan.items import ITEMS

# when, activity, kinds of service, place, people served, volunteers, hours each, budget in yuan
COMMON = (
    ("3月", "学雷锋集中志愿服务活动", "社区服务、环境整治", "集镇广场", "辖区群众", 60, "4", "1800"),
    ("5月", "青年志愿者关爱留守儿童", "帮困助学", "村级儿童之家", "留守儿童", 25, "3", "2400"),
    ("12月", "国际志愿者日宣传与表扬先进", "大型公共活动", "便民服务中心", "全体志愿者", 80, "3", "3000"),
)
BY_KIND: dict[str, tuple[tuple, ...]] = {
    UnitKind.TOWNSHIP: (
        ("4月", "舞水河沿岸清漂护河", "环境保护、环境整治", "舞水河沿岸", "沿河村民", 45, "4", "1500"),
        ("8月", "高温天走访独居老人", "帮老助残、健康促进", "各村", "独居老人", 30, "3", "2000"),
        ("10月", "秋收帮扶困难农户", "帮困助学、帮老助残", "各村", "困难农户", 40, "6", "1200"),
    ),
    UnitKind.SCHOOL: (
        ("4月", "清明祭扫与革命故事宣讲", "大型公共活动", "烈士陵园", "在校学生", 50, "2", "600"),
        ("6月", "防溺水知识进家庭", "健康促进、科学普及", "各村", "学生家长", 35, "3", "500"),
        ("11月", "“小手拉大手”垃圾分类", "环境保护", "校园及周边", "师生与家长", 70, "2", "800"),
    ),
    UnitKind.COMPANY: (
        ("7月", "园区招聘与就业指导进村", "就业指导", "各村", "返乡青年", 15, "4", "1000"),
        ("9月", "助学金发放与结对帮扶", "帮困助学", "园区会议室", "困难家庭学生", 20, "3", "8000"),
    ),
    UnitKind.VOLUNTEERS: (
        ("6月", "防汛应急演练", "医疗救护、社区服务", "河堤", "沿河群众", 30, "5", "2600"),
        ("9月", "重阳节义剪义诊", "帮老助残、健康促进", "敬老院", "在院老人", 25, "4", "1500"),
    ),
    UnitKind.COMMUNITY: (
        ("6月", "邻里调解与法律咨询", "法律援助、心理咨询", "社区议事厅", "社区居民", 12, "3", "400"),
        ("9月", "重阳节为老人送餐理发", "帮老助残", "社区", "高龄老人", 18, "4", "900"),
    ),
}
ELSEWHERE = (
    ("6月", "业务开放日与政策咨询", "社区服务、法律援助", "政务大厅", "办事群众", 20, "4", "500"),
    ("9月", "机关干部进社区义务劳动", "环境整治、社区服务", "联点社区", "社区居民", 35, "3", "300"),
)
BUDGET_SOURCES = {UnitKind.COMPANY: "企业自筹", UnitKind.VOLUNTEERS: "社会捐助", UnitKind.COMMUNITY: "社区工作经费"}
CORRECTION_NOTE = "每次活动前开展安全教育，为志愿者购买意外伤害保险。"


def fields_of_plan(unit: Unit, *, year: int, leader: str, contact: str, corrected: bool = False) -> dict[str, Any]:
    """The fields of a unit's plan as a clerk types them; `corrected` adds what the reviewer missed."""
    rows = (*COMMON, *BY_KIND.get(unit.kind, ELSEWHERE))
    people = sum(row[5] for row in rows)
    fields = {
        "filed_as": "form",
        "year": str(year),
        "title": f"{unit.short_name}{year}年志愿服务工作计划",
        "leader": leader,
        "contact": contact,
        "phone": phone_of(unit),
        "aims": f"弘扬志愿精神，全年开展志愿服务活动{len(rows)}次以上，参加志愿者{people}人次。",
        "teams": f"{unit.short_name}志愿服务队，队长{leader}\n{unit.short_name}青年突击队，队长{contact}",
        "head_count": str(max(row[5] for row in rows)),
        "budget": "",
        "budget_source": BUDGET_SOURCES.get(unit.kind, "本单位工作经费"),
        "guarantees": CORRECTION_NOTE if corrected else "",
    }
    return fields | fields_of_rows([row_of(row, contact=contact, corrected=corrected) for row in rows], ITEMS)


def row_of(row: tuple, *, contact: str, corrected: bool) -> dict[str, str]:
    """One activity as a row of the grid."""
    when, activity, kinds, place, served, volunteers, hours, budget = row
    return {
        "when": when,
        "activity": activity,
        "kinds": kinds,
        "person_in_charge": contact,
        "place": place,
        "people_served": served,
        "volunteers": str(volunteers + 5 if corrected else volunteers),
        "hours": hours,
        "budget": budget,
    }


def phone_of(unit: Unit) -> str:
    """An office telephone nobody has: the county's area code and the exchange 622-0."""
    return f"0745-6220{sum(unit.name.encode()) % 1000:03d}"
