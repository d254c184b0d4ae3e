"""The list's model: sorting, filtering, searching and masking agree with the records, and Qt's rules are kept."""

from __future__ import annotations

import pytest
from pytestqt.modeltest import ModelTester

from models.changes import change
from models.member import Member
from ui.table_filter import BlankFilter, RangeFilter, ValueFilter
from ui.table_model import BLOCK, PAGE, SeenRows, SortColumn, TableModel
from ui.table_rows import Rows

FIELDS = ("name", "branch", "born", "id_number", "politics", "phone", "age", "volunteer")


@pytest.fixture
def model(people: list[Member]) -> TableModel:
    return TableModel(Rows(Member), [Member.field(name) for name in FIELDS])


def names(model: TableModel) -> list[str]:
    return [model.text(row, 0) for row in range(model.rowCount())]


def test_qt_finds_the_model_sound(model: TableModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)
    model.set_search("zhang")
    model.set_sorting([SortColumn("name")])
    qtmodeltester.check(model)


def test_records_stand_in_the_order_of_entry(model: TableModel) -> None:
    assert names(model) == ["张三", "单雄", "李四", "曾丽", "赵云"]


def test_names_sort_by_pinyin_with_surnames_read_as_surnames(model: TableModel) -> None:
    model.set_sorting([SortColumn("name")])
    assert names(model) == ["李四", "单雄", "曾丽", "张三", "赵云"]
    model.set_sorting([SortColumn("name", descending=True)])
    assert names(model) == ["赵云", "张三", "曾丽", "单雄", "李四"]


def test_rows_equal_in_the_first_column_are_sorted_by_the_second(model: TableModel) -> None:
    model.set_sorting([SortColumn("branch"), SortColumn("born", descending=True)])
    assert names(model) == ["张三", "赵云", "李四", "曾丽", "单雄"]


def test_blanks_come_last_in_both_directions(model: TableModel) -> None:
    for descending in (False, True):
        model.set_sorting([SortColumn("phone", descending)])
        assert names(model)[-1] == "曾丽"


def test_derived_columns_sort_and_filter_too(model: TableModel) -> None:
    age = Member.field("age")
    model.set_sorting([SortColumn("age")])
    ages = [model.value(row, age) for row in range(model.rowCount())]
    assert ages == sorted(ages) and ages[0] < ages[-1]
    model.set_filters({"age": RangeFilter(ages[0], ages[1])})
    assert names(model) == ["曾丽", "单雄"]


@pytest.mark.parametrize(
    ("needle", "found"),
    [
        ("张三", ["张三"]),
        ("zs", ["张三"]),
        ("zhangs", ["张三"]),
        ("zhang s", ["张三"]),
        ("shan", ["单雄"]),
        ("zeng", ["曾丽"]),
        ("gongshui", ["张三", "李四", "赵云"]),
        ("00010003", ["李四"]),
        ("1990.01", ["单雄"]),
        ("1990-01", ["单雄"]),
        ("hao", []),
        ("  ", ["张三", "单雄", "李四", "曾丽", "赵云"]),
    ],
)
def test_the_search_finds_writing_numbers_dates_and_pinyin(
    model: TableModel, needle: str, found: list[str]
) -> None:
    model.set_search(needle)
    assert names(model) == found


def test_search_filters_and_sorting_work_together(model: TableModel) -> None:
    model.set_filters({"politics": ValueFilter(frozenset({"共青团员", "中共党员"}))})
    model.set_sorting([SortColumn("name", descending=True)])
    model.set_search("供水")
    assert names(model) == ["张三", "李四"]
    model.set_search("")
    assert names(model) == ["张三", "曾丽", "单雄", "李四"]
    model.set_filters({})
    assert len(names(model)) == 5


def test_blank_and_not_blank(model: TableModel) -> None:
    model.set_filters({"phone": BlankFilter(True)})
    assert names(model) == ["曾丽"]
    model.set_filters({"phone": BlankFilter(False)})
    assert len(names(model)) == 4


def test_counts_for_a_filter_heed_the_other_filters_but_not_its_own(model: TableModel) -> None:
    politics = Member.field("politics")
    model.set_filters({"politics": ValueFilter(frozenset({"中共党员"}))})
    assert model.counts(politics) == {"共青团员": 3, "中共党员": 1, "中共预备党员": 1}
    branch = model.rows.column(Member.field("branch"))[0]
    model.set_filters({"branch": ValueFilter(frozenset({"供水管理所团支部"}))})
    assert model.counts(politics) == {"共青团员": 1, "中共党员": 1, "中共预备党员": 1}
    assert model.counts(Member.field("branch"))[branch] == 3


