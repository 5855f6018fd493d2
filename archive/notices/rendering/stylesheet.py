"""The style sheet every notice shares. Coordinates of single things stand in the markup; what repeats stands here."""

from archive.notices.faces import ROLES, path_of
from archive.notices.layout.measures import BODY, INDENT, LEFT, MM, PAGE_HEIGHT, PAGE_WIDTH, PITCH, SMALL, TOP, WIDTH

# Unlike any family name inside the files: fontconfig would take FandolSong for either of its weights.
FAMILIES = {role: name.removesuffix(".otf").replace("-", "") for role, name in ROLES.items()}
HAIR = 0.03  # WeasyPrint cuts spacing off at 1/1000 em, towards nothing: a hair more makes it the figure meant
DASH_BELOW = 7 * MM  # P4


def spacing(units: int) -> str:
    """Letter spacing of so many thousandths of an em, as CSS."""
    return f"{(units + (HAIR if units > 0 else -HAIR)) / 1000:.5f}em" if units else "0"


def font_faces() -> str:
    """@font-face rules for the shipped faces (or the office's own)."""
    return "".join(
        f"@font-face{{font-family:{FAMILIES[role]};src:url('{path_of(role).resolve().as_uri()}')}}" for role in ROLES
    )


def family(role: str) -> str:
    """A face's family with the rare face behind it."""
    return f"{FAMILIES[role]},{FAMILIES['rare']}"


def shared_rules() -> str:
    """Rules for every notice."""
    top = TOP - (PITCH - BODY) / 2
    height = 22 * PITCH + 0.2
    number_top = 262 * MM + DASH_BELOW - (top + height)
    dash = 0.88 * SMALL - 0.329 * SMALL  # from a line's top to the top of the dash's ink
    return f"""
@page{{size:{PAGE_WIDTH:.3f}pt {PAGE_HEIGHT:.3f}pt;margin:{top:.3f}pt {PAGE_WIDTH - LEFT - WIDTH:.3f}pt \
{PAGE_HEIGHT - top - height:.3f}pt {LEFT:.3f}pt}}
@page:right{{@bottom-right{{content:element(odd);width:40%;vertical-align:top;padding-top:{number_top - dash:.3f}pt}}}}
@page:left{{@bottom-left{{content:element(even);width:40%;vertical-align:top;padding-top:{number_top - dash:.3f}pt}}}}
@page bare{{@bottom-right{{content:none}}@bottom-left{{content:none}}}}
html{{font:{BODY}pt/{PITCH}pt {family("fang")};letter-spacing:{spacing(-13)};font-kerning:none;\
font-variant-ligatures:none;color:#000}}
body,p,h1,h2,h3,h4,h5{{margin:0;font-size:{BODY}pt;font-weight:400;orphans:1;widows:1}}
p,h1,h2,h3,h4,h5{{white-space:pre;break-inside:auto;break-after:auto}}
.folio{{font:{SMALL}pt/{SMALL}pt {family("fang")};letter-spacing:0;padding:0 {SMALL}pt;white-space:pre}}
@page letter:first{{@bottom-right{{content:none}}}}
.letter{{page:letter}}
.odd{{position:running(odd);text-align:right}}.even{{position:running(even)}}
.folio span{{font-family:{FAMILIES["song"]}}}
.folio span::before{{content:counter(page)}}
.n{{break-before:page}}
.body{{text-indent:{INDENT * BODY / 1000:.3f}pt}}
.title{{font-family:{family("title")};font-size:22pt;letter-spacing:0;text-align:center}}
.hei{{font-family:{family("hei")}}}.kai{{font-family:{family("kai")}}}.fang{{font-family:{family("fang")}}}
.header{{position:relative;z-index:-1}}
.at{{position:absolute;white-space:pre;transform-origin:0 0;letter-spacing:0}}
.rule{{position:absolute;background:#f00}}
.red{{color:#f00}}
.signed{{break-inside:avoid;break-before:avoid;position:relative}}
"""
