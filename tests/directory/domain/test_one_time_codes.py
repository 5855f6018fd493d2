"""One-time codes are those of RFC 6238, and none counts twice."""

from datetime import UTC, datetime

import pytest
import segno

from directory.domain.one_time_codes import (
    RECOVERY_LETTERS,
    address_for_app,
    code_at,
    code_of_step,
    new_recovery_code,
    secret_in_words,
    step_of_code,
)

RFC_SECRET = b"12345678901234567890"
NOW = datetime(2026, 3, 2, 2, 0, 10, tzinfo=UTC)
HERE = int(NOW.timestamp()) // 30


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_vectors_of_rfc_6238_appendix_b(seconds, code):
    assert code_at(RFC_SECRET, datetime.fromtimestamp(seconds, UTC), digits=8) == code


@pytest.mark.parametrize(("off", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_counts_half_a_minute_earlier_and_later(off, counts):
    found = step_of_code(RFC_SECRET, code_of_step(RFC_SECRET, HERE + off), now=NOW, after=0)

    assert found == (HERE + off if counts else None)


def test_a_code_that_counted_and_any_older_one_counts_no_more():
    older, used, newer = (code_of_step(RFC_SECRET, HERE + off) for off in (-1, 0, 1))

    found = [step_of_code(RFC_SECRET, code, now=NOW, after=HERE) for code in (older, used, newer)]

    assert found == [None, None, HERE + 1]


def test_the_app_reads_account_and_office_from_the_picture():
    address = address_for_app(RFC_SECRET, account="wang", issuer="新晃 平台")

    assert address == (
        "otpauth://totp/%E6%96%B0%E6%99%83%20%E5%B9%B3%E5%8F%B0:wang?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        "&issuer=%E6%96%B0%E6%99%83%20%E5%B9%B3%E5%8F%B0&digits=6&period=30"
    )
    assert segno.make(address, micro=False).version <= 12


def test_the_key_to_type_stands_in_groups_of_four():
    assert secret_in_words(RFC_SECRET) == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"


def test_recovery_codes_have_no_letters_that_look_like_others():
    letters = {letter for _ in range(200) for letter in new_recovery_code().replace("-", "")}

    assert letters <= set(RECOVERY_LETTERS)
    assert not letters & set("ilo01")
