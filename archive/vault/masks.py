"""How personal numbers look to whoever need not know them (domain rule 10)."""

import re

NOT_DIGITS = re.compile(r"\D+")
SHORT_AREA_CODE = re.compile(r"010|02\d")  # all other cities have four digits
MOBILE = re.compile(r"1\d{10}")


def mask_id(number: str) -> str:
    """A resident ID number: 43*************234."""
    number = number.strip()
    if len(number) < 10:  # too short to hide behind two and three
        return "*" * len(number)
    return number[:2] + "*" * (len(number) - 5) + number[-3:]


def mask_mobile(number: str) -> str:
    """A mobile number: 138****1234."""
    digits = without_country(number)
    if not MOBILE.fullmatch(digits):
        return "*" * len(digits)
    return f"{digits[:3]}****{digits[-4:]}"


def mask_landline(number: str) -> str:
    """A landline number: 0745-****321. The area code stays, an extension goes."""
    area, local = area_and_local(number)
    hidden = "*" * (len(local) - 3) + local[-3:] if len(local) >= 6 else "*" * len(local)
    return f"{area}-{hidden}" if area else hidden


def mask_phone(number: str) -> str:
    """Whichever kind of phone number it is."""
    is_mobile = MOBILE.fullmatch(without_country(number))
    return mask_mobile(number) if is_mobile else mask_landline(number)


def without_country(number: str) -> str:
    """The digits alone, without China's +86."""
    digits = NOT_DIGITS.sub("", number)
    return re.sub(r"^(00)?86(?=1\d{10}$|0)", "", digits)


def area_and_local(number: str) -> tuple[str, str]:
    """A landline number's two parts; what people write between and behind them is left out."""
    parts = [part for part in NOT_DIGITS.split(number) if part not in {"", "86", "0086"}]
    if len(parts) > 1 and parts[0].startswith("0"):
        return parts[0], parts[1]
    digits = parts[0] if parts else ""
    if not digits.startswith("0"):
        return "", digits
    area = 3 if SHORT_AREA_CODE.match(digits) else 4
    return digits[:area], digits[area:]
