"""The story's script: which unit's plan goes which way, told in working days before today or days of last January."""

from dataclasses import dataclass

SUBMIT, APPROVE, RETURN, REFUSE, AGAIN, WITHDRAW = "submit", "approve", "return", "refuse", "again", "withdraw"
AMEND = "amend"
SAFETY = "安排较具体。请补充志愿者安全培训和保险的内容，并核对各项活动的参加人数后重报。"


@dataclass(frozen=True)
class Act:
    """One thing that happens: so many working days ago (or on a day of January), at a time of day."""

    what: str
    days: int
    at: str
    words: str = ""


@dataclass(frozen=True)
class Plan:
    """One unit's plan and what happens to it. `last_year`: of the finished wave of January."""

    unit: str
    acts: tuple[Act, ...]
    last_year: bool = False
    files: bool = False


def act(what: str, days: int, at: str, words: str = "") -> Act:
    """An act, shorter to write."""
    return Act(what, days, at, words)


PLANS = (
    Plan(
        "huangzhou",
        (act(SUBMIT, 8, "09:10"), act(APPROVE, 9, "15:20", "同意上报。"), act(APPROVE, 13, "10:05", "同意备案。")),
        True,
    ),
    Plan(
        "yushi",
        (act(SUBMIT, 9, "10:32"), act(APPROVE, 10, "08:50", "同意。"), act(APPROVE, 15, "16:11", "同意备案。")),
        True,
        True,
    ),
    Plan(
        "school",
        (
            act(SUBMIT, 9, "14:21"),
            act(APPROVE, 12, "09:30", "同意报送。"),
            act(RETURN, 14, "11:02", "请写明每次活动的安全负责人，补充经费保障后再报。"),
            act(AGAIN, 16, "09:44"),
            act(APPROVE, 19, "15:00", "同意，请县文明办审阅。"),
            act(APPROVE, 21, "10:26", "同意备案。"),
        ),
        True,
    ),
    Plan(
        "league",
        (act(SUBMIT, 12, "11:00"), act(APPROVE, 13, "09:05", "同意。"), act(APPROVE, 20, "09:41", "同意备案。")),
        True,
    ),
    Plan(
        "league",
        (
            act(SUBMIT, 15, "09:00"),
            act(APPROVE, 14, "10:12", "同意。"),
            act(APPROVE, 12, "15:48", "计划完整，同意备案。"),
        ),
    ),
    Plan(
        "education",
        (act(SUBMIT, 13, "15:30"), act(APPROVE, 12, "08:45", "同意上报。"), act(APPROVE, 11, "16:20", "同意备案。")),
    ),
    Plan("bozhou", (act(SUBMIT, 12, "16:02"), act(APPROVE, 11, "09:15", "同意上报。"))),
    Plan(
        "huangzhou",
        (
            act(SUBMIT, 10, "10:40"),
            act(APPROVE, 9, "11:05", "同意。"),
            act(RETURN, 7, "14:33", SAFETY),
            act(AGAIN, 5, "09:27"),
        ),
        files=True,
    ),
    Plan("liangsan", (act(SUBMIT, 9, "08:55"), act(APPROVE, 8, "15:10", "同意。"), act(RETURN, 5, "10:00", SAFETY))),
    Plan(
        "huangniu",
        (
            act(SUBMIT, 8, "10:10"),
            act(APPROVE, 7, "09:00", "同意。"),
            act(
                REFUSE,
                6,
                "15:35",
                "你公司的活动已列入园区统一计划，不再单独备案。请并入园区计划，或另拟不重复的活动后重新申报。",
            ),
        ),
    ),
    Plan("school", (act(SUBMIT, 7, "14:05"), act(APPROVE, 6, "08:40", "同意报送。"))),
    Plan("hetan", (act(SUBMIT, 6, "09:36"), act(APPROVE, 4, "10:20", "同意上报，请县文明办审阅。")), files=True),
    Plan("health", (act(SUBMIT, 6, "16:40"), act(APPROVE, 5, "09:12", "同意上报。"))),
    Plan("xinlong", (act(SUBMIT, 4, "10:18"), act(APPROVE, 3, "14:52", "同意。"))),
    Plan("women", (act(SUBMIT, 4, "11:20"), act(APPROVE, 3, "09:03", "同意。"))),
    Plan("gongxi", (act(SUBMIT, 4, "15:02"), act(APPROVE, 2, "16:30", "同意上报。"))),
    Plan("disabled", (act(SUBMIT, 3, "09:50"), act(WITHDRAW, 2, "10:30", "活动经费来源有误，核实后重新申报。"))),
    Plan("qinghe", (act(SUBMIT, 2, "09:22"), act(APPROVE, 1, "10:41", "同意。"))),
    Plan("mibei", (act(SUBMIT, 2, "14:45"),)),
    Plan("butoujiang", (act(SUBMIT, 6, "14:11"),)),
    Plan("yushi", (act(AMEND, 1, "10:02"),)),
    Plan("fuluo", (act(SUBMIT, 1, "15:09"),)),
)
DRAFTS = ("zhongzhai", "linchong", "kindergarten")
