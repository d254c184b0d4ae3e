"""The kinds of field: what was shown reads back as the same value, masks hide, and garbage is refused in words."""

import re
from datetime import date, datetime, time, timedelta

import peewee
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models import id_number
from models.clock import today
from models.errors import FieldError
from models.fields import (
    Choice,
    Date,
    Decimal,
    Derived,
    Email,
    Flag,
    IdNumber,
    Integer,
    Kind,
    Link,
    LongText,
    Month,
    PersonName,
    Phone,
    Text,
    Time,
    Words,
    not_in_future,
)

POLITICS = Words(("中共党员", "共青团员", "群众"), {"党员": "中共党员", "团员": "共青团员"})

text = Text("职务")
long_text = LongText("活动内容")
name = PersonName("姓名")
count = Integer("实到人数", unit="人", units=("人次",))
hours = Decimal("时长", unit="小时", places=1)
points = Decimal("得分", places=2, minimum=None)
flag = Flag("注册志愿者")
politics = Choice("政治面貌", POLITICS)
job = Choice("岗位", POLITICS, open_list=True)
day = Date("成立时间")
month = Month("出生年月")
at = Time("开始时刻")
id_kind = IdNumber("身份证号")
phone = Phone("手机号码")
email = Email("电子邮箱")

KINDS = [
    text,
    long_text,
    name,
    count,
    hours,
    points,
    flag,
    politics,
    job,
    day,
    month,
    at,
    id_kind,
    phone,
    email,
]
"""One of each stored kind but Link, which needs a store."""

garbage = st.one_of(
    st.none(),
    st.text(),
    st.text("0123456789.-+年月日:：人约×√男张 xX@（）·", max_size=20),
    st.integers(),
    st.integers(10**300, 10**310),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)
@given(raw=garbage)
def test_garbage_is_refused_or_read_to_something_that_reads_the_same_again(kind: Kind, raw: object) -> None:
    try:
        value, _ = kind.read(raw)
    except FieldError as refused:
        assert 0 < len(str(refused)) < 200
        return
    assert value != ""
    shown = kind.show(value)
    assert isinstance(shown, str)
    assert isinstance(kind.mask(value), str)
    assert kind.read(kind.edit_text(value)).value == value
    kind.sort_key(value)
    cell = kind.cell(value)
    assert cell is None or isinstance(cell, str | int | float)
    shown.encode()  # lone surrogates could be neither stored nor written


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)
@pytest.mark.parametrize("blank", [None, "", "   ", "\u3000", "\n", "\u200b"])
def test_blank_is_none_everywhere(kind: Kind, blank: str | None) -> None:
    assert kind.read(blank) == (None, None)
    assert kind.show(None) == kind.mask(None) == kind.edit_text(None) == ""
    assert kind.cell(None) is None


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: type(kind).__name__)
@given(raws=st.lists(garbage, max_size=8))
def test_whatever_was_read_can_be_sorted_with_blanks_first(kind: Kind, raws: list[object]) -> None:
    values = [None]
    for raw in raws:
        try:
            values.append(kind.read(raw).value)
        except FieldError:
            continue
    ordered = sorted(values, key=kind.sort_key)
    assert ordered[: values.count(None)] == [None] * values.count(None)


# --- text and names


@given(st.text(st.characters(categories=["Lo", "Lu", "Ll", "Nd", "Po", "Zs", "Cc"])))
def test_text_is_one_line_without_controls(raw: str) -> None:
    value = text.read(raw).value
    if value is not None:
        assert value == value.strip()
        assert "  " not in value
        assert not any(sign < " " or "\x7f" <= sign < "\xa0" for sign in value)


@given(st.text(st.sampled_from("水务a \t\r\n\x00\x0b\x1f"), max_size=30))
def test_long_text_keeps_its_lines_and_nothing_that_a_workbook_cannot_hold(raw: str) -> None:
    value = long_text.read(raw).value
    lines = [line for line in re.split("\r\n|[\r\n\x0b]", raw) if line.strip(" \t\x00\x1f")]
    kept = (value or "").split("\n")
    assert len([line for line in kept if line]) == len(lines)
    assert not any(sign < " " and sign not in "\n\t" for sign in value or "")


def test_text_that_is_too_long_is_refused() -> None:
    assert text.read("务" * 500).value == "务" * 500
    with pytest.raises(FieldError, match="501个字"):
        text.read("务" * 501)


def test_numbers_in_text_columns_have_no_decimal_point() -> None:
    assert text.read(12345.0) == ("12345", None)
    assert text.read(1.5) == ("1.5", None)


@given(
    st.text(st.sampled_from("张王三𠮷阿力"), min_size=2, max_size=4),
    st.sampled_from([" ", "\u3000", "  ", "\xa0", "\n"]),
)
def test_blanks_inside_a_chinese_name_are_closed_up(written: str, blank: str) -> None:
    assert name.read(blank.join(written)) == (written, None)


@pytest.mark.parametrize("dot", "··•・‧．∙⋅")
def test_every_dot_in_a_name_becomes_the_one(dot: str) -> None:
    assert name.read(f"买买提 {dot} 艾力") == ("买买提·艾力", None)


