"""Twenty notices of all kinds, made from the same few words by chance: every rule holds on each."""

import datetime
import random
import re

import page
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.notices.content import AttachmentContent, Block, NoticeContent
from archive.notices.layout import lay_out
from archive.notices.rendering import render
from tests.archive.notices.factories import COMMISSION, OFFICE, filing_receipt, red_rules

KINDS = ("通知", "批复", "通报", "决定", "函", "意见", "请示", "公示")
PHRASES = (
    *(
        "各乡镇",
        "县直各单位",
        "要",
        "高度重视",
        "志愿服务",
        "工作",
        "，",
        "加强",
        "组织领导",
        "，",
        "落实",
        "责任",
        "。",
    ),
    *(
        "开展",
        "“学雷锋”",
        "活动",
        "、",
        "2026年3月5日",
        "《实施意见》",
        "（试行）",
        "；",
        "推动",
        "精神文明",
        "建设",
        "：",
    ),
    *("注重", "实效", "，", "切实", "提高", "水平", "。", "100万元", "12.5%", "志愿者", "队伍", "不断", "壮大", "。"),
    *("县文明办", "office@163.com", "第3期"),
)


def sentence(chance, length):
    text = ""
    while len(text) < length:
        phrase = chance.choice(PHRASES)
        if phrase not in "，。、；：" or (text and text[-1] not in "，。、；：（《“"):
            text += phrase
    return text.rstrip("，。、；：") + "。"


def generated(seed):
    chance = random.Random(seed)
    kind = KINDS[seed % len(KINDS)]
    body = []
    for section in range(1, chance.randint(2, 4)):
        body.append(Block(type="h1", text="一二三四"[section - 1] + "、加强领导"))
        body += [Block(text=sentence(chance, chance.randint(15, 220))) for _ in range(chance.randint(1, 4))]
    rows = (
        ("序号", "姓名", "单位"),
        *((str(place), "杨𬸚", "波洲镇人民政府") for place in range(1, chance.randint(4, 20))),
    )
    attachments = (AttachmentContent(title="名单", body=(Block(type="table", rows=rows),)),)
    letter = kind in ("批复", "函")
    return NoticeContent(
        format="letter" if letter else "redhead",
        kind=kind,
        issuers=((OFFICE,) if letter else (COMMISSION,)) if kind != "公示" else (),
        number=f"晃文明委〔2026〕{seed + 1}号" if kind != "公示" else "",
        title=f"关于{chance.choice(['开展志愿服务活动', '命名第一批志愿服务基地', '做好备案工作'])}的{kind}",
        addressees=("各乡镇人民政府", "县直各单位") if kind != "公示" else (),
        body=tuple(body),
        signature=OFFICE,
        signatory="杨秀英" if kind == "请示" else "",
        date=datetime.date(2026, chance.randint(1, 12), chance.randint(1, 28)),
        seal=chance.choice(["", "paper", "demonstration"]),
        attachments=attachments if chance.random() < 0.4 else (),
        note="此件公开发布" if chance.random() < 0.3 else "",
        copies_to=("县委办公室", "县政府办公室") if chance.random() < 0.5 else (),
        printed_by="新晃侗族自治县文明办" if not letter else "",
        printed_on=datetime.date(2026, 12, 31) if not letter else None,
    )


@pytest.mark.parametrize("seed", range(20))
def test_every_rule_holds_on_a_generated_notice(seed, tmp_path):
    content = generated(seed)
    pdf = render(content)
    (tmp_path / "notice.pdf").write_bytes(pdf)

    assert red_rules(pdf) == set()
    assert page.validate_pdf(str(tmp_path / "notice.pdf"), profile=page.ValidationProfile.PDF_A_3B).is_compliant
    assert len(pypdfium2.PdfDocument(pdf)) == lay_out(content).pages


@given(st.lists(st.lists(st.sampled_from(PHRASES), min_size=1, max_size=60).map("".join), min_size=1, max_size=4))
@settings(max_examples=15, deadline=None)
def test_what_was_typed_is_what_is_printed_in_the_same_order(paragraphs):
    paragraphs = ["各单位" + text.lstrip("，。、；：") for text in paragraphs]
    content = filing_receipt(body=tuple(Block(text=text) for text in paragraphs))
    document = pypdfium2.PdfDocument(render(content))

    printed = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    printed = re.sub(r"—\s*\d+\s*—", "", printed)
    typed = [*content.issuers, content.number, content.title, content.addressees[0] + "：", *paragraphs]
    assert "".join(printed.split()) == "".join([*typed, *content.issuers, "2026年3月5日"])
