"""The stylesheets keep the rules of the look: colours in one place, newer CSS never able to break an older browser."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STYLESHEETS = sorted((ROOT / "static" / "app").glob("*.css"))
NEWER_THAN_THE_FLOOR = ("text-wrap", "text-autospace", "text-spacing-trim")  # the floor is Chromium 90


def rules(text: str) -> list[tuple[str, str]]:
    """Every innermost rule as (selector, declarations)."""
    return re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


def test_raw_colours_are_written_in_tokens_css_only():
    with_colours = {
        file.name: found
        for file in STYLESHEETS
        if file.name not in {"tokens.css", "print.css"}
        and (found := re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{]*})", file.read_text(encoding="utf-8")))
    }

    assert with_colours == {}


def test_every_custom_property_that_is_used_is_defined():
    text = "".join(file.read_text(encoding="utf-8") for file in STYLESHEETS)

    undefined = set(re.findall(r"var\((--[a-z0-9-]+)", text)) - set(re.findall(r"(--[a-z0-9-]+):", text))

    assert {name for name in undefined if not name.startswith("--bs-")} == set()


def test_newer_properties_stand_in_rules_of_their_own():
    mixed = [
        (file.name, selector.strip())
        for file in STYLESHEETS
        for selector, declarations in rules(file.read_text(encoding="utf-8"))
        if any(name in declarations for name in NEWER_THAN_THE_FLOOR) and declarations.count(";") > 1
    ]

    assert mixed == []


def test_selectors_an_older_browser_does_not_know_are_not_used():
    newer = [
        (file.name, selector.strip())
        for file in STYLESHEETS
        for selector, _ in rules(file.read_text(encoding="utf-8"))
        if re.search(r":has\(|:popover|@container|(^|\s)&", selector)
    ]

    assert newer == []


def test_templates_carry_no_inline_style_script_or_handler():
    forbidden = re.compile(r"""\sstyle=|\son[a-z]+=["']|<script(?![^>]*\ssrc=)""")
    found = {
        str(file.relative_to(ROOT)): matches
        for file in (ROOT / "templates").rglob("*.html")
        if (matches := forbidden.findall(file.read_text(encoding="utf-8")))
    }

    assert found == {}
