"""The list on screen, used with keys and mouse as a clerk uses it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QTableView, QToolButton
from pytestqt.qtbot import QtBot

from models.activity import Activity
from models.changes import change
from models.member import Member
from models.organisation import Term
from models.poll import Poll
from models.summary import Summary
from ui.column_panel import ColumnPanel
from ui.desk import Desk
from ui.filter_panel import FilterPanel
from ui.record_table import RecordTable
from ui.table_filter import RangeFilter, ValueFilter

COLUMNS = ("name", "branch", "born", "id_number", "politics", "phone")
Key, Ctrl, Shift, Alt = (
    Qt.Key,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def make(bare_desk: Desk, people: list[Member], qtbot: QtBot) -> Callable[..., RecordTable]:
    def build(kind=Member, columns=COLUMNS, **options) -> RecordTable:
        made = RecordTable(kind, columns=columns, remember=bare_desk.remember, live=bare_desk.live, **options)
        qtbot.addWidget(made)
        made.resize(1000, 600)
        made.show()
        qtbot.waitExposed(made)
        return made

    return build


@pytest.fixture
def table(make: Callable[..., RecordTable]) -> RecordTable:
    return make()


@pytest.fixture(autouse=True)
def _clear_clipboard(qapp: QApplication) -> Iterator[None]:
    """Qt's offscreen platform crashes at the end of the process on what Python has left on its clipboard."""
    yield
    QGuiApplication.clipboard().clear()


def names(table: RecordTable) -> list[str]:
    column = table.columns.order().index("name")
    logical = table.view.header.logicalIndex(column)
    return [table.model.text(row, logical) for row in range(table.model.rowCount())]


def column_of(table: RecordTable, name: str) -> int:
    return next(at for at, field in enumerate(table.model.fields) if field.name == name)


