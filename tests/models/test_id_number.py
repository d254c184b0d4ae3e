"""ID numbers (made up): what is read back, what is refused, and that no sentence shows a whole number."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.clock import today
from models.errors import FieldError
from models.id_number import birth_date, check_digit, mask, read, sex

born_days = st.dates(date(1900, 1, 1), date(2020, 12, 31))


@st.composite
def numbers(draw: st.DrawFn, born: st.SearchStrategy[date] = born_days) -> str:
    body = f"{draw(st.integers(110000, 659999))}{draw(born):%Y%m%d}{draw(st.integers(0, 999)):03}"
    return body + check_digit(body)


def old_number(number: str) -> str:
    return number[:6] + number[8:17]


@given(numbers())
def test_a_right_number_reads_as_itself_however_it_is_written(number: str) -> None:
    wide = number.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789X"})
    spaced = f" {number[:6]} {number[6:14]}\u3000{number[14:]}\n"
    for style in (number, number.lower(), wide, wide.lower(), spaced, f"'{number}"):
        assert read(style) == number
    assert read(read(number)) == number


@given(numbers())
def test_birth_date_and_sex_are_in_the_number(number: str) -> None:
    assert birth_date(number).strftime("%Y%m%d") == number[6:14]
    assert sex(number) == ("男" if number[16] in "13579" else "女")


@given(numbers(st.dates(date(1900, 1, 1), date(1999, 12, 31))))
def test_fifteen_digits_are_completed(number: str) -> None:
    assert read(old_number(number)) == number


def test_a_number_with_a_known_check_digit() -> None:
    # the example of GB 11643-1999, appendix A
    assert check_digit("11010519491231002") == "X"
    assert read("11010519491231002x") == "11010519491231002X"
    assert check_digit("44052418800101001") == "4"


@given(numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_is_refused(number: str, place: int, character: str) -> None:
    assume(number[place] != character)
    with pytest.raises(FieldError) as refused:
        read(number[:place] + character + number[place + 1 :])
    assert number[6:14] not in str(refused.value)


@given(numbers(), st.integers(0, 16))
def test_two_neighbours_swapped_are_refused(number: str, place: int) -> None:
    """MOD 11-2 sees every swap: the weights of neighbours differ by less than 11, which is prime."""
    assume(number[place] != number[place + 1])
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    with pytest.raises(FieldError):
        read(swapped)


@given(numbers())
def test_numbers_that_are_no_text_are_refused(number: str) -> None:
    whole = int(number[:17]) * 10
    for raw in (whole, float(whole), int(old_number(number)), f"{float(whole):.5E}", f"{float(whole):G}"):
        with pytest.raises(FieldError, match="文本"):
            read(raw)


@given(numbers(), st.integers(1, 30))
def test_a_wrong_length_is_refused_and_named(number: str, length: int) -> None:
    assume(length not in (15, 18))
    text = (number + "123456789012")[:length]
    with pytest.raises(FieldError, match=f"现在是{length}位"):
        read(text)


@pytest.mark.parametrize("born", ["19840230", "19841301", "19840100", "00000101", "18991231"])
def test_an_impossible_birth_date_is_refused_though_the_check_digit_is_right(born: str) -> None:
    body = f"310226{born}711"
    with pytest.raises(FieldError, match="出生日期"):
        read(body + check_digit(body))


def test_a_birth_date_to_come_is_refused_and_today_is_not() -> None:
    body = f"310226{today():%Y%m%d}711"
    assert birth_date(read(body + check_digit(body))) == today()
    body = f"310226{today() + timedelta(1):%Y%m%d}711"
    with pytest.raises(FieldError, match="出生日期"):
        read(body + check_digit(body))


@given(
    st.one_of(
        st.text(), st.text("0123456789X ", min_size=15, max_size=20), st.integers(), st.floats(), st.none()
    )
)
def test_nothing_raises_anything_but_a_refusal(raw: object) -> None:
    try:
        number = read(raw)
    except FieldError as refused:
        if isinstance(raw, str) and len(raw.strip()) >= 15:
            assert raw.strip() not in str(refused)
    else:
        assert read(number) == number


@given(numbers())
def test_a_mask_hides_the_birth_date_and_keeps_the_length(number: str) -> None:
    masked = mask(number)
    assert masked == number[:3] + "***********" + number[-4:]
    assert len(mask(old_number(number))) == 15
    assert mask(old_number(number)).count("*") == 8


@given(st.text(max_size=14))
def test_a_mask_hides_short_text_whole(text: str) -> None:
    assert mask(text) == "*" * len(text)