@pytest.mark.parametrize("written", ["Anna Maria", "O'Neil", "J. Smith", "𠮷田", "欧阳·娜"])
def test_names_are_kept_as_they_are_written(written: str) -> None:
    assert name.read(written) == (written, None)


@pytest.mark.parametrize(
    "raw", ["张3", "12345", 12345.0, 3, "·", "—", "？", date(2010, 5, 1), True, "名" * 41]
)
def test_what_is_no_name_is_refused(raw: object) -> None:
    with pytest.raises(FieldError):
        name.read(raw)


def test_names_sort_by_surname() -> None:
    written = ["曾一", "赵一", "单一", "张一", "仇一", "钱一"]
    assert sorted(written, key=name.sort_key) == ["钱一", "仇一", "单一", "曾一", "张一", "赵一"]


# --- numbers


@given(st.integers(0, 10**12))
def test_a_whole_number_reads_however_it_is_written(number: int) -> None:
    wide = str(number).translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})
    for style in (
        number,
        float(number),
        str(number),
        f" {number} ",
        f"{number:,}",
        f"{number}人",
        f"{number} 人次",
        wide,
    ):
        assert count.read(style) == (number, None), style
    assert count.cell(number) == number


@pytest.mark.parametrize(
    "raw",
    [
        "约30人", "三十", "30-40", "1.5", 1.5, -1, "-1", "1,23", "1e3", "0x10", "10**2", "30人左右", True,
        float("nan"), float("inf"), float("-inf"), "9" * 400, "1" + "0" * 13, 1e300, 10**400, date(2010, 5, 1),
    ],
)  # fmt: skip
def test_what_is_no_count_is_refused(raw: object) -> None:
    with pytest.raises(FieldError):
        count.read(raw)


@given(st.decimals(0, 10**9, places=1))
def test_decimals_read_back_as_they_are_shown(number: object) -> None:
    value = float(str(number))
    assert hours.read(str(number)) == (value, None)
    assert hours.read(value) == (value, None)
    assert hours.read(f"{number}小时") == (value, None)
    assert hours.read(hours.show(value)) == (value, None)
    assert not hours.show(value).endswith((".0", "."))


def test_decimals_beyond_the_places_are_rounded_with_a_warning() -> None:
    value, warning = hours.read(1.26)
    assert value == 1.3
    assert warning is not None and "1.26" in warning and "1.3" in warning


def test_nothing_is_shown_as_minus_nought() -> None:
    value = points.read(-0.001).value
    assert points.show(value) == "0"
    assert str(points.cell(value)) == "0.0"


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (100.0, 0, "100"),
        (100.0, 1, "100"),
        (1200.0, None, "1200"),
        (85.5, 2, "85.5"),
        (0.0, 1, "0"),
        (-0.04, 1, "0"),
    ],
)
def test_derived_numbers_are_shown_without_idle_noughts(value: float, places: int | None, shown: str) -> None:
    assert Derived("综合得分", lambda record: value, places=places).show(value) == shown


# --- yes or no, choices


@pytest.mark.parametrize("raw", ["是", "有", "√", "Y", "yes", 1, 1.0, True, "１", " 是 "])
def test_yes(raw: object) -> None:
    assert flag.read(raw) == (True, None)
    assert flag.cell(True) == flag.show(True) == "是"


@pytest.mark.parametrize("raw", ["否", "无", "×", "N", "no", 0, 0.0, False, "没有"])
def test_no(raw: object) -> None:
    assert flag.read(raw) == (False, None)
    assert flag.cell(False) == flag.show(False) == "否"


@pytest.mark.parametrize("raw", ["2", "也许", 2, "是否"])
def test_neither_yes_nor_no_is_refused(raw: object) -> None:
    with pytest.raises(FieldError):
        flag.read(raw)


def test_a_choice_takes_its_words_and_their_synonyms() -> None:
    assert politics.read("中共 党员") == ("中共党员", None)
    assert politics.read("团员") == ("共青团员", None)
    with pytest.raises(FieldError, match="共青团员"):
        politics.read("共青团圆")


def test_an_open_choice_takes_other_words_with_a_warning() -> None:
    value, warning = job.read("民主党派")
    assert value == "民主党派"
    assert warning is not None and "民主党派" in warning


def test_choices_sort_in_the_order_of_their_list_and_others_last() -> None:
    words = ["群众", "其他", "中共党员", "共青团员"]
    assert sorted(words, key=politics.sort_key) == ["中共党员", "共青团员", "群众", "其他"]


# --- dates and times


def test_a_month_stays_a_month() -> None:
    assert month.read("2010.05") == ("2010-05", None)
    assert month.show("2010-05") == "2010.05"
    assert month.show("2010-05-04") == "2010.05"
    assert month.edit_text("2010-05-04") == "2010-05-04"
    assert day.show("2010-05") == "2010-05"


def test_a_coarser_date_brings_nothing_new_and_a_finer_one_does() -> None:
    assert month.same("2010-05-04", "2010-05")
    assert month.same("2010-05", "2010-05")
    assert not month.same("2010-05", "2010-05-04")
    assert not month.same("2010-05", "2010-06")
    assert not month.same(None, "2010-05")
    assert not month.same("2010-05", None)
    assert month.same(None, None)


