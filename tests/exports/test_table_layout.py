"""Columns of a printed table: they fill the paper, numbers and short words do not break, wide tables lie lengthwise."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exports.table_layout import LENGTHWISE, UPRIGHT, breadth, lay_out

TEXT = st.text(alphabet="甲乙丙 a1-\n", max_size=60)


@given(
    st.integers(1, 20).flatmap(
        lambda count: st.lists(st.lists(TEXT, min_size=count, max_size=count), min_size=1, max_size=6)
    )
)
def test_columns_fill_the_room_exactly(rows: list[list[str]]) -> None:
    count = len(rows[0])
    layout = lay_out(["列名"] * count, ["left"] * count, rows)
    room = LENGTHWISE if layout.lengthwise else UPRIGHT
    assert abs(sum(column.width for column in layout.columns) - room) < 0.1
    assert all(column.width > 0 and column.limit >= 4 for column in layout.columns)


def test_few_columns_stand_upright_and_many_lie_lengthwise_in_smaller_letters() -> None:
    narrow = lay_out(["姓名", "性别"], ["left", "center"], [["张小明", "男"]])
    assert (narrow.lengthwise, narrow.size) == (False, 10.0)
    wide = lay_out(["身份证号"] * 12, ["left"] * 12, [["990101198805121234"] * 12])
    assert wide.lengthwise
    assert wide.size < 10.0


def test_a_date_stays_whole_beside_a_long_text() -> None:
    rows = [["2010-05-04", "工作" * 200]]
    layout = lay_out(["时间", "内容"], ["center", "left"], rows)
    date = layout.columns[0]
    assert date.width >= breadth("2010-05-04") * layout.size * 0.3528
    assert date.limit >= len("2010-05-04")


def test_a_column_can_be_given_a_least_width_and_the_paper_its_room() -> None:
    free = lay_out(["甲", "乙"], ["left", "left"], [["一", "二"]], 100)
    given_ = lay_out(["甲", "乙"], ["left", "left"], [["一", "二"]], 100, [0, 20])
    assert not given_.lengthwise
    assert given_.columns[1].width > free.columns[1].width
