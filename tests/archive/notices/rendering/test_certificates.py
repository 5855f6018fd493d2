"""Certificates: one page each, rendered singly or in a batch with faces cut down once."""

import io
from dataclasses import replace

import page
import pikepdf
import pypdfium2
import pytest

from archive.notices.content import AttachmentContent, BadContent, Block, NoticeContent
from archive.notices.rendering import StoppedBatch, check_content, render, render_batch
from tests.archive.notices.factories import OFFICE, SENTENCE, certificate, short_notice

NAMES = ("杨𬸚", "吴䶮", "姚堃", "蒲喆", "龙秀英")


def text_of(pdf):
    return "".join("".join(sheet.get_textpage().get_text_range().split()) for sheet in pypdfium2.PdfDocument(pdf))


def is_archive_file(pdf, tmp_path):
    file = tmp_path / "certificate.pdf"
    file.write_bytes(pdf)
    return page.validate_pdf(str(file), profile=page.ValidationProfile.PDF_A_3B).is_compliant


def test_a_certificate_says_everything_in_reading_order_on_one_page_across(tmp_path):
    pdf = render(certificate("杨𬸚"))
    document = pypdfium2.PdfDocument(pdf)

    assert [round(side / 72 * 25.4) for side in document[0].get_size()] == [297, 210]
    assert len(document) == 1
    assert text_of(pdf) == (
        "荣誉证书杨𬸚同志：在2026年度志愿服务工作中表现突出，累计服务时长120小时，被评为“优秀志愿者”。"
        "特发此证，以资鼓励。新晃侗族自治县精神文明建设指导委员会办公室2026年3月5日编号：晃志证〔2026〕12号"
    )
    assert is_archive_file(pdf, tmp_path)


def test_seals_codes_and_joint_issuers_keep_it_one_archive_page(tmp_path):
    content = certificate("杨𬸚", issuers=(OFFICE, "县教育局", "县民政局"), seal="demonstration")
    pdf = render(content, verification="https://example.gov.cn/verify/?code=AB12-CD34")

    assert len(pypdfium2.PdfDocument(pdf)) == 1
    assert "核验码：AB12-CD34" in text_of(pdf)
    assert is_archive_file(pdf, tmp_path)


def test_every_certificate_of_a_batch_bears_its_own_name_and_is_a_tagged_archive_file(tmp_path):
    files = list(render_batch([certificate(name) for name in NAMES]))

    for name, pdf in zip(NAMES, files, strict=True):
        assert [other for other in NAMES if other in text_of(pdf)] == [name]
        assert is_archive_file(pdf, tmp_path)
        opened = pikepdf.open(io.BytesIO(pdf))
        assert opened.Root.MarkInfo.Marked
        frozen = opened.attachments["notice.json"].get_file().read_bytes()
        assert NoticeContent.from_json(frozen) == certificate(name)


def test_a_batch_looks_and_reads_as_its_certificates_do_singly():
    for name, pdf in zip(NAMES, render_batch([certificate(name) for name in NAMES]), strict=True):
        single = render(certificate(name))
        assert text_of(pdf) == text_of(single)
        assert drawn(pdf) == drawn(single)
        assert len(pdf) < len(single)


def drawn(pdf):
    return pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().tobytes()


def test_the_same_batch_gives_the_same_files():
    contents = [certificate(name) for name in NAMES]

    first = list(render_batch(contents))
    render(short_notice())  # what was rendered in between must not show
    assert list(render_batch(contents)) == first


@pytest.mark.parametrize(
    ("spoiled", "reason"),
    [
        (certificate("李\ue001"), "certificate 3, 李\ue001同志: no face has U+E001"),
        (certificate("李四", body=(Block(text=SENTENCE * 20),)), "certificate 3, 李四同志: body: the text is too long"),
        (short_notice(addressees=("李四",)), "certificate 3, 李四: format: redhead is not certificate"),
    ],
)
def test_one_certificate_that_cannot_be_printed_stops_the_batch_before_any_is(spoiled, reason):
    with pytest.raises(StoppedBatch) as stopped:
        render_batch([certificate("杨𬸚"), certificate("吴䶮"), spoiled, certificate("姚堃")])

    assert str(stopped.value).startswith(reason)
    assert (stopped.value.place, stopped.value.whose) == (3, spoiled.addressees[0])


def test_an_empty_batch_is_no_file():
    assert list(render_batch([])) == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"title": "关于" * 20}, "title: 40 characters are too many"),
        ({"body": (Block(type="h1", text="一、名单"),)}, "body: a certificate has paragraphs only"),
        ({"attachments": (AttachmentContent(title="名单"),)}, "body: a certificate has paragraphs only"),
        ({"issuers": ("甲", "乙", "丙", "丁")}, "issuers: a certificate has room for 3"),
        ({"issuers": (OFFICE * 4,)}, "issuers: "),
    ],
)
def test_what_no_certificate_can_hold_is_refused_before_it_is_signed_off(changes, reason):
    with pytest.raises(BadContent, match=reason):
        check_content(replace(certificate("杨𬸚"), **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"body": (Block(text=SENTENCE * 5),)},
        {"addressees": ("新晃侗族自治县波洲镇志愿服务工作站" * 2,)},
        {"issuers": (OFFICE + "联席会议领导小组",)},
        {"title": "", "number": "", "issuers": (), "date": None},
        {"body": (Block(text="<b>甲</b>\n乙"),)},
    ],
    ids=["long text", "long name", "long issuer", "next to nothing", "markup"],
)
def test_long_texts_are_set_smaller_and_nothing_is_lost(changes):
    content = replace(certificate("杨𬸚"), **changes)
    pdf = render(content)

    assert len(pypdfium2.PdfDocument(pdf)) == 1
    for text in (*content.addressees, *content.issuers, *(block.text for block in content.body)):
        assert "".join(text.split()) in text_of(pdf)
