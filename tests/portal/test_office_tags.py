"""How pages write money, days, moments and phones."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template

from archive.trail import clock
from portal.flow_chart import FlowStep, flow_svg

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def rendered(source: str, **context) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Decimal("50000"), "50,000.00"),
        (Decimal("-18600.5"), "\u221218,600.50"),
        (0, "0.00"),
        (Decimal("1234567.891"), "1,234,567.89"),
        (None, ""),
        ("", ""),
    ],
)
def test_money_has_groups_two_decimals_and_a_true_minus(amount, written):
    assert rendered("{{ amount|money }}", amount=amount) == written


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 11, 5), '<time class="num" datetime="2026-11-05">11-05</time>'),
        (date(2025, 3, 5), '<time class="num" datetime="2025-03-05">2025-03-05</time>'),
        (datetime(2026, 11, 22, 17, 0, tzinfo=UTC), '<time class="num" datetime="2026-11-23">11-23</time>'),
        (None, ""),
    ],
)
def test_lists_write_the_year_only_when_it_is_another_one(day, written):
    with clock.set_to(MONDAY):
        assert rendered("{{ day|short_date }}", day=day) == written


def test_a_moment_is_written_in_the_county_s_time():
    assert rendered("{{ when|moment }}", when=datetime(2026, 11, 22, 17, 5, tzinfo=UTC)) == (
        '<time class="num" datetime="2026-11-23T01:05:00+08:00">2026-11-23 01:05</time>'
    )
    assert rendered("{{ when|moment }}", when=None) == ""


@pytest.mark.parametrize(
    ("number", "written"), [("13812341234", "138****1234"), ("0745-6221321", "0745-****321"), ("", ""), (None, "")]
)
def test_a_phone_hides_its_middle(number, written):
    assert rendered("{{ number|masked_phone }}", number=number) == written


def test_two_lists_are_read_side_by_side():
    source = "{% for column, sum in columns|beside:sums %}{{ column }}={{ sum }};{% endfor %}"

    assert rendered(source, columns=["a", "b"], sums=["1", "2"]) == "a=1;b=2;"


def test_the_flow_is_drawn_from_any_steps_that_have_the_words():
    steps = [FlowStep("单位申报", state="done")]

    assert rendered("{% flow_chart steps %}", steps=steps) == flow_svg(steps)
