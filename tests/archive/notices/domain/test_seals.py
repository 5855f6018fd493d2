"""A seal image: what can be one, that it lies sealed, and that every look at it stands in the trail."""

import hashlib
import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation
from PIL import Image

from archive.notices.domain.seals import FIELD, keep_seal, look_at_seal, withdraw_seal
from archive.notices.models import Seal
from archive.trail.models import Entry
from archive.vault.columns import sealed_columns
from archive.vault.keys import kept_keys, make_keys_file
from archive.vault.sealing import SealBroken, key_of
from directory.domain.people import NotYours
from tests.archive.notices.seal_factories import saved, seal_png
from tests.factories import County, county, issuing_office

AUTHORITY = "县文明委主任办公会议纪要第3号"
ALLOWED, TODAY = date(2026, 2, 27), date(2026, 3, 2)
PNG_HEADER = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def xinhuang(db, monday) -> County:
    """The small county, whose office issues notices."""
    built = county()
    issuing_office(built.office)
    return built


def keep(xinhuang: County, now, **changes) -> Seal:
    """A seal of the office, allowed on Friday, valid from Monday."""
    wanted = {
        "issuer": xinhuang.office.issuers.get(),
        "image": seal_png(),
        "authority": AUTHORITY,
        "authorized_on": ALLOWED,
        "valid_from": TODAY,
        "by": xinhuang.sysadmin,
    }
    return keep_seal(**(wanted | changes), now=now)


def recorded(seal: Seal) -> list[tuple]:
    """What the trail says of a seal: action, who, and the fields in plain."""
    entries = Entry.objects.filter(subject_kind="seal", subject=seal.pk).order_by("number").select_related("opening")
    return [
        (entry.action, entry.actor, {name: field["value"] for name, field in entry.opening.values().items()})
        for entry in entries
    ]


def jpeg() -> bytes:
    return saved(Image.new("RGB", (300, 300), "white"), "JPEG")


def two_frames() -> bytes:
    frames = [Image.new("RGBA", (300, 300), colour) for colour in ((230, 0, 18, 0), (230, 0, 18, 9))]
    return saved(frames[0], "PNG", save_all=True, append_images=frames[1:])


