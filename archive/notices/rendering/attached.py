"""What travels inside the PDF: the frozen content as it was signed off, and the same under the standard's names."""

import json
from typing import Any

from archive.notices.content import Block, NoticeContent
from archive.notices.layout.signature import written

FROZEN = "notice.json"
STANDARD = "gbt33480.json"


def standard_names(content: NoticeContent) -> str:
    """The notice's elements under the names of GB/T 33480-2016 (党政机关电子公文元数据规范), empty ones left out."""
    named: dict[str, Any] = {
        "份号": content.copy_number,
        "密级和保密期限": content.secrecy,
        "紧急程度": content.urgency,
        "发文机关标志": [name + "文件" if content.format == "redhead" else name for name in content.issuers],
        "发文字号": content.number,
        "签发人": content.signatory,
        "公文种类": content.kind,
        "标题": "".join(content.title.split("\n")),
        "主送机关": list(content.addressees),
        "正文": [_text(block) for block in content.body],
        "附件说明": [attachment.title for attachment in content.attachments],
        "发文机关署名": content.signature.split("\n") if content.signature else list(content.issuers),
        "成文日期": written(content.date),
        "附注": content.note,
        "附件": [[_text(block) for block in attachment.body] for attachment in content.attachments],
        "抄送机关": list(content.copies_to),
        "印发机关": content.printed_by,
        "印发日期": written(content.printed_on),
    }
    return json.dumps({name: value for name, value in named.items() if value}, ensure_ascii=False, indent=1)


def _text(block: Block) -> Any:
    return [list(row) for row in block.rows] if block.type == "table" else block.text
