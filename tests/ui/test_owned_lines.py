"""Lines of a record in its form: typed, pasted, moved, taken out, refused with line and column, saved with the form."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models.activity import Activity, Participation
from models.changes import change
from models.errors import AppError
from models.journal import last_undoable, undo
from models.scheme import Indicator, Scheme, indicators
from ui import ask
from ui.desk import Desk
from ui.owned_lines import OwnedLines
from ui.owned_lines_grid import HIGHEST
from ui.record_dialog import RecordDialog

COLUMNS = ("block", "topic", "content", "points")
BLOCK, TOPIC, CONTENT, POINTS = range(4)


def scheme(lines: int = 2) -> Scheme:
    with change("准备"):
        made = Scheme(name="团支部考核", year=2010)
        made.save()
        for number in range(1, lines + 1):
            Indicator(
                scheme=made.id, number=number, block="组织建设好", content=f"内容{number}", points=10
            ).save()
    return made


@pytest.fixture
def dialog(bare_desk: Desk, qtbot: QtBot) -> RecordDialog:
    return opened(bare_desk, scheme(), qtbot)


def opened(desk: Desk, record: Scheme | Activity, qtbot: QtBot) -> RecordDialog:
    def section(desk: Desk) -> OwnedLines:
        if isinstance(record, Scheme):
            return OwnedLines(desk, Indicator, "scheme", columns=COLUMNS, title="考核内容和分值")
        return OwnedLines(desk, Participation, "activity")

    made = RecordDialog(desk, record, sections=[section])
    qtbot.addWidget(made, before_close_func=lambda one: one.hide())  # nothing is asked at the end of a test
    made.show()
    qtbot.waitExposed(made)
    return made


def lines_of(dialog: RecordDialog) -> OwnedLines:
    found = dialog.form.sections[0]
    assert isinstance(found, OwnedLines)
    return found


def focused() -> QWidget:
    QApplication.processEvents()
    found = QApplication.focusWidget()
    assert found is not None
    return found


def put(lines: OwnedLines, row: int, column: int, text: str, qtbot: QtBot) -> None:
    """Go to a cell, type over it and press Enter."""
    lines.grid.setFocus()
    lines.grid.setCurrentIndex(lines.model.index(row, column))
    for letter in text:
        type_letter(letter)
    qtbot.keyClick(focused(), Qt.Key.Key_Return)
    QApplication.processEvents()


def type_letter(letter: str) -> None:
    """One key into whatever has the keyboard; QTest knows no Chinese ones."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(
            focused(), QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
        )


def texts(lines: OwnedLines, column: int) -> list[str]:
    return [str(lines.model.index(row, column).data()) for row in range(lines.model.rowCount())]


