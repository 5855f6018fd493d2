"""The flow and its route as BPMN 2.0, judged by the standard's own schema."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from lxml import etree

from tests.factories import county as small_county
from tests.workflows.views.road import plan_route
from workflows.domain.stages import flow_of

pytestmark = pytest.mark.django_db
SCHEMA = Path(__file__).parent / "bpmn20" / "BPMN20.xsd"
NAMES = {"bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL"}


@pytest.fixture
def exported(tmp_path):
    version = plan_route(small_county().office)
    file = tmp_path / "work_plan.bpmn"
    call_command("export_flow", "work_plan", route=version.number, out=file)
    return etree.parse(str(file))


def test_it_is_valid_bpmn(exported):
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))

    schema.assertValid(exported)


def test_the_steps_of_the_route_stand_inside_review_in_order(exported):
    steps = exported.xpath("//bpmn:subProcess[@id='id_node_review']/bpmn:userTask/@name", namespaces=NAMES)

    assert steps == ["单位负责人审核", "主管单位审核", "文明办备案"]


def test_each_way_out_of_review_says_when_it_is_taken(exported):
    ways = exported.xpath("//bpmn:sequenceFlow[@sourceRef='id_node_review']", namespaces=NAMES)

    assert {way.get("targetRef"): way.get("name") for way in ways} == {
        "id_node_approved": "approved",
        "id_node_correction": "in_correction",
        "id_node_end": "refused, withdrawn",
    }


def test_without_a_name_it_lists_the_flows(capsys):
    call_command("export_flow")

    assert "work_plan" in capsys.readouterr().out


def test_an_unknown_name_says_what_to_do():
    with pytest.raises(CommandError, match="Without a name the command lists them"):
        call_command("export_flow", "wedding")


def test_every_node_belongs_to_its_own_flow():
    """A flow that inherits another runs the other's nodes without a word; ours inherit a plain mixin."""
    flow = flow_of("work_plan")

    assert {node.flow_class for node in flow.instance.nodes()} == {flow}
    assert flow.approved._next.flow_class is flow
