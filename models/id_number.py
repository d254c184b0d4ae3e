"""Citizens' ID numbers (GB 11643-1999): check digit, birth date and sex, and the 15 digits of before 1999.

The area code is left alone: real numbers carry codes that no list has, or that are newer than the person.
"""

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Literal

from models.clock import today
from models.errors import FieldError

_WEIGHTS = [2 ** (17 - place) % 11 for place in range(17)]
_CHECK_DIGITS = "10X98765432"
_FIRST_DAY = date(1900, 1, 1)
_BLANKS = re.compile(r"[\s\u200b-\u200d\ufeff'`‘’]+")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_AS_NUMBER = (
    "身份证号存成了数字，Excel只保留15位，后面的位数可能已经丢失；请把单元格改为文本，对照证件重新填写"
)


def read(raw: object) -> str:
    """The number as 18 digits, the last of which may be "X"; 15 digits are completed.

    Raises FieldError for a number cell, a wrong length or check digit, a birth date that does not exist or
    lies in the future. No message shows the whole number.
    """
    if isinstance(raw, str) and len(raw) == 18 and _is_right(raw):
        return raw  # nearly every number is plain already, and read three times as quickly
    if not isinstance(raw, str):
        raise FieldError(_AS_NUMBER if isinstance(raw, (int, float)) else "身份证号要写成文本")
    text = _BLANKS.sub("", unicodedata.normalize("NFKC", raw.upper()))
    if len(text) not in (15, 18):
        if _SCIENTIFIC.fullmatch(text):
            raise FieldError(_AS_NUMBER)
        raise FieldError(f"身份证号应为18位（旧证15位），现在是{len(text)}位")
    body = text[:17] if len(text) == 18 else text[:6] + "19" + text[6:]
    if not (body.isascii() and body.isdecimal() and text[-1] in "0123456789X"):
        if _SCIENTIFIC.fullmatch(text):
            raise FieldError(_AS_NUMBER)
        raise FieldError(f"身份证号“{mask(text)}”中有不该有的字，只能是数字，最后一位可以是X")
    number = body + check_digit(body)
    try:
        born = birth_date(number)
    except ValueError:
        raise FieldError(f"身份证号“{mask(text)}”中的出生日期不存在") from None
    if not _FIRST_DAY <= born <= today():
        raise FieldError(f"身份证号“{mask(text)}”中的出生日期不可能")
    if len(text) == 18 and number != text:
        raise FieldError(f"身份证号“{mask(text)}”的校验码不对，请对照证件检查每一位")
    return number


def _is_right(text: str) -> bool:
    """Whether 18 characters are a valid number as they stand.

    The weights of its parts are looked up: of areas, days and numbers in a day there are few different ones.
    """
    if not (text.isascii() and text[:17].isdecimal()):
        return False
    figures = text[6:14]
    try:
        born = _day(figures)
    except ValueError:
        return False
    if not _FIRST_DAY <= born <= today():
        return False
    weight = _weight(text[:6], 0) + _weight(figures, 6) + _weight(text[14:17], 14)
    return _CHECK_DIGITS[weight % 11] == text[17]


@lru_cache(maxsize=1 << 15)
def _weight(digits: str, place: int) -> int:
    """What digits from a place (from 0) on add to the sum of which the check digit is made."""
    return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS[place:], digits, strict=False))


def check_digit(first17: str) -> str:
    """The 18th character that belongs to 17 digits (ISO 7064 MOD 11-2)."""
    return _CHECK_DIGITS[
        (_weight(first17[:6], 0) + _weight(first17[6:14], 6) + _weight(first17[14:], 14)) % 11
    ]


def birth_date(id18: str) -> date:
    """The birth date in an 18-digit number; ValueError when there is no such day."""
    return _day(id18[6:14])


@lru_cache(maxsize=1 << 15)
def _day(figures: str) -> date:
    return date(int(figures[:4]), int(figures[4:6]), int(figures[6:]))


def birth_text(id18: str) -> str:
    """The birth date in a valid 18-digit number as ISO text."""
    return f"{id18[6:10]}-{id18[10:12]}-{id18[12:14]}"


def sex(id18: str) -> Literal["男", "女"]:
    """The sex in an 18-digit number: its 17th digit is odd for men."""
    return "男" if id18[16] in "13579" else "女"


def mask(text: str) -> str:
    """The number with its middle hidden, "310***********1234"; shorter text is hidden whole."""
    return text[:3] + "*" * (len(text) - 7) + text[-4:] if len(text) >= 15 else "*" * len(text)