def click_label(qtbot: QtBot, table: RecordTable, name: str, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    header = table.view.header
    place = QPoint(header.sectionViewportPosition(column_of(table, name)) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def go(table: RecordTable, row: int, name: str) -> None:
    table.view.setFocus()
    table.view.setCurrentIndex(table.model.index(row, column_of(table, name)))


def open_filter(qtbot: QtBot, table: RecordTable, name: str) -> FilterPanel:
    go(table, 0, name)
    qtbot.keyClick(table.view, Key.Key_Down, Alt)
    panel = table.window().findChild(FilterPanel)
    assert panel is not None
    return panel


def clipboard() -> list[list[str]]:
    return [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]


# -- sorting --------------------------------------------------------------------------------------------


def test_a_click_on_a_label_sorts_then_turns_then_lets_go(table: RecordTable, qtbot: QtBot) -> None:
    entered = names(table)
    click_label(qtbot, table, "name")
    assert names(table) == ["李四", "单雄", "曾丽", "张三", "赵云"]
    click_label(qtbot, table, "name")
    assert names(table) == ["赵云", "张三", "曾丽", "单雄", "李四"]
    click_label(qtbot, table, "name")
    assert names(table) == entered


@pytest.mark.parametrize("frozen", [0, 2])
def test_sorting_by_a_click_leaves_the_chosen_record_chosen(
    table: RecordTable, qtbot: QtBot, frozen: int
) -> None:
    table.view.frozen.set_count(frozen)
    go(table, 1, "name")
    for name in ("name", "politics"):
        over = table.view.findChild(QTableView, "frozen")
        shown = over if over is not None and name == "name" else table.view
        header = shown.horizontalHeader()
        place = QPoint(header.sectionViewportPosition(column_of(table, name)) + 20, header.height() // 2)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert table.model.sorting, "the click did sort"
        assert [table.model.text(row, column_of(table, "name")) for row in table.view.chosen_rows()] == [
            "单雄"
        ]
        assert len(table.chosen_ids()) == 1


def test_nothing_is_chosen_by_sorting_where_nothing_was(table: RecordTable, qtbot: QtBot) -> None:
    table.view.clearSelection()
    click_label(qtbot, table, "politics")
    assert table.chosen_ids() == []


def test_shift_and_a_click_sorts_by_a_further_column(table: RecordTable, qtbot: QtBot) -> None:
    click_label(qtbot, table, "branch")
    click_label(qtbot, table, "born", Shift)
    assert names(table) == ["李四", "赵云", "张三", "单雄", "曾丽"]
    click_label(qtbot, table, "born", Shift)
    assert names(table) == ["张三", "赵云", "李四", "曾丽", "单雄"]


# -- searching ------------------------------------------------------------------------------------------


def test_ctrl_f_search_and_enter_opens_the_first_find(table: RecordTable, qtbot: QtBot) -> None:
    table.view.setFocus()
    qtbot.keyClick(table.view, Key.Key_F, Ctrl)
    assert table.search.hasFocus()
    qtbot.keyClicks(table.search, "zeng")
    assert names(table) == ["曾丽"]
    with qtbot.waitSignal(table.open_wanted) as opened:
        qtbot.keyClick(table.search, Key.Key_Return)
    assert opened.args == [table.model.id_at(0)]


def test_letters_typed_in_the_list_go_to_the_search_box(table: RecordTable, qtbot: QtBot) -> None:
    go(table, 0, "name")
    qtbot.keyClicks(table.view, "z")
    assert table.search.hasFocus() and table.search.text() == "z"
    qtbot.keyClick(table.search, Key.Key_Escape)
    assert table.search.text() == "" and len(names(table)) == 5


def test_a_search_without_find_says_so_and_offers_the_way_back(table: RecordTable, qtbot: QtBot) -> None:
    table.search.setText("没有这个人")
    assert not table.view.isVisible()
    table.clear_action.trigger()
    assert table.view.isVisible() and len(names(table)) == 5


def test_the_arrow_goes_from_the_search_box_into_the_list(table: RecordTable, qtbot: QtBot) -> None:
    table.search.setFocus()
    qtbot.keyClick(table.search, Key.Key_Down)
    assert table.view.hasFocus() and table.view.currentIndex().row() == 0


# -- filters --------------------------------------------------------------------------------------------


def test_the_drop_down_is_searched_by_pinyin_and_enter_takes_what_is_found(
    table: RecordTable, qtbot: QtBot
) -> None:
    panel = open_filter(qtbot, table, "branch")
    qtbot.keyClicks(panel.focusWidget(), "ps")
    qtbot.keyClick(panel.focusWidget(), Key.Key_Return)
    assert names(table) == ["单雄", "曾丽"]
    assert table.chips.isVisible()
    crosses = table.chips.findChildren(QToolButton)
    qtbot.mouseClick(crosses[0], Qt.MouseButton.LeftButton)
    assert len(names(table)) == 5 and not table.chips.isVisible()


def test_values_are_unticked_with_the_space_key(table: RecordTable, qtbot: QtBot) -> None:
    panel = open_filter(qtbot, table, "politics")
    qtbot.keyClick(panel.focusWidget(), Key.Key_Down)
    shown = panel.focusWidget().model()
    assert shown.index(0).data() == "（全选）"
    first = panel.focusWidget().currentIndex().data()
    qtbot.keyClick(panel.focusWidget(), Key.Key_Space)
    qtbot.keyClick(panel.focusWidget(), Key.Key_Return)
    assert table.model.filters["politics"] == ValueFilter(
        frozenset({"共青团员", "中共党员", "中共预备党员"} - {first})
    )


def test_a_date_range_is_read_in_every_style(table: RecordTable, qtbot: QtBot) -> None:
    panel = open_filter(qtbot, table, "born")
    panel._low.setText("1988年5月")
    panel._high.setText("1990")
    qtbot.keyClick(panel._high, Key.Key_Return)
    assert table.model.filters["born"] == RangeFilter("1988-05", "1990")
    assert names(table) == ["张三", "单雄"]


def test_a_range_that_cannot_be_read_is_said_and_nothing_changes(table: RecordTable, qtbot: QtBot) -> None:
    panel = open_filter(qtbot, table, "born")
    panel._low.setText("前年")
    qtbot.keyClick(panel._low, Key.Key_Return)
    assert "前年" in panel._said.text() and panel.isVisible() and not table.model.filters


def test_escape_closes_the_drop_down_and_gives_the_keyboard_back(table: RecordTable, qtbot: QtBot) -> None:
    panel = open_filter(qtbot, table, "branch")
    qtbot.keyClick(panel.focusWidget(), Key.Key_Escape)
    assert table.view.hasFocus()
    assert table.window().findChild(FilterPanel) is None or not panel.isVisible()


def test_records_behind_a_figure_are_listed_under_a_chip(table: RecordTable, people: list[Member]) -> None:
    table.show_only([people[1].id, people[3].id], "本年满28周岁")
    assert names(table) == ["单雄", "曾丽"] and table.chips.isVisible()
    table.clear()
    assert len(names(table)) == 5 and not table.chips.isVisible()


# -- selection, copying ---------------------------------------------------------------------------------


def test_cells_are_copied_as_excel_takes_them(table: RecordTable, qtbot: QtBot) -> None:
    go(table, 0, "name")
    qtbot.keyClick(table.view, Key.Key_Down, Shift)
    qtbot.keyClick(table.view, Key.Key_Right, Shift)
    qtbot.keyClick(table.view, Key.Key_C, Ctrl)
    assert clipboard() == [["张三", "供水管理所团支部"], ["单雄", "排水管理所团支部"]]
    qtbot.keyClick(table.view, Key.Key_C, Ctrl | Shift)
    assert clipboard()[0] == ["姓名", "所在团组织"]


def test_what_is_masked_is_copied_masked_until_revealed(
    table: RecordTable, people: list[Member], qtbot: QtBot
) -> None:
    go(table, 0, "id_number")
    qtbot.keyClick(table.view, Key.Key_C, Ctrl)
    assert "*" in clipboard()[0][0]
    qtbot.keyClick(table.view, Key.Key_M, Ctrl | Shift)
    qtbot.keyClick(table.view, Key.Key_C, Ctrl)
    assert clipboard() == [[people[0].id_number]]
    assert "mso-number-format" in QGuiApplication.clipboard().mimeData().html()


def test_ctrl_a_ctrl_space_and_shift_space_choose_all_the_column_and_the_row(
    table: RecordTable, qtbot: QtBot
) -> None:
    go(table, 1, "name")
    qtbot.keyClick(table.view, Key.Key_Space, Ctrl)
    qtbot.keyClick(table.view, Key.Key_C, Ctrl)
    assert clipboard() == [[name] for name in names(table)]
    qtbot.keyClick(table.view, Key.Key_Space, Shift)
    qtbot.keyClick(table.view, Key.Key_C, Ctrl)
    assert len(clipboard()) == 1 and len(clipboard()[0]) == len(COLUMNS)
    qtbot.keyClick(table.view, Key.Key_A, Ctrl)
    assert len(table.chosen_ids()) == 5


def test_ctrl_and_arrows_jump_to_the_edges(table: RecordTable, qtbot: QtBot) -> None:
    go(table, 1, "born")
    qtbot.keyClick(table.view, Key.Key_Down, Ctrl)
    qtbot.keyClick(table.view, Key.Key_Right, Ctrl)
    index = table.view.currentIndex()
    assert (index.row(), table.model.fields[index.column()].name) == (4, "phone")


def test_enter_opens_and_delete_asks_for_the_rows_in_which_something_is_chosen(
    table: RecordTable, people: list[Member], qtbot: QtBot
) -> None:
    go(table, 1, "name")
    with qtbot.waitSignal(table.open_wanted) as opened:
        qtbot.keyClick(table.view, Key.Key_Return)
    assert opened.args == [people[1].id]
    qtbot.keyClick(table.view, Key.Key_Down, Shift)
    with qtbot.waitSignal(table.delete_wanted) as deleted:
        qtbot.keyClick(table.view, Key.Key_Delete)
    assert deleted.args == [[people[1].id, people[2].id]]


def test_selection_and_current_row_survive_a_reload_by_id(
    table: RecordTable, people: list[Member], qtbot: QtBot
) -> None:
    go(table, 2, "born")
    qtbot.keyClick(table.view, Key.Key_Down, Shift)
    before = table.chosen_ids()
    with change("删"):
        people[0].delete_instance()
    qtbot.waitUntil(lambda: len(names(table)) == 4)
    assert table.chosen_ids() == before
    assert table.current_id() == people[3].id
    born = column_of(table, "born")
    chosen = [(one.left(), one.right()) for one in table.view.selectionModel().selection()]
    assert chosen == [(born, born)]


def test_a_hidden_list_catches_up_when_it_is_shown(
    table: RecordTable, people: list[Member], qtbot: QtBot
) -> None:
    table.hide()
    with change("改"):
        people[0].name = "张珊"
        people[0].save()
    qtbot.wait(60)
    assert names(table)[0] == "张三"
    table.show()
    assert names(table)[0] == "张珊"


# -- columns --------------------------------------------------------------------------------------------


def test_columns_widths_order_and_sorting_are_remembered(
    make: Callable[..., RecordTable], qtbot: QtBot
) -> None:
    first = make()
    first.columns.set(["phone", "name", "branch", "born"], ["phone", "name", "born"])
    first.view.header.resizeSection(column_of(first, "name"), 222)
    click_label(qtbot, first, "name")
    first.columns.freeze(1)
    qtbot.wait(400)
    second = make()
    assert second.columns.shown() == ["phone", "name", "born"]
    assert second.view.columnWidth(column_of(second, "name")) == 222
    assert names(second) == names(first) == ["李四", "单雄", "曾丽", "张三", "赵云"]
    assert second.view.frozen.count == 1
    second.columns.reset()
    assert second.columns.shown() == list(COLUMNS)


def test_columns_are_chosen_and_moved_with_keys(table: RecordTable, qtbot: QtBot) -> None:
    table.columns_action.trigger()
    panel = table.window().findChild(ColumnPanel)
    assert panel is not None
    qtbot.keyClick(panel.list, Key.Key_Down, Alt)
    assert table.columns.shown()[:2] == ["branch", "name"]
    qtbot.keyClick(panel.list, Key.Key_Space)
    assert "name" not in table.columns.shown()
    qtbot.keyClick(panel.list, Key.Key_Escape)


def test_a_frozen_column_stays_when_the_others_scroll(table: RecordTable) -> None:
    table.resize(420, 400)
    table.columns.freeze(1)
    table.view.horizontalScrollBar().setValue(150)
    over = table.view.frozen._over
    assert over is not None and over.isVisible()
    assert over.width() == table.view.columnWidth(column_of(table, "name")) + 1
    go(table, 1, "phone")
    index = table.model.index(1, column_of(table, "branch"))
    table.view.setCurrentIndex(index)
    assert table.view.columnViewportPosition(index.column()) >= table.view.frozen_width()


# -- totals, empty list, what is seen -------------------------------------------------------------------


def test_amounts_are_added_up_and_so_is_the_selection(
    make: Callable[..., RecordTable], people: list[Member], qtbot: QtBot
) -> None:
    with change("活动"):
        for day, present in ((1, 20), (2, 11), (3, None)):
            Activity(
                branch=people[0].branch_id,
                category="比贡献",
                title=f"第{day}次",
                start=f"2010-05-0{day}",
                present=present,
                hours_each=2,
            ).save()
    table = make(Activity, ("title", "start", "present", "person_hours"))
    present, hours = column_of(table, "present"), column_of(table, "person_hours")
    assert (table.totals.text(present), table.totals.text(hours)) == ("31", "62")
    assert table.totals.text(column_of(table, "start")) == ""
    go(table, 0, "present")
    qtbot.keyClick(table.view, Key.Key_Down, Shift)
    qtbot.waitUntil(lambda: "求和 31" in table.status.summed.text())
    assert "平均 15.5" in table.status.summed.text()
    # two cells in different rows and columns are two numbers, not four
    view, select = table.view, QItemSelectionModel.SelectionFlag
    view.selectionModel().select(table.model.index(0, present), select.ClearAndSelect)
    view.selectionModel().select(table.model.index(1, hours), select.Select)
    qtbot.waitUntil(lambda: "求和 42" in table.status.summed.text())
    table.search.setText("第1次")
    assert table.totals.text(present) == "20"


def test_numbers_that_are_no_amounts_are_not_added_up(
    make: Callable[..., RecordTable], people: list[Member], qtbot: QtBot
) -> None:
    with change("届次"):
        for number, present in ((1, 12), (2, 15)):
            Term(
                organisation=people[0].branch_id,
                number=number,
                elected=f"{2000 + number}-05",
                present=present,
            ).save()
    table = make(Term, ("number", "present"))
    table.view.setFocus()
    table.view.selectAll()
    qtbot.waitUntil(lambda: "求和" in table.status.summed.text())
    assert table.status.summed.text() == "选中 2 行　求和 27　平均 13.5"


def test_months_and_shares_are_no_amounts(make: Callable[..., RecordTable], people: list[Member]) -> None:
    with change("总结"):
        for month in (9, 10):
            Summary(organisation=people[0].branch_id, year=2010, kind="月度报告", month=month).save()
        Poll(name="年终", year=2010, scale="满意、不满意", satisfied=1, make_up_below=60).save()
    for kind, name in ((Summary, "month"), (Poll, "make_up_below")):
        table = make(kind, (name,))
        assert table.model.rowCount() > 0
        assert table.totals.text(0) == ""


def test_an_empty_list_says_what_to_do_first(make: Callable[..., RecordTable], qtbot: QtBot) -> None:
    table = make(Activity, ("title", "start"))
    action = QAction("新增活动", table)
    table.set_empty("还没有活动", "按 Ctrl+N 新增。", [action])
    assert not table.view.isVisible()
    button = next(one for one in table.findChildren(QPushButton) if one.text() == "新增活动")
    assert button.isVisible()
    with qtbot.waitSignal(action.triggered):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_what_is_seen_is_what_is_listed_in_the_order_of_the_columns(table: RecordTable) -> None:
    table.columns.set(["born", "name"], ["born", "name"])
    table.set_filter("politics", ValueFilter(frozenset({"共青团员"})))
    seen = table.seen()
    assert [field.name for field in seen.fields] == ["born", "name"]
    assert len(seen.rows) == 3
    assert list(seen.rows) == [["1988.05", "张三"], ["1990.01", "单雄"], ["1992.07", "曾丽"]]


def test_every_input_has_a_name_for_screen_readers(table: RecordTable) -> None:
    for widget in (table.search, table.view, table.totals, *table.findChildren(QToolButton)):
        if widget.isVisible() and not isinstance(widget.parent(), QLineEdit):
            assert widget.accessibleName() or widget.text()


def test_buttons_keep_their_words_only_where_there_is_room(table: RecordTable, qtbot: QtBot) -> None:
    button = next(
        one for one in table.findChildren(QToolButton) if one.defaultAction() is table.columns_action
    )
    for width, style in (
        (360, Qt.ToolButtonStyle.ToolButtonIconOnly),
        (900, Qt.ToolButtonStyle.ToolButtonTextBesideIcon),
    ):
        table.resize(width, 400)
        qtbot.waitUntil(lambda style=style: button.toolButtonStyle() == style)
        assert table.search.geometry().right() < button.geometry().left()
