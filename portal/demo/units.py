"""The demonstration county's units: Xinhuang's real townships, bureaus as every county has them, invented others."""

from dataclasses import dataclass

from stdnum.cn import uscc

from directory.models import UnitKind

COMMISSION = "新晃侗族自治县精神文明建设指导委员会"
OFFICE = "新晃侗族自治县精神文明建设指导委员会办公室"


@dataclass(frozen=True)
class DemoUnit:
    """A unit by its key; `parent` is the key of its supervising unit."""

    key: str
    name: str
    short_name: str
    kind: str
    parent: str = ""
    reports: bool = True


def township(key: str, name: str) -> DemoUnit:
    """A town or township with its people's government."""
    return DemoUnit(key, f"{name}人民政府", name, UnitKind.TOWNSHIP)


def bureau(key: str, name: str, short_name: str, *, reports: bool = True) -> DemoUnit:
    """A county bureau."""
    return DemoUnit(key, f"新晃侗族自治县{name}", short_name, UnitKind.BUREAU, reports=reports)


UNITS = (
    DemoUnit("commission", COMMISSION, "县文明委", UnitKind.COMMISSION, reports=False),
    DemoUnit("office", OFFICE, "县文明办", UnitKind.OFFICE, reports=False),
    bureau("education", "教育局", "县教育局"),
    bureau("civil", "民政局", "县民政局"),
    bureau("finance", "财政局", "县财政局"),
    bureau("audit", "审计局", "县审计局", reports=False),
    bureau("health", "卫生健康局", "县卫健局"),
    bureau("culture", "文化旅游广电体育局", "县文旅广体局"),
    bureau("justice", "司法局", "县司法局"),
    DemoUnit("union", "新晃侗族自治县总工会", "县总工会", UnitKind.GROUP),
    DemoUnit("league", "共青团新晃侗族自治县委员会", "团县委", UnitKind.GROUP),
    DemoUnit("women", "新晃侗族自治县妇女联合会", "县妇联", UnitKind.GROUP),
    DemoUnit("disabled", "新晃侗族自治县残疾人联合会", "县残联", UnitKind.GROUP),
    township("huangzhou", "晃州镇"),
    township("bozhou", "波洲镇"),
    township("yushi", "鱼市镇"),
    township("liangsan", "凉伞镇"),
    township("fuluo", "扶罗镇"),
    township("zhongzhai", "中寨镇"),
    township("linchong", "林冲镇"),
    township("gongxi", "贡溪镇"),
    township("hetan", "禾滩镇"),
    township("butoujiang", "步头降苗族乡"),
    township("mibei", "米贝苗族乡"),
    DemoUnit("qianfeng", "前锋工业园管理委员会", "前锋工业园", UnitKind.PARK),
    DemoUnit("school", "凉伞镇中心小学", "凉伞镇中心小学", UnitKind.SCHOOL, "education"),
    DemoUnit("middle", "舞水河初级中学", "舞水河中学", UnitKind.SCHOOL, "education"),
    DemoUnit("kindergarten", "晃州镇太阳坪幼儿园", "太阳坪幼儿园", UnitKind.SCHOOL, "education"),
    DemoUnit("xinlong", "晃州镇新龙社区居民委员会", "新龙社区", UnitKind.COMMUNITY, "huangzhou"),
    DemoUnit("huayang", "鱼市镇华阳村村民委员会", "华阳村", UnitKind.COMMUNITY, "yushi"),
    DemoUnit("huangniu", "新晃黄牛谷食品有限公司", "黄牛谷食品", UnitKind.COMPANY, "qianfeng"),
    DemoUnit("shanquan", "晃山泉饮品有限公司", "晃山泉饮品", UnitKind.COMPANY, "qianfeng"),
    DemoUnit("qinghe", "鱼市镇青禾志愿服务队", "青禾志愿服务队", UnitKind.VOLUNTEERS, "yushi"),
    DemoUnit("shuguang", "新晃曙光应急志愿服务队", "曙光应急服务队", UnitKind.VOLUNTEERS, "league"),
    DemoUnit("yueliang", "新晃月亮湾读书志愿者协会", "月亮湾读书协会", UnitKind.VOLUNTEERS, "culture"),
)

CODE_BEGINS = {
    UnitKind.SCHOOL: "12",
    UnitKind.COMPANY: "91",
    UnitKind.VOLUNTEERS: "51",
    UnitKind.COMMUNITY: "55",
}


def invented_code(unit: DemoUnit) -> str:
    """A unified social credit code that is well formed and, saying DEM, nobody's."""
    place = UNITS.index(unit) + 1
    body = f"{CODE_BEGINS.get(unit.kind, '11')}431227DEM{place:06d}"
    return body + uscc.calc_check_digit(body)