def test_the_model_keeps_its_promises(dialog: RecordDialog, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(lines_of(dialog).model)


def test_lines_are_typed_from_the_keyboard_and_saved_with_the_form(
    dialog: RecordDialog, qtbot: QtBot
) -> None:
    lines = lines_of(dialog)
    assert texts(lines, CONTENT) == ["内容1", "内容2", ""], "the stored lines, and one blank below"
    put(lines, 2, BLOCK, "tyjy", qtbot)  # 团员教育好 by its initials
    assert lines.grid.currentIndex().column() == TOPIC
    put(lines, 2, CONTENT, "组织学习", qtbot)
    put(lines, 2, POINTS, "15", qtbot)
    assert texts(lines, CONTENT) == ["内容1", "内容2", "组织学习", ""]
    assert Indicator.select().count() == 2, "nothing is written before the form is saved"
    dialog.save_close()
    found = indicators(Scheme.get())
    assert [(one.number, one.block, one.content, one.points) for one in found][2:] == [
        (3, "团员教育好", "组织学习", 15.0)
    ]
    action = last_undoable()
    assert action is not None
    undo(action.id)
    assert Indicator.select().count() == 2


def test_enter_leaves_the_grid_at_the_blank_line_and_shift_tab_at_the_first_cell(
    dialog: RecordDialog, qtbot: QtBot
) -> None:
    lines = lines_of(dialog)
    lines.grid.setFocus()
    lines.grid.setCurrentIndex(lines.model.index(1, POINTS))
    qtbot.keyClick(lines.grid, Qt.Key.Key_Tab)
    assert (lines.grid.currentIndex().row(), lines.grid.currentIndex().column()) == (2, 0)
    qtbot.keyClick(lines.grid, Qt.Key.Key_Return)
    assert not lines.isAncestorOf(focused())
    lines.grid.setFocus()
    lines.grid.setCurrentIndex(lines.model.index(0, 0))
    qtbot.keyClick(lines.grid, Qt.Key.Key_Backtab)
    assert not lines.isAncestorOf(focused())


def test_esc_gives_up_the_cell_and_not_the_form(dialog: RecordDialog, qtbot: QtBot) -> None:
    lines = lines_of(dialog)
    lines.grid.setFocus()
    lines.grid.setCurrentIndex(lines.model.index(0, CONTENT))
    type_letter("别")
    type_letter("的")
    qtbot.keyClick(focused(), Qt.Key.Key_Escape)
    QApplication.processEvents()
    assert dialog.isVisible()
    assert texts(lines, CONTENT)[0] == "内容1"
    assert not lines.is_changed()


def test_what_cannot_be_read_stays_and_keeps_the_form_from_being_saved(
    dialog: RecordDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = lines_of(dialog)
    put(lines, 1, POINTS, "很多", qtbot)
    cell = lines.model.index(1, POINTS)
    assert cell.data() == "很多"
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == "“很多”不是数字"
    with pytest.raises(AppError) as refused:
        lines.save(dialog.record)
    assert refused.value.message == "考核内容和分值第2行的“分值”不能保存：“很多”不是数字。"
    shown: list[str] = []
    monkeypatch.setattr(ask, "show_error", lambda _parent, error, *_: shown.append(error.message))
    assert not dialog.save()
    assert shown == [refused.value.message]
    assert lines.grid.currentIndex() == cell
    put(lines, 1, POINTS, "12", qtbot)
    assert dialog.save()
    assert [one.points for one in indicators(Scheme.get())] == [10, 12]


def test_a_line_without_what_it_needs_is_refused_by_its_column(dialog: RecordDialog, qtbot: QtBot) -> None:
    lines = lines_of(dialog)
    put(lines, 2, TOPIC, "学习", qtbot)
    assert lines.model.problem(2, "content") is None, "nothing is said of a blank while its line is written"
    lines.grid.setCurrentIndex(lines.model.index(0, 0))
    with pytest.raises(AppError, match="第3行的“一级指标”不能保存：一级指标不能空着"):
        lines.save(dialog.record)
    lines.grid.setCurrentIndex(lines.model.index(2, TOPIC))
    qtbot.keyClick(lines.grid, Qt.Key.Key_Delete)
    assert not lines.is_changed(), "a new line that is blank again is none"


def test_lines_are_inserted_moved_and_taken_out(dialog: RecordDialog, qtbot: QtBot) -> None:
    lines = lines_of(dialog)
    lines.grid.setFocus()
    lines.grid.setCurrentIndex(lines.model.index(1, CONTENT))
    qtbot.keyClick(lines.grid, Qt.Key.Key_Insert)
    put(lines, 1, BLOCK, "活动开展好", qtbot)
    put(lines, 1, CONTENT, "新的", qtbot)
    put(lines, 1, POINTS, "5", qtbot)
    lines.grid.setCurrentIndex(lines.model.index(1, CONTENT))
    qtbot.keyClick(lines.grid, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert texts(lines, CONTENT) == ["新的", "内容1", "内容2", ""]
    lines.grid.setCurrentIndex(lines.model.index(2, CONTENT))
    qtbot.keyClick(lines.grid, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert dialog.save()
    found = Indicator.select().order_by(Indicator.number)
    assert [(one.number, one.content) for one in found] == [(1, "新的"), (2, "内容1")]


def test_cancelling_writes_nothing(
    dialog: RecordDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = lines_of(dialog)
    lines.grid.setFocus()
    lines.grid.setCurrentIndex(lines.model.index(0, CONTENT))
    qtbot.keyClick(lines.grid, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert dialog.form.is_changed()
    monkeypatch.setattr(RecordDialog, "_let_go", lambda _self: True)
    dialog.reject()
    assert [one.content for one in indicators(Scheme.get())] == ["内容1", "内容2"]


def test_rows_from_excel_are_pasted_with_bad_cells_kept(dialog: RecordDialog, qtbot: QtBot) -> None:
    lines = lines_of(dialog)
    lines.grid.setFocus()
    lines.grid.setCurrentIndex(lines.model.index(2, BLOCK))
    QGuiApplication.clipboard().setText(
        '组织建设好\t制度\t"有计划，\n有总结"\t8\r\n没有这种\t学习\t上团课\t六\r\n'
    )
    qtbot.keyClick(lines.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert lines.model.rowCount() == 5
    assert texts(lines, CONTENT)[2:] == ["有计划，\n有总结", "上团课", ""]
    assert texts(lines, BLOCK)[3] == "没有这种"
    lines.grid.clearFocus()
    assert [lines.model.problem(3, name) is not None for name in ("block", "points")] == [True, True]
    lines.grid.setFocus()
    lines.grid.setCurrentIndex(lines.model.index(2, BLOCK))
    for _ in range(3):
        qtbot.keyClick(lines.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(lines.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == '组织建设好\t制度\t"有计划，\n有总结"\t8\r\n'


def test_a_pasted_first_line_of_column_names_says_which_cell_goes_where(
    dialog: RecordDialog, qtbot: QtBot
) -> None:
    lines = lines_of(dialog)
    lines.grid.setFocus()
    lines.grid.setCurrentIndex(lines.model.index(2, BLOCK))
    QGuiApplication.clipboard().setText("序号\t分值\t考核内容\t一级指标\n3\t9\t上团课\t团员教育好\n")
    qtbot.keyClick(lines.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    line = lines.records()[2]
    assert [line.value(name) for name in COLUMNS] == ["团员教育好", None, "上团课", 9.0]


def test_a_new_record_gets_its_lines_when_it_is_saved(bare_desk: Desk, qtbot: QtBot) -> None:
    made = opened(bare_desk, Scheme(name="新方案", year=2011), qtbot)
    lines = lines_of(made)
    put(lines, 0, BLOCK, "加分项", qtbot)
    put(lines, 0, CONTENT, "创新", qtbot)
    put(lines, 0, POINTS, "3", qtbot)
    assert made.save()
    assert [(one.scheme_id, one.content) for one in Indicator.select()] == [(Scheme.get().id, "创新")]


def test_a_link_is_found_by_pinyin_and_lines_without_numbers_keep_their_order(
    desk: Desk, office: dict[str, int], qtbot: QtBot
) -> None:
    made = opened(desk, Activity.get_by_id(office["清理河道"]), qtbot)
    lines = lines_of(made)
    assert not lines.model.ordered
    put(lines, 0, 0, "zxm", qtbot)
    put(lines, 0, 1, "2.5", qtbot)
    assert texts(lines, 0) == ["张小明", ""]
    assert made.save()
    assert [(one.member_id, one.hours) for one in Participation.select()] == [(office["张小明"], 2.5)]


def test_the_grid_is_as_high_as_its_lines_up_to_a_limit(dialog: RecordDialog, qtbot: QtBot) -> None:
    lines = lines_of(dialog)
    lines.grid.fit()
    grid = lines.grid
    inside = grid.horizontalHeader().height() + sum(grid.rowHeight(row) for row in range(3))
    assert 0 <= grid.height() - inside <= 4
    lines.grid.setCurrentIndex(lines.model.index(2, BLOCK))
    QGuiApplication.clipboard().setText("\n".join(f"组织建设好\t\t内容{row}\t5" for row in range(40)))
    lines.grid.paste()
    lines.grid.fit()
    assert grid.height() <= HIGHEST + 4


def test_the_form_scrolls_to_the_line_that_is_written(bare_desk: Desk, qtbot: QtBot) -> None:
    dialog = opened(bare_desk, scheme(lines=9), qtbot)
    dialog.resize(900, 420)
    lines = lines_of(dialog)
    lines.grid.setFocus()
    qtbot.keyClick(lines.grid, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert lines.grid.currentIndex().row() == 9

    def is_seen() -> bool:
        line = lines.grid.visualRect(lines.grid.currentIndex())
        place = lines.grid.viewport().mapTo(dialog.form.viewport(), line.center())
        return dialog.form.viewport().rect().contains(place)

    qtbot.waitUntil(is_seen)
