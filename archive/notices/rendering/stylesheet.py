"""The style sheet every notice shares. Coordinates of single things stand in the markup; what repeats stands here."""

from collections.abc import Mapping
from pathlib import Path

from archive.notices.faces import ROLES, path_of
from archive.notices.layout.measures import (
    BODY,
    BOTTOM,
    INDENT,
    LEFT,
    LINES,
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PITCH,
    SMALL,
    TOP,
    TRACKING,
    WIDTH,
    pitch_for,
)

# Unlike any family name inside the files: fontconfig would take FandolSong for either of its weights.
FAMILIES = {role: name.removesuffix(".otf").replace("-", "") for role, name in ROLES.items()}
RED = "#c8161d"  # frame and title of a certificate
HAIR = 0.03  # WeasyPrint cuts spacing off at 1/1000 em, towards nothing: a hair more makes it the figure meant
DASH_BELOW = 7 * MM  # P4
DASH_IN_LINE = (0.88 - 0.329) * SMALL  # from a line's top to the top of the dash's ink in the body's face


def spacing(units: int) -> str:
    """Letter spacing of so many thousandths of an em, as CSS."""
    return f"{(units + (HAIR if units > 0 else -HAIR)) / 1000:.5f}em" if units else "0"


def font_faces(files: Mapping[str, Path] | None = None) -> str:
    """@font-face rules for the shipped faces (or the office's own), or for other files by role."""
    files = files or {role: path_of(role) for role in ROLES}
    return "".join(
        f"@font-face{{font-family:{FAMILIES[role]};src:url('{file.resolve().as_uri()}')}}"
        for role, file in files.items()
    )


def family(role: str) -> str:
    """A face's family with the rare face behind it."""
    return f"{FAMILIES[role]},{FAMILIES['rare']}"


def page_margins(lines: int) -> str:
    """@page for a grid of so many lines: the first line's characters stand at the type area's edge."""
    pitch = pitch_for(lines)
    top = TOP - (pitch - BODY) / 2
    height = lines * pitch + 0.2
    to_dash = BOTTOM + DASH_BELOW - (top + height) - DASH_IN_LINE
    margins = (top, PAGE_WIDTH - LEFT - WIDTH, PAGE_HEIGHT - top - height, LEFT)
    folio = f"width:40%;vertical-align:top;padding-top:{to_dash:.3f}pt"
    return (
        f"@page{{margin:{' '.join(f'{margin:.3f}pt' for margin in margins)}}}"
        f"@page:right{{@bottom-right{{content:element(odd);{folio}}}}}"
        f"@page:left{{@bottom-left{{content:element(even);{folio}}}}}"
        "@page letter:first{@bottom-right{content:none}}"
        "@page bare{@bottom-right{content:none}@bottom-left{content:none}}"
    )


def shared_rules() -> str:
    """Rules for every notice."""
    return f"""
@page{{size:{PAGE_WIDTH:.3f}pt {PAGE_HEIGHT:.3f}pt}}
{page_margins(LINES)}
html{{font:{BODY}pt/{PITCH}pt {family("fang")};letter-spacing:{spacing(TRACKING)};font-kerning:none;\
font-variant-ligatures:none;color:#000}}
body,p,h1,h2,h3,h4,h5{{margin:0;font-size:{BODY}pt;font-weight:400;orphans:1;widows:1}}
p,h1,h2,h3,h4,h5{{white-space:pre;break-inside:auto;break-after:auto}}
.letter{{page:letter}}
.folio{{font:{SMALL}pt/{SMALL}pt {family("fang")};letter-spacing:0;padding:0 {SMALL}pt;white-space:pre}}
.odd{{position:running(odd);text-align:right}}.even{{position:running(even)}}
.folio span{{font-family:{FAMILIES["song"]}}}
.folio span::before{{content:counter(page)}}
.n{{break-before:page}}
.body,.note{{text-indent:{INDENT * BODY / 1000:.3f}pt}}
.title{{font-family:{family("title")};font-size:22pt;letter-spacing:0;text-align:center}}
.hei{{font-family:{family("hei")}}}.kai{{font-family:{family("kai")}}}.fang{{font-family:{family("fang")}}}
.header{{position:relative;z-index:-1}}
.at{{position:absolute;white-space:pre;transform-origin:0 0;letter-spacing:0}}
.rule{{position:absolute;background:#f00}}
.red{{color:#f00}}
.signed{{break-inside:avoid;position:relative}}
img{{image-rendering:pixelated}} /* else the image asks to be smoothed, which PDF/A forbids */
.seal{{position:absolute;z-index:-1}}
.row{{position:relative}}.abreast{{position:absolute}}
.record{{break-inside:avoid;page:auto}}
.record.n{{page:bare}}
.record p{{font-size:{SMALL}pt;line-height:20pt!important;letter-spacing:0}}
.left{{display:inline-block;text-indent:0}}
.black{{background:#000}}
.proof{{position:relative;height:0}}.proof *{{position:absolute;left:0;z-index:-1}}
.proof p{{font-size:7pt;line-height:9pt!important;letter-spacing:0}}
.table,.picture,.turned{{break-inside:avoid;box-sizing:content-box}}
.picture{{text-align:center;line-height:0}}
.turned{{position:relative}}.side{{position:absolute;left:0;top:0;transform-origin:0 0}}
table{{border-collapse:collapse;table-layout:fixed;letter-spacing:0}}
th,td{{border:.5pt solid #000;white-space:pre;vertical-align:middle;font-weight:400}}
th{{font-family:{family("hei")}}}
.c{{text-align:center}}.l{{text-align:left}}
"""
