"""A notice beside Typst, and certificates one by one beside a batch, in one run; processor time, medians.

The notice is the county's of 2011 (tests/archive/notices/texts), eight pages: header, own line breaks, tags, PDF/A-3b,
frozen content attached. Typst sets the same text with the same faces, tagged, without any of the rest. Both are warm,
take turns, and no text is set twice. Where a notice's time goes: breaking lines (`composing_ms`) a seventh, our markup
next to nothing; the rest is WeasyPrint, which is Python. Of that, by a profile taken apart from this run, parsing and
style take about an eighth, layout half (boxes for each line and each odd mark, nearly 1 ms a line), drawing a sixth,
cutting the faces down a tenth, writing and packing the PDF a tenth. No single spot is worth a patch.

Certificates: `certificate_single_ms` with the whole faces, `certificate_batch_ms` with faces cut down once for the
batch (that share included) and twenty laid out at a time. What is left is WeasyPrint's floor for a page and a file.
`memory_growth_mb` is what the process grew by from the 100th certificate of a batch to the last.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from archive.notices.content import Block, NoticeContent
from archive.notices.layout import lay_out
from archive.notices.reading import read_text
from archive.notices.rendering import place, render, render_batch
from workflows.benchmarks.bare_typst import typst_compiler, typst_source

SOURCE = Path("tests/archive/notices/texts/source-document.txt")
NAMES, SURNAMES = "英华明芳军丽平秀兰志勇春梅建国桂香玉", "杨吴姚蒲龙石张舒田罗"
WARM_UP = 100  # certificates after which the process should grow no more
ROUNDS = 11
BATCH = 40


def measure(*, cases: int = 1000) -> dict[str, float]:
    """Figures of the contract: `notice_vs_typst`, `presubset_speedup`, `memory_growth_mb` over `cases` certificates."""
    return certificates_singly_and_in_batch() | notice_beside_typst() | growth(cases)


def notice_beside_typst() -> dict[str, float]:
    """How long each way takes for the eight pages, by turns, and how long composing alone."""
    compile_typst, content = typst_compiler(), source_document()
    ours, bare, composing = [], [], []
    for number in range(ROUNDS + 2):
        text = varied(content, number)
        source = typst_source(text)
        bare.append(seconds(lambda source=source: compile_typst(source)))
        started = time.process_time()
        composition = lay_out(text)
        composing.append(time.process_time() - started)
        ours.append(composing[-1] + seconds(lambda text=text, composition=composition: place(text, composition)))
    notice, typst, lines = (statistics.median(way[2:]) for way in (ours, bare, composing))  # two to warm up
    return {
        "notice_vs_typst": round(notice / typst, 2),
        "notice_ms": milliseconds(notice),
        "typst_ms": milliseconds(typst),
        "composing_ms": milliseconds(lines),
    }


def certificates_singly_and_in_batch() -> dict[str, float]:
    """One batch after as many single certificates, by turns; the batch pays for cutting its faces down."""
    singly, batch = [], []
    for number in range(ROUNDS // 2):
        contents = certificates(BATCH, first=number * BATCH)
        singly.append(seconds(lambda contents=contents: [render(content) for content in contents]) / BATCH)
        batch.append(seconds(lambda contents=contents: list(render_batch(contents))) / BATCH)
    single, together = statistics.median(singly[1:]), statistics.median(batch[1:])
    return {
        "presubset_speedup": round(single / together, 2),
        "certificate_single_ms": milliseconds(single),
        "certificate_batch_ms": milliseconds(together),
    }


def growth(cases: int) -> dict[str, float]:
    """Megabytes the process grows by while a batch of `cases` certificates is rendered, after its first ones."""
    before = 0.0
    for place_in_batch, _ in enumerate(render_batch(certificates(cases, first=0)), start=1):
        if place_in_batch == min(WARM_UP, cases):
            before = resident_megabytes()
    return {"memory_growth_mb": round(resident_megabytes() - before, 1), "certificates": cases}


def resident_megabytes() -> float:
    """Memory the process holds. Raises CommandError where the kernel does not say."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        raise CommandError("Memory is measured from /proc/self/status, which only Linux has.") from None
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one piece of work, all its threads together."""
    started = time.process_time()
    work()
    return time.process_time() - started


def milliseconds(spent: float) -> float:
    return round(spent * 1000, 1)


def source_document() -> NoticeContent:
    """The county's notice of 2011 as it was typed. Raises CommandError where the tests are not installed."""
    try:
        return read_text((settings.BASE_DIR / SOURCE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CommandError(f"The text this benchmark sets is not there: {SOURCE}.") from None


def varied(content: NoticeContent, number: int) -> NoticeContent:
    """The same notice with other words in every paragraph, so that nothing is taken from a cache."""
    return replace(content, body=tuple(replace(block, text=f"{block.text}第{number}次") for block in content.body))


def certificates(number: int, *, first: int) -> list[NoticeContent]:
    """As many certificates for as many people."""
    return [certificate(first + place) for place in range(number)]


def certificate(number: int) -> NoticeContent:
    """A certificate as the county gives them, to a person made of common characters."""
    given = NAMES[number % len(NAMES)] + NAMES[number // len(NAMES) % len(NAMES)]
    return NoticeContent(
        format="certificate",
        kind="证书",
        issuers=("新晃侗族自治县文明办",),
        number=f"晃志证〔2026〕{number + 1}号",
        title="荣誉证书",
        addressees=(f"{SURNAMES[number % len(SURNAMES)]}{given}同志",),
        body=(
            Block(text=f"在2026年度志愿服务中累计服务{40 + number % 200}小时，被评为县级“优秀志愿者”。"),
            Block(text="特发此证，以资鼓励。"),
        ),
        date=date(2026, 3, 5),
        seal="paper",
    )
