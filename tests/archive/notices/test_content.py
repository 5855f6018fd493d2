"""A notice's content is data: frozen, canonical, refused when it is not what a notice is made of."""

import datetime
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.notices.content import AttachmentContent, BadContent, Block, NoticeContent
from tests.archive.notices.factories import filing_receipt

texts = st.text(max_size=12)
blocks = st.one_of(
    st.builds(Block, type=st.sampled_from(["p", "h1", "h2", "h3", "h4"]), text=texts),
    st.builds(Block, type=st.just("table"), rows=st.tuples(st.tuples(texts, texts), st.tuples(texts))),
)
contents = st.builds(
    NoticeContent,
    format=st.sampled_from(["redhead", "letter"]),
    issuers=st.lists(texts, max_size=3).map(tuple),
    title=texts,
    body=st.lists(blocks, max_size=3).map(tuple),
    attachments=st.lists(st.builds(AttachmentContent, title=texts, body=st.tuples(blocks)), max_size=2).map(tuple),
    date=st.none() | st.dates(),
    seal=st.sampled_from(["", "paper", "demonstration"]),
    double_sided=st.booleans(),
)


@given(contents)
@settings(max_examples=60, deadline=None)
def test_content_survives_the_way_through_json(content):
    assert NoticeContent.from_json(content.to_json()) == content
    assert NoticeContent.from_json(content.to_json()).to_json() == content.to_json()


def test_the_json_is_canonical_and_leaves_out_what_is_empty():
    content = NoticeContent(title="关于开会的通知", date=datetime.date(2026, 3, 5), body=(Block(text="请参加。"),))

    assert content.to_json() == (
        '{"body":[{"text":"请参加。","type":"p"}],"date":"2026-03-05","format":"redhead","kind":"通知","title":"关于开会的通知"}'
    )


def test_a_day_may_be_written_as_officials_write_it():
    assert NoticeContent.from_json({"date": "2026年3月5日"}) == NoticeContent(date=datetime.date(2026, 3, 5))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("not json", "not JSON: Expecting value: line 1 column 1 (char 0)"),
        ("[]", "not a JSON object"),
        ({"colour": "red"}, "colour: unknown field"),
        ({"title": 5}, "title: text expected, not int"),
        ({"issuers": "县文明委"}, "issuers: a list expected, not str"),
        ({"format": "fax"}, "format: 'fax' is none of redhead, letter, certificate"),
        ({"date": "2026-02-30"}, "date: '2026-02-30' is not a day like 2026年3月5日 or 2026-03-05"),
        ({"body": [{"type": "video"}]}, "body: unknown block type 'video'"),
        ({"body": [{"type": "table"}]}, "body: a table needs rows"),
        ({"body": [{"text": "甲", "style": "x"}]}, "body: unknown field style"),
        ({"body": ["甲"]}, "body: an object expected, not str"),
        ({"seal": "gold"}, "seal: 'gold' is none of nothing, paper, demonstration"),
    ],
)
def test_what_a_notice_cannot_be_made_of_is_refused_in_one_line(source, message):
    with pytest.raises(BadContent) as refused:
        NoticeContent.from_json(source if isinstance(source, str) else json.dumps(source))

    assert str(refused.value) == message


def test_a_filing_receipt_is_a_letter():
    assert json.loads(filing_receipt().to_json())["format"] == "letter"