def test_a_date_without_a_year_is_completed() -> None:
    assert day.read("5月4日", year=2010) == ("2010-05-04", None)


@given(st.integers(-400, 400))
def test_a_check_refuses_what_is_still_to_come(days: int) -> None:
    checked = Date("入团时间", check=not_in_future)
    written = (today() + timedelta(days)).isoformat()
    if days > 0:
        with pytest.raises(FieldError, match="还没有到"):
            checked.read(written)
    else:
        assert checked.read(written) == (written, None)


@given(st.times())
def test_a_time_reads_however_it_is_written(moment: time) -> None:
    moment = moment.replace(second=0, microsecond=0)
    shown = f"{moment:%H:%M}"
    styles: list[object] = [
        shown, f"{moment.hour}:{moment:%M}", f"{moment.hour}：{moment:%M}", f"{moment.hour}时{moment:%M}分",
        f"{moment:%H:%M}:00", moment, datetime.combine(date(2010, 5, 1), moment),
    ]  # fmt: skip
    for style in styles:
        assert at.read(style) == (shown, None), style


@pytest.mark.parametrize("raw", ["24:00", "12:60", "下午", "1430", "12:3"])
def test_what_is_no_time_is_refused(raw: str) -> None:
    with pytest.raises(FieldError):
        at.read(raw)


# --- what identifies a person


@given(st.dates(date(1950, 1, 1), date(2009, 12, 31)), st.integers(0, 999))
def test_an_id_number_is_masked_and_reads_back(born: date, order: int) -> None:
    body = f"310226{born:%Y%m%d}{order:03}"
    number = body + id_number.check_digit(body)
    assert id_kind.read(number) == (number, None)
    assert id_kind.show(number) == number
    assert number[3:14] not in id_kind.mask(number) and id_kind.mask(number).count("*") == 11


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("13812345678", "13812345678"),
        (13812345678, "13812345678"),
        (13812345678.0, "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("+86 13812345678", "13812345678"),
        ("021-57556930", "021-57556930"),
        ("02157556930", "02157556930"),
        ("021—57556930", "021-57556930"),
        ("（021）57556930", "021-57556930"),
        ("57556930", "57556930"),
        ("57556930-801", "57556930-801"),
        ("57556930转801", "57556930-801"),
    ],
)
def test_telephone_numbers(raw: object, kept: str) -> None:
    assert phone.read(raw) == (kept, None)
    assert phone.read(kept) == (kept, None)


@pytest.mark.parametrize("raw", ["1381234567", "138123456789", "无", "1381234567x", 138, "१३८१२३४५६७८"])
def test_what_is_no_telephone_number_is_refused(raw: object) -> None:
    with pytest.raises(FieldError) as refused:
        phone.read(raw)
    assert len(str(raw)) < 8 or str(raw) not in str(refused.value)


@pytest.mark.parametrize(("kind", "masked"), [(phone, "138****5678"), (id_kind, "990***********1234")])
def test_a_number_from_a_list_exported_with_masks_is_told_from_a_wrong_one(kind: Kind, masked: str) -> None:
    with pytest.raises(FieldError, match="遮住"):
        kind.read(masked)


@given(st.from_regex(r"1[0-9]{10}|0[0-9]{2,3}-?[0-9]{7,8}|[2-9][0-9]{6,7}", fullmatch=True))
def test_a_masked_telephone_number_hides_at_least_four_digits_and_keeps_its_length(number: str) -> None:
    masked = phone.mask(number)
    assert len(masked) == len(number)
    assert masked.count("*") >= 4
    assert all(shown in ("*", digit) for shown, digit in zip(masked, number, strict=True))


@given(st.emails())
def test_an_e_mail_address_is_masked_and_a_refusal_does_not_repeat_it(address: str) -> None:
    assume(len(address) < 100)
    try:
        value = email.read(address).value
    except FieldError as refused:
        assert address not in str(refused)
    else:
        assert address[1:] not in email.mask(value)


# --- links


class Unit(peewee.Model):
    """What a link may name, without a store."""

    @classmethod
    def titles(cls) -> dict[int, str]:
        return {1: "一所", 2: "二所"}

    @classmethod
    def find(cls, wanted: str) -> int:
        for id_, title in cls.titles().items():
            if title == wanted:
                return id_
        raise FieldError(f"没有“{wanted}”")


def test_a_link_shows_and_sorts_by_title() -> None:
    link = Link("所在单位", Unit)
    assert link.read("二所") == (2, None)
    assert link.read(2) == (2, None)
    assert link.show(2) == link.cell(2) == link.mask(2) == "二所"
    assert sorted([1, 2, None], key=link.sort_key) == [None, 2, 1]
    with pytest.raises(FieldError):
        link.read("三所")


@pytest.mark.parametrize("raw", [True, 1.0])
def test_no_cell_s_number_is_taken_for_an_id(raw: object) -> None:
    with pytest.raises(FieldError):
        Link("所在单位", Unit).read(raw)
