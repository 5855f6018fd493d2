"""A flow and a route version as BPMN 2.0: viewflow draws the stages, the route's steps stand inside `review`."""

import itertools
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _
from viewflow.workflow import chart
from viewflow.workflow.base import Flow

from directory.models import PostFunction
from workflows.domain.routing import PlannedRoute, PlannedStep
from workflows.models import Mode

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
WAY = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
REVIEW = "id_node_review"
TASK_WIDTH, TASK_HEIGHT, GAP, EVENT = 150, 80, 60, 36

for prefix, address in {"bpmn": BPMN, "bpmndi": DI, "dc": DC, "di": WAY, "xsi": XSI}.items():
    ET.register_namespace(prefix, address)


def bpmn_of(flow_class: type[Flow], route: PlannedRoute | None) -> bytes:
    """The BPMN 2.0 file of a flow; with a route its steps are drawn on a page of their own inside `review`."""
    grid = chart.calc_layout_data(flow_class, edge_start_gap_size=0, edge_end_gap_size=0)
    root = ET.fromstring(chart.grid_to_bpmn(grid).encode())
    name_the_conditions(root, flow_class)
    if route is not None:
        fill_review(root, route)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def name_the_conditions(root: ET.Element, flow_class: type[Flow]) -> None:
    """Write on each way out of review in which states of the case it is taken."""
    for target in dict.fromkeys(flow_class.review.targets.values()):
        edge = root.find(f".//{{{BPMN}}}sequenceFlow[@id='id_edge_review__{target.name}']")
        states = flow_class.review.states_leading_to(target)
        edge.set("name", ", ".join(states))
        condition = ET.SubElement(edge, f"{{{BPMN}}}conditionExpression", {f"{{{XSI}}}type": "bpmn:tFormalExpression"})
        condition.text = " or ".join(f'case.state == "{state}"' for state in states)


def fill_review(root: ET.Element, route: PlannedRoute) -> None:
    """Turn `review` into a collapsed sub-process that holds the route's steps in order."""
    review = root.find(f".//*[@id='{REVIEW}']")
    review.tag = f"{{{BPMN}}}subProcess"
    shape = root.find(f".//{{{DI}}}BPMNShape[@bpmnElement='{REVIEW}']")
    shape.set("isExpanded", "false")
    stops = ["route_start", *(f"step_{step.position}" for step in route.steps), "route_end"]
    add_event(review, "startEvent", stops[0], outgoing=stops[1])
    for before, step, after in zip(stops, route.steps, stops[2:], strict=False):
        add_step(review, step, incoming=before, outgoing=after)
    add_event(review, "endEvent", stops[-1], incoming=stops[-2])
    for source, target in itertools.pairwise(stops):
        ends = {"sourceRef": f"id_{source}", "targetRef": f"id_{target}"}
        ET.SubElement(review, f"{{{BPMN}}}sequenceFlow", {"id": edge_id(source, target), **ends})
    draw_in_a_row(root, stops)


def add_event(parent: ET.Element, kind: str, name: str, *, incoming: str = "", outgoing: str = "") -> None:
    """A start or end event of the sub-process."""
    event = ET.SubElement(parent, f"{{{BPMN}}}{kind}", {"id": f"id_{name}"})
    add_links(event, name, incoming=incoming, outgoing=outgoing)


def add_step(parent: ET.Element, step: PlannedStep, *, incoming: str, outgoing: str) -> None:
    """A step as a user task; several posts are a multi-instance task with the mode's completion condition."""
    name = f"step_{step.position}"
    task = ET.SubElement(parent, f"{{{BPMN}}}userTask", {"id": f"id_{name}", "name": step.name})
    note = ET.SubElement(task, f"{{{BPMN}}}documentation")
    note.text = who_and_when(step)
    add_links(task, name, incoming=incoming, outgoing=outgoing)
    loop = ET.SubElement(
        task,
        f"{{{BPMN}}}multiInstanceLoopCharacteristics",
        {"isSequential": "true" if step.mode == Mode.IN_ORDER else "false"},
    )
    if step.mode in (Mode.ANY, Mode.QUORUM):
        condition = ET.SubElement(loop, f"{{{BPMN}}}completionCondition", {f"{{{XSI}}}type": "bpmn:tFormalExpression"})
        condition.text = f"approvals >= {step.quorum or 1}"


def add_links(element: ET.Element, name: str, *, incoming: str, outgoing: str) -> None:
    """The ways into and out of an element."""
    for kind, link in (
        ("incoming", incoming and edge_id(incoming, name)),
        ("outgoing", outgoing and edge_id(name, outgoing)),
    ):
        if link:
            ET.SubElement(element, f"{{{BPMN}}}{kind}").text = link


def who_and_when(step: PlannedStep) -> str:
    """The step's rule in words: who, in which mode, by when."""
    words = [str(PostFunction(step.function).label), step.who, str(Mode(step.mode).label)]
    if step.days:
        words.append(_("%(days)d working days") % {"days": step.days})
    if step.skipped_without_unit:
        words.append(_("skipped where there is no such unit"))
    return "; ".join(words)


def edge_id(source: str, target: str) -> str:
    """The identity of a way between two stops."""
    return f"id_edge_{source}__{target}"


def draw_in_a_row(root: ET.Element, stops: list[str]) -> None:
    """A diagram page of its own for the sub-process, its stops from left to right."""
    diagram = ET.SubElement(root, f"{{{DI}}}BPMNDiagram", {"id": "id_diagram_review"})
    plane = ET.SubElement(diagram, f"{{{DI}}}BPMNPlane", {"id": "id_plane_review", "bpmnElement": REVIEW})
    left, bounds = 40, {}
    for stop in stops:
        is_event = stop in (stops[0], stops[-1])
        width, height = (EVENT, EVENT) if is_event else (TASK_WIDTH, TASK_HEIGHT)
        bounds[stop] = (left, 100 - height // 2, width, height)
        shape = ET.SubElement(plane, f"{{{DI}}}BPMNShape", {"id": f"id_shape_{stop}", "bpmnElement": f"id_{stop}"})
        ET.SubElement(
            shape, f"{{{DC}}}Bounds", dict(zip(["x", "y", "width", "height"], map(str, bounds[stop]), strict=True))
        )
        left += width + GAP
    for source, target in itertools.pairwise(stops):
        name = edge_id(source, target)
        edge = ET.SubElement(plane, f"{{{DI}}}BPMNEdge", {"id": f"{name}_shape", "bpmnElement": name})
        for x in (bounds[source][0] + bounds[source][2], bounds[target][0]):
            ET.SubElement(edge, f"{{{WAY}}}waypoint", {"x": str(x), "y": "100"})
