"""F1, F4: the frozen content inside the file, its metadata, and the verification code."""

import io
import json

import page
import pikepdf
import pypdfium2

from archive.notices.content import NoticeContent
from archive.notices.rendering import render
from tests.archive.notices.factories import COMMISSION, filing_receipt, red_rules, short_notice


def last_page(pdf):
    document = pypdfium2.PdfDocument(pdf)
    return document[len(document) - 1].get_textpage().get_text_range()


def test_the_content_comes_back_out_of_the_file():
    content = filing_receipt()
    pdf = pikepdf.open(io.BytesIO(render(content)))
    attached = {name: item.get_file().read_bytes() for name, item in pdf.attachments.items()}

    assert set(attached) == {"notice.json", "gbt33480.json"}
    assert attached["notice.json"].decode() == content.to_json()
    assert NoticeContent.from_json(attached["notice.json"]) == content
    named = json.loads(attached["gbt33480.json"])
    assert (named["发文字号"], named["成文日期"], named["主送机关"]) == (
        "晃志计备〔2026〕1号",
        "2026年3月5日",
        ["波洲镇人民政府"],
    )


def test_the_file_says_what_it_is():
    pdf = pikepdf.open(io.BytesIO(render(short_notice())))

    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "关于做好2026年度志愿服务工作计划备案工作的通知"
        assert metadata["dc:creator"] == [COMMISSION]
        assert metadata["dc:description"] == "发文字号：晃文明委〔2026〕5号"
        assert metadata["xmp:CreateDate"] == "2026-03-05"
    assert str(pdf.Root.Lang) == "zh-CN"


def test_a_verification_code_stands_small_on_the_last_page_and_breaks_no_rule(tmp_path):
    content = short_notice(seal="demonstration", copies_to=("县委办公室",))
    pdf = render(content, verification="https://example.gov.cn/verify/?code=AB12-CD34")

    assert "核验码：AB12-CD34" in last_page(pdf)
    assert "核验码" not in last_page(render(content))
    assert red_rules(pdf) == set()
    (tmp_path / "notice.pdf").write_bytes(pdf)
    assert page.validate_pdf(str(tmp_path / "notice.pdf"), profile=page.ValidationProfile.PDF_A_3B).is_compliant
