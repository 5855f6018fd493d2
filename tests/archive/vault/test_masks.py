"""Personal numbers as others see them (domain rule 10)."""

import pytest

from archive.vault.masks import mask_id, mask_landline, mask_mobile, mask_phone


@pytest.mark.parametrize(
    ("number", "seen"),
    [
        ("431227199001011234", "43*************234"),
        (" 43122719900101123X ", "43*************23X"),
        ("431227900101123", "43**********123"),  # the fifteen digits of old cards
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_an_id_number_shows_its_first_two_and_last_three(number, seen):
    assert mask_id(number) == seen


@pytest.mark.parametrize(
    ("number", "seen"),
    [
        ("13812341234", "138****1234"),
        ("138 1234 1234", "138****1234"),
        ("+86 138-1234-1234", "138****1234"),
        ("008613812341234", "138****1234"),
        ("1381234", "*******"),
    ],
)
def test_a_mobile_number_shows_its_first_three_and_last_four(number, seen):
    assert mask_mobile(number) == seen


@pytest.mark.parametrize(
    ("number", "seen"),
    [
        ("0745-6222321", "0745-****321"),
        ("07456222321", "0745-****321"),
        ("(0745)6222321", "0745-****321"),
        ("0745-6222321转801", "0745-****321"),
        ("0731-84123321", "0731-*****321"),
        ("01084123321", "010-*****321"),
        ("6222321", "****321"),
        ("12345", "*****"),
    ],
)
def test_a_landline_number_shows_its_area_and_last_three(number, seen):
    assert mask_landline(number) == seen


@pytest.mark.parametrize(
    ("number", "seen"),
    [("13812341234", "138****1234"), ("0745-6222321", "0745-****321"), ("400-8123456", "***"), ("", "")],
)
def test_a_phone_number_is_masked_as_what_it_is(number, seen):
    assert mask_phone(number) == seen
