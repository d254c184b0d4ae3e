"""Finding the header and matching columns: real layouts, and random ones built from the known words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.grid import Grid
from exports.headers import Header, Names, correct, find_header
from exports.intake_columns import column_names
from exports.workbook import Area, Sheet, column_letters
from models.activity import Activity
from models.member import Member
from models.organisation import Organisation
from models.text import header_word, squash


def grid(rows: list[list[Any]], merges: list[Area] | None = None) -> Grid:
    width = max(map(len, rows))
    columns = [[row[column] if column < len(row) else None for row in rows] for column in range(width)]
    return Grid(Sheet("表", True, merges or [], columns, len(rows)))


def found(rows: list[list[Any]], merges: list[Area] | None = None, kind: Any = Member) -> Header:
    header = find_header(grid(rows, merges), Names(column_names(kind)))
    assert header is not None
    return header


def by_letter(header: Header) -> dict[str, str]:
    return {column_letters(column): name for column, name in header.fields.items()}


def test_merges_are_undone_and_outer_emptiness_is_cut() -> None:
    made = grid(
        [["标题", None, None, None], [None, "甲", 1, None], [None, None, 2, None], [None, "  ", None, None]],
        [(0, 0, 0, 3), (1, 1, 2, 1), (2, 2, 90, 60)],
    )
    assert (made.height, made.width) == (3, 3)
    assert [made.row(number) for number in range(3)] == [
        ["标题"] * 3,
        [None, "甲", 1],
        [None, "甲", 2],
    ]
    assert made.is_spread(2, 1) and not made.is_spread(1, 1) and not made.is_spread(2, 2)


def test_a_two_level_header_under_title_and_note() -> None:
    header = found(
        [
            ["2010年度共青团员花名册", *[None] * 6],
            ["填报单位（盖章）：某局团委      填表日期：2010.12.20", *[None] * 6],
            ["注：1.姓与名之间请勿空格；2.身份证号请用文本格式", *[None] * 6],
            ["序号", "所在\n团组织", "基本信息", None, None, "团内信息", "警号"],
            [None, None, "姓  名", "性\n别", "身份证号码（18位）", "入团\n年月", None],
            [1, "某团支部", "张三", "男", None, "2005.05", "01"],
        ],
        [(0, 0, 0, 6), (1, 0, 1, 6), (2, 0, 2, 6), (3, 0, 4, 0), (3, 1, 4, 1), (3, 2, 3, 4), (3, 6, 4, 6)],
    )
    assert (header.first, header.last) == (3, 4)
    assert by_letter(header) == {"B": "branch", "C": "name", "D": "sex", "E": "id_number", "F": "joined"}
    assert header.number == 0
    assert [column.text for column in header.ignored] == ["警号"]
    assert header.columns[2].path == ("基本信息", "姓 名")


def test_an_unmerged_group_row_belongs_to_the_header() -> None:
    header = found(
        [
            ["序号", "基本信息", None, None, "团内信息", None],
            [None, "姓名", "性别", "民族", "入团时间", "团内职务"],
            [1, "张三", "男", "汉族", "2005.05", "书记"],
        ]
    )
    assert (header.first, header.last) == (0, 1)
    assert header.columns[2].path == ("基本信息", "性别")
    assert header.columns[0].path == ("序号",)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["其中：团员", "实到人数", "活动名称"], {"A": "league_present", "B": "present", "C": "title"}),
        (["志愿服务时长(人均)", "活动时间", "标题"], {"A": "hours_each", "B": "start", "C": "title"}),
        (["志愿服务时长", "活动时间", "标题"], {"A": "person_hours", "B": "start", "C": "title"}),
        (["＊活动主题", "地 点", "主持人："], {"B": "place", "C": "host"}),
    ],
)
def test_words_as_people_write_them(words: list[str], expected: dict[str, str]) -> None:
    header = find_header(grid([words, ["1", "2", "3"]]), Names(column_names(Activity)), least=2)
    assert header is not None and by_letter(header) == expected


def test_a_word_of_two_fields_is_taken_for_the_first_and_said() -> None:
    header = found([["负责人", "活动名称", "活动时间"], ["张三", "某", "5月1日"]], kind=Activity)
    assert header.fields[0] == "host"
    assert "活动负责人" in header.notes[0].message and header.notes[0].column == 0


def test_the_same_word_twice_is_taken_once_and_said() -> None:
    header = found([["姓名", "性别", "姓名", "民族"], ["张三", "男", "李四", "汉族"]])
    assert by_letter(header) == {"A": "name", "B": "sex", "D": "ethnicity"}
    assert [(note.column, "A列" in note.message) for note in header.notes] == [(2, True)]


def test_a_near_word_is_proposed_and_not_taken() -> None:
    header = found([["姓名", "性别", "民族", "团员手机号码及微信"], ["张三", "男", "汉族", "1"]])
    assert 3 not in header.fields
    assert header.notes[0].suggestion == "phone"


def test_a_path_decides_where_the_leaf_alone_is_ambiguous() -> None:
    names = Names(
        {"men": ["团员数/男"], "women": ["团员数/女"], "youth_men": ["青年数/男"], "unit": ["单位名称"]}
    )
    made = grid(
        [["单位名称", "青年数", None, "团员数", None], [None, "男", "女", "男", "女"], ["某", 1, 2, 3, 4]],
        [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 4)],
    )
    header = find_header(made, names)
    assert header is not None
    assert header.fields == {0: "unit", 1: "youth_men", 3: "men", 4: "women"}


def test_corrections_move_a_field_and_leave_columns_out() -> None:
    header = found([["姓名", "性别", "民族", "籍贯", "说法"], ["张三", "男", "汉族", "上海", "x"]])
    correct(header, {"说法": "native_place", "民族": None})
    assert by_letter(header) == {"A": "name", "B": "sex", "E": "native_place"}
    assert [column.text for column in header.ignored] == ["民族", "籍贯"]


def test_a_sheet_without_known_words_has_no_header() -> None:
    assert (
        find_header(grid([["请各团支部如实填写"], ["于12月25日前报"]]), Names(column_names(Member))) is None
    )
    assert find_header(grid([["姓名", "性别", "其他"]]), Names(column_names(Member))) is None


def test_the_header_may_stand_far_down() -> None:
    rows = [["关于报送名册的通知"], *[[None]] * 20, ["姓名", "性别", "民族"], ["张三", "男", "汉族"]]
    assert found(rows).first == 21


# Random headers ------------------------------------------------------------------------------------------------

KINDS = [Member, Activity, Organisation]


@st.composite
def headers(draw: st.DrawFn) -> tuple[Any, list[list[Any]], list[Area], list[str], int]:
    """Fields of a kind under one of their names each, in random order, nesting and spelling; what was meant."""
    kind = draw(st.sampled_from(KINDS))
    names = {
        name: words
        for name, words in column_names(kind).items()
        if name in {field.name for field in kind.stored_fields()}
    }
    chosen = draw(st.lists(st.sampled_from(sorted(names)), min_size=4, max_size=12, unique=True))
    texts = [draw(st.sampled_from(names[name])) for name in chosen]
    spelt = [draw(spelling(text)) for text in texts]
    extra = draw(st.lists(st.sampled_from(["警号", "天气", "车牌号", "血型"]), max_size=2, unique=True))
    at = [draw(st.integers(0, len(spelt))) for _ in extra]
    for place, word in zip(at, extra, strict=True):
        spelt.insert(place, word)
        chosen.insert(place, "")
        texts.insert(place, word)
    banner = draw(st.integers(0, 6))
    rows: list[list[Any]] = [
        [f"标题{number}" if number % 2 else "填报单位（盖章）：某单位", *[None] * (len(spelt) - 1)]
        for number in range(banner)
    ]
    merges: list[Area] = [(number, 0, number, len(spelt) - 1) for number in range(banner)]
    if draw(st.booleans()):
        upper: list[Any] = list(spelt)
        lower: list[Any] = [None] * len(spelt)
        left = 0
        while left < len(spelt):
            # A group over all columns would be a title.
            right = min(left + draw(st.integers(1, 4)), len(spelt) - (left == 0))
            if right - left > 1:
                lower[left:right] = upper[left:right]
                upper[left:right] = [f"甲乙组{left}", *[None] * (right - left - 1)]
                merges.append((banner, left, banner, right - 1))
            else:
                merges.append((banner, left, banner + 1, left))
            left = right
        rows += [upper, lower]
    else:
        rows.append(spelt)
    rows.append([f"值{number}" for number in range(len(spelt))])
    return kind, rows, merges, [f"{name}|{text}" for name, text in zip(chosen, texts, strict=True)], banner


@st.composite
def spelling(draw: st.DrawFn, text: str) -> str:
    """A header word with blanks, line breaks and a hint in it."""
    signs = [text[0]]
    for sign in text[1:]:
        signs += [draw(st.sampled_from(["", "", "", " ", "\n", "　"])), sign]
    return "".join(signs) + draw(st.sampled_from(["", "", "（必填）", "(请填写)", "："]))


@given(headers())
def test_random_headers_are_matched_right_or_said(
    made: tuple[Any, list[list[Any]], list[Area], list[str], int],
) -> None:
    kind, rows, merges, meant, banner = made
    header = found(rows, merges, kind)
    assert header.first == banner
    names = column_names(kind)
    noted = {note.column for note in header.notes}
    for column, entry in enumerate(meant):
        name, text = entry.split("|")
        taken = header.fields.get(column, "")
        if not name:
            assert not taken
        elif taken != name:
            # Another field has the same word, or the same one without its bracket: taken or left, it is said.
            others = {
                other
                for other, words in names.items()
                if any(
                    header_word(word) == header_word(text) or squash(word) == squash(text) for word in words
                )
            }
            assert len(others) > 1 and column in noted
