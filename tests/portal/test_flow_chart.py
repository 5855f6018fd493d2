"""The drawing of a case's way: every step a box, the return an edge, and the same told in sentences."""

from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from portal.flow_chart import WIDTH, FlowStep, flow_svg, flow_words

SVG = "{http://www.w3.org/2000/svg}"
UNDER_REVIEW = [
    FlowStep("单位申报", "鱼市镇 吴某某", "done", since="11-20"),
    FlowStep("主管单位审核", "无主管单位", "skipped"),
    FlowStep("文明办审核备案", "县文明办 审核人 姚某某", "current", note="退回 1 次", since="自 11-23"),
    FlowStep("备案回执"),
]
RETURNED = [
    FlowStep("单位补正", "鱼市镇 吴某某", "current"),
    FlowStep("单位负责人审核", "鱼市镇 负责人", "done"),
    FlowStep("文明办审核备案", "县文明办 审核人", "returned", note="退回 1 次"),
]


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def drawn(steps: list[FlowStep]) -> ElementTree.Element:
    return ElementTree.fromstring(flow_svg(steps).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def texts_of_boxes(svg: ElementTree.Element) -> list[list[str]]:
    groups = [group for group in svg.findall(f"{SVG}g") if group.find(f"{SVG}rect") is not None]
    return [[text.text or "" for text in group.findall(f"{SVG}text")] for group in groups]


def classes(svg: ElementTree.Element) -> list[str]:
    return [group.get("class") for group in svg.findall(f"{SVG}g")]


def test_every_step_is_a_box_with_its_mark_name_time_and_who():
    assert texts_of_boxes(drawn(UNDER_REVIEW)) == [
        ["✓", "单位申报", "11-20", "鱼市镇 吴某某"],
        ["–", "主管单位审核", "skipped", "无主管单位"],
        ["●", "文明办审核备案", "自 11-23", "县文明办 审核人 姚某某 · 退回 1 次"],
        ["○", "备案回执", "still to come", ""],
    ]


def test_the_way_already_gone_is_drawn_differently_from_the_way_ahead():
    assert classes(drawn(UNDER_REVIEW)) == [
        "flow-done",
        "flow-edge-done",
        "flow-skipped",
        "flow-edge-done",
        "flow-current",
        "flow-edge",
        "flow-todo",
    ]


def test_a_returned_step_sends_an_edge_back_to_the_first_box():
    assert classes(drawn(RETURNED))[-1] == "flow-edge-back"
    assert "flow-edge-back" not in classes(drawn(UNDER_REVIEW))


def test_a_drawing_without_a_return_needs_no_room_for_the_edge():
    def box(steps):
        return [int(number) for number in drawn(steps).get("viewBox").split()]

    assert box(RETURNED) == [0, 0, WIDTH, 204]
    assert box(UNDER_REVIEW) == [42, 0, WIDTH - 42, 278]


def test_it_is_an_image_with_a_title_and_a_description_in_sentences():
    svg = drawn(RETURNED)

    assert (svg.get("role"), svg.find(f"{SVG}title").text, svg.find(f"{SVG}desc").text) == (
        "img",
        "The way of this case",
        "1. 单位补正: current, 鱼市镇 吴某某. 2. 单位负责人审核: done, 鱼市镇 负责人. "
        "3. 文明办审核备案: returned, 县文明办 审核人, 退回 1 次.",
    )
    assert svg.get("aria-labelledby") == svg.find(f"{SVG}title").get("id")
    assert svg.get("aria-describedby") == svg.find(f"{SVG}desc").get("id")


def test_words_too_long_for_the_box_are_shortened_in_the_drawing_and_whole_in_the_sentences():
    name = "县精神文明建设指导委员会办公室会同团县委、妇联、教育局联合形式审查环节"
    step = FlowStep(name, "、".join(["姚某某"] * 12), "current")

    (mark, shown_name, _since, shown_who) = texts_of_boxes(drawn([step]))[0]

    assert mark == "●"
    assert shown_name.endswith("…")
    assert name.startswith(shown_name[:-1])
    assert shown_who.startswith("姚某某、姚某某")
    assert shown_who.endswith("…")
    assert name in flow_words([step])


def test_markup_in_a_name_stays_text():
    assert texts_of_boxes(drawn([FlowStep("<b>A&B</b>")]))[0][1] == "<b>A&B</b>"


def test_it_carries_no_styles_for_the_page_forbids_them():
    assert "style" not in flow_svg(UNDER_REVIEW)


def test_no_steps_no_drawing():
    assert flow_svg([]) == ""