def test_sensitive_values_are_masked_until_they_are_revealed(model: TableModel, people: list[Member]) -> None:
    number = str(people[0].id_number)
    column = FIELDS.index("id_number")
    assert model.text(0, column) == Member.field("id_number").mask(number) != number
    assert model.texts_of([0], [column]) == [[model.text(0, column)]]
    model.set_revealed(True)
    assert model.text(0, column) == number
    assert model.texts_of([0], [column]) == [[number]]


def test_hidden_fields_are_not_read(model: TableModel) -> None:
    model.set_wanted({"name"})
    assert model.text(0, 0) == "张三"
    assert model.text(0, FIELDS.index("politics")) == ""


def test_a_change_is_seen_after_a_reload_with_filters_and_order_kept(
    model: TableModel, people: list[Member]
) -> None:
    model.set_sorting([SortColumn("name")])
    model.set_filters({"politics": ValueFilter(frozenset({"共青团员"}))})
    assert names(model) == ["单雄", "曾丽", "张三"]
    with change("改"):
        people[2].politics = "共青团员"
        people[2].save()
    model.reload()
    assert names(model) == ["李四", "单雄", "曾丽", "张三"]


def test_a_record_deleted_by_another_hand_shows_blank_until_the_reload(
    model: TableModel, people: list[Member]
) -> None:
    with change("删"):
        people[0].delete_instance()
    assert model.text(0, 0) == ""
    assert model.text(1, 0) == "单雄"
    model.reload()
    assert names(model)[0] == "单雄"


def test_every_page_of_a_long_list_shows_its_own_rows(people: list[Member]) -> None:
    home = people[0].branch_id
    with change("许多") as current:
        current.save_all(
            [Member(name=f"王{'一二三四五'[n % 5]}{n:03d}号", branch=home) for n in range(3 * PAGE)]
        )
    model = TableModel(Rows(Member), [Member.field("name")])
    shown = names(model)
    assert shown == [name for (name,) in Member.select(Member.name).order_by(Member.id).tuples()]
    model.set_sorting([SortColumn("name", descending=True)])
    assert sorted(names(model)) == sorted(shown)
    assert [model.id_at(row) for row in range(model.rowCount())] == model.ids()
    assert all(model.row_of(one) == row for row, one in enumerate(model.ids()))


def test_the_order_of_a_query_is_the_order_of_the_rows(people: list[Member]) -> None:
    rows = Rows(Member, lambda: Member.select().order_by(Member.born.desc(), Member.id))
    expected = [one.id for one in sorted(people, key=lambda one: str(one.born), reverse=True)]
    assert rows.ids == expected
    narrowed = Rows(
        Member, lambda: Member.select().where(Member.politics == "共青团员").order_by(Member.id.desc())
    )
    assert narrowed.ids == [people[3].id, people[1].id, people[0].id]
    assert Rows(Member, lambda: Member.select().where(Member.id < 0)).ids == []


def test_after_a_change_the_search_knows_the_new_values_and_keeps_the_others(people: list[Member]) -> None:
    model = TableModel(Rows(Member), [Member.field("name")])
    model.set_search("zhangsan")
    assert names(model) == ["张三"]
    with change("改") as current:
        people[0].name, people[1].name = "王五", "张三丰"
        current.save_all(people[:2])
        people[4].delete_instance()
        added = Member(name="张姗", branch=people[0].branch_id)
        added.save()
    model.reload({people[0].id, people[1].id, people[4].id, added.id})
    assert names(model) == ["张三丰"]
    for needle, found in (
        ("wangwu", ["王五"]),
        ("zhaoyun", []),
        ("zengli", ["曾丽"]),
        ("zhangshan", ["张姗"]),
    ):
        model.set_search(needle)
        assert names(model) == found


def test_rows_seen_stay_those_of_the_moment_and_are_read_block_by_block(people: list[Member]) -> None:
    home = people[0].branch_id
    with change("许多") as current:
        current.save_all([Member(name=f"王{'甲乙丙'[n % 3]}", branch=home) for n in range(BLOCK + 5)])
    model = TableModel(Rows(Member), [Member.field("name"), Member.field("id_number")])
    seen = SeenRows(model, [0, 1])
    model.set_search("张三")
    model.set_revealed(True)
    rows = list(seen)
    assert len(rows) == len(seen) == BLOCK + 10
    assert [row[0] for row in rows[:5]] == ["张三", "单雄", "李四", "曾丽", "赵云"]
    assert "*" in rows[0][1] and rows[-1] == ["王丙", ""]