SIDES = "each side must have between 200 and 2000."
NO_PNG = "This is no PNG image, or it is damaged. Please save the seal as PNG."
TWO = "The file holds more than one image. Please save the seal alone as PNG."
COVERS = "The image has no transparent ground: it would cover the text under the seal."
NO_AUTHORITY = "Please write who allowed the use of the seal, and by which document."
REFUSED = {
    "nothing": ({"image": b""}, "image", NO_PNG),
    "words": ({"image": "公章".encode()}, "image", NO_PNG),
    "a JPEG": ({"image": jpeg()}, "image", NO_PNG),
    "an SVG": ({"image": b'<svg xmlns="http://www.w3.org/2000/svg"/>'}, "image", NO_PNG),
    "a PNG's header alone": ({"image": PNG_HEADER}, "image", NO_PNG),
    "half a PNG": ({"image": seal_png()[:600]}, "image", NO_PNG),
    "a PNG with a page behind it": ({"image": seal_png() + b"%PDF-1.7"}, "image", TWO),
    "two PNGs in one file": ({"image": seal_png() * 2}, "image", TWO),
    "a PNG that moves": ({"image": two_frames()}, "image", TWO),
    "more than 1 MB": (
        {"image": seal_png() + bytes(1024 * 1024)},
        "image",
        "The image is larger than 1 MB. Please save it smaller.",
    ),
    "too few pixels": ({"image": seal_png(199)}, "image", f"The image has 199 × 199 pixels; {SIDES}"),
    "too many pixels": ({"image": seal_png(2001)}, "image", f"The image has 2001 × 2001 pixels; {SIDES}"),
    "a wide one": (
        {"image": seal_png(300, 284)},
        "image",
        "The image has 300 × 284 pixels; it must be square. Please cut it to the seal.",
    ),
    "white paper behind it": ({"image": seal_png(mode="RGB")}, "image", COVERS),
    "an empty sheet": (
        {"image": seal_png(drawn=False)},
        "image",
        "The image is wholly transparent: there is no seal on it.",
    ),
    "nobody allowed it": ({"authority": ""}, "authority", NO_AUTHORITY),
    "blanks allowed it": ({"authority": " \u3000"}, "authority", NO_AUTHORITY),
    "allowed tomorrow": (
        {"authorized_on": TODAY + timedelta(days=1)},
        "authorized_on",
        "This day is still to come.",
    ),
    "valid before it was allowed": (
        {"valid_from": ALLOWED - timedelta(days=1)},
        "valid_from",
        "The seal cannot be valid before its use was allowed.",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_seal_is_refused_in_words_and_nothing_is_kept(xinhuang, monday, what):
    changes, field, words = REFUSED[what]
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        keep(xinhuang, monday, **changes)

    assert refusal.value.message_dict == {field: [words]}
    assert (Seal.objects.count(), Entry.objects.filter(subject_kind="seal").count()) == (0, 0)


@pytest.mark.parametrize("size", [(200, 200), (2000, 2000), (300, 285)])
def test_the_sizes_at_the_edges_are_taken(xinhuang, monday, size):
    image = seal_png(*size)

    assert keep(xinhuang, monday, image=image).sha256 == hashlib.sha256(image).hexdigest()


def test_a_palette_with_a_transparent_colour_is_taken(xinhuang, monday):
    image = saved(Image.open(io.BytesIO(seal_png())).quantize(8), "PNG")
    kept = keep(xinhuang, monday, image=image)

    assert look_at_seal(kept, reason="核对印模", by=xinhuang.sysadmin, now=monday) == image


def test_nothing_of_the_image_lies_open_in_the_database(xinhuang, monday):
    image = seal_png()
    keep(xinhuang, monday, image=image)
    stored = bytes(Seal.objects.get().sealed)

    assert PNG_HEADER not in stored
    assert b"IHDR" not in stored
    assert image[40:60] not in stored
    assert key_of(stored) == kept_keys().sealing[0]


def test_an_image_put_into_another_row_does_not_open(xinhuang, monday):
    one, other = keep(xinhuang, monday), keep(xinhuang, monday, image=seal_png(note="另一枚"))
    Seal.objects.filter(pk=one.pk).update(sealed=other.sealed)

    with pytest.raises(SealBroken):
        look_at_seal(Seal.objects.get(pk=one.pk), reason="核对", by=xinhuang.sysadmin, now=monday)
    assert [action for action, *_rest in recorded(one)] == ["seal.kept"]


def test_keeping_looking_and_withdrawing_stand_in_the_trail(xinhuang, monday):
    image, me = seal_png(), xinhuang.sysadmin
    kept = keep(xinhuang, monday, image=image)
    seen = look_at_seal(kept, reason=" 核对印模 ", by=me, now=monday)
    withdrawn = withdraw_seal(kept.pk, reason="机构改革，印章已销毁", by=me, now=monday)
    seen_again = look_at_seal(withdrawn, reason="核对旧文", by=me, now=monday)

    assert (seen, seen_again) == (image, image)
    assert (withdrawn.withdrawn_at, withdrawn.withdrawn_reason) == (monday, "机构改革，印章已销毁")
    assert recorded(kept) == [
        (
            "seal.kept",
            me.pk,
            {
                "issuer": str(kept.issuer_id),
                "sha256": hashlib.sha256(image).hexdigest(),
                "authority": AUTHORITY,
                "authorized_on": "2026-02-27",
                "valid_from": "2026-03-02",
            },
        ),
        ("seal.viewed", me.pk, {"reason": "核对印模"}),
        ("seal.withdrawn", me.pk, {"reason": "机构改革，印章已销毁"}),
        ("seal.viewed", me.pk, {"reason": "核对旧文"}),
    ]


def test_without_a_reason_nobody_looks_and_nothing_is_withdrawn(xinhuang, monday):
    kept = keep(xinhuang, monday)
    for act in (
        lambda: look_at_seal(kept, reason="  ", by=xinhuang.sysadmin, now=monday),
        lambda: withdraw_seal(kept.pk, reason="", by=xinhuang.sysadmin, now=monday),
    ):
        with pytest.raises(ValidationError):
            act()

    assert [action for action, *_rest in recorded(kept)] == ["seal.kept"]
    assert Seal.objects.get().withdrawn_at is None


@pytest.mark.parametrize("who", ["clerk", "reviewer", "director", "secadmin"])
def test_nobody_but_the_system_administrator_keeps_looks_or_withdraws(xinhuang, monday, who):
    kept, person = keep(xinhuang, monday), getattr(xinhuang, who)
    for act in (
        lambda: keep(xinhuang, monday, image=seal_png(note="另一枚"), by=person),
        lambda: look_at_seal(kept, reason="看看", by=person, now=monday),
        lambda: withdraw_seal(kept.pk, reason="不要了", by=person, now=monday),
    ):
        with pytest.raises(NotYours):
            act()

    assert [action for action, *_rest in recorded(kept)] == ["seal.kept"]
    assert list(Seal.objects.values_list("pk", "withdrawn_at")) == [(kept.pk, None)]


def test_the_same_image_is_kept_once_until_it_is_withdrawn(xinhuang, monday):
    first = keep(xinhuang, monday)
    with pytest.raises(ValidationError):
        keep(xinhuang, monday)
    withdraw_seal(first.pk, reason="登记有误", by=xinhuang.sysadmin, now=monday)
    with pytest.raises(ValidationError):
        withdraw_seal(first.pk, reason="登记有误", by=xinhuang.sysadmin, now=monday)
    second = keep(xinhuang, monday)

    assert list(Seal.objects.filter(withdrawn_at=None)) == [second]
    assert [action for action, *_rest in recorded(first)] == ["seal.kept", "seal.withdrawn"]


@pytest.mark.parametrize("row", [{"authority": ""}, {"withdrawn_at": "2026-03-02T02:00Z", "withdrawn_reason": ""}])
def test_the_database_holds_authority_and_reason_too(xinhuang, monday, row):
    kept = keep(xinhuang, monday)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seal.objects.filter(pk=kept.pk).update(**row)


def test_a_new_key_seals_the_image_again(xinhuang, monday, settings, tmp_path):
    settings.DATA_KEYS_FILE = tmp_path / "keys" / "data-keys.json"
    make_keys_file(settings.DATA_KEYS_FILE)
    image = seal_png()
    kept = keep(xinhuang, monday, image=image)
    old = key_of(kept.sealed)
    call_command("rotate_keys", forget=True, stdout=io.StringIO())
    resealed = Seal.objects.get()

    assert key_of(resealed.sealed) == kept_keys().sealing[0] != old
    assert list(kept_keys().data) == [key_of(resealed.sealed)]
    assert look_at_seal(resealed, reason="核对印模", by=xinhuang.sysadmin, now=monday) == image


def test_the_vault_knows_the_column():
    assert [(one.column, one.field) for one in sealed_columns() if one.model is Seal] == [("sealed", FIELD)]


@pytest.mark.django_db(transaction=True)
def test_the_migration_goes_back_and_forth():
    """On whichever database the tests run."""
    applied = MigrationExecutor(connection).loader.graph.leaf_nodes()
    MigrationExecutor(connection).migrate([("notices", "0001_initial")])
    before = "notices_seal" in connection.introspection.table_names()
    MigrationExecutor(connection).migrate(applied)

    assert (before, "notices_seal" in connection.introspection.table_names()) == (False, True)
