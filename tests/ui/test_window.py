"""The main window: tabs, menus, year, search, undo, dropped files, closing, by real keys."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QInputMethodEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QToolButton, QVBoxLayout
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models import journal, settings
from models.changes import change
from models.member import Member
from models.organisation import Organisation
from models.record import Record
from ui import ask, jobs
from ui.desk import Desk, Selection
from ui.key_list import KeyList
from ui.page import Page, Tab
from ui.undo_redo import MANY
from ui.window import MainWindow


class NotePage(Page):
    """A page that notes what it is asked to do."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.shown: list[Record | Selection] = []
        self.files: list[Path] = []
        self.wants_files = False
        self.closable = True
        self.box = QLineEdit()
        QVBoxLayout(self).addWidget(self.box)

    def act(self, text: str, keys: str, menu: str = "") -> list[int]:
        """Adds an action; the list counts its runs."""
        runs: list[int] = []
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        if menu:
            action.setProperty("menu", menu)
        action.triggered.connect(lambda: runs.append(1))
        self.addAction(action)
        return runs

    def show_record(self, record: Record) -> None:
        self.shown.append(record)

    def show_records(self, selection: Selection) -> None:
        self.shown.append(selection)

    def take_files(self, files: list[Path]) -> bool:
        self.files += files
        return self.wants_files

    def may_close(self) -> bool:
        return self.closable


@pytest.fixture
def built() -> list[str]:
    """The keys of the tabs whose pages were built."""
    return []


@pytest.fixture
def window(desk: Desk, qtbot: QtBot, built: list[str]) -> Iterator[MainWindow]:
    def tab(key: str, label: str, kinds: tuple[str, ...] = ()) -> Tab:
        def build(desk: Desk) -> NotePage:
            built.append(key)
            return NotePage(desk)

        return Tab(key, label, "users", build, kinds)

    made = MainWindow(
        desk, [tab("first", "总览"), tab("people", "支部", ("member", "organisation")), tab("last", "报表")]
    )
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    for page in made._pages.values():
        assert isinstance(page, NotePage)
        page.closable = True


def open_page(window: MainWindow) -> NotePage:
    page = window.page()
    assert isinstance(page, NotePage)
    return page


def menu_texts(window: MainWindow) -> dict[str, list[str]]:
    return {name: [action.text() for action in actions] for name, actions in window._menus.all_actions()}


def test_pages_are_built_when_they_are_first_opened(
    qtbot: QtBot, window: MainWindow, built: list[str]
) -> None:
    assert built == ["first"]
    qtbot.keyClick(window, "2", Qt.KeyboardModifier.ControlModifier)
    assert built == ["first", "people"]
    second = open_page(window)
    qtbot.keyClick(window, "1", Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, "2", Qt.KeyboardModifier.ControlModifier)
    assert built == ["first", "people"]
    assert open_page(window) is second


def test_the_rail_leads_to_the_tabs_by_keys_and_mouse(qtbot: QtBot, window: MainWindow) -> None:
    rail = window._rail
    buttons = rail.findChildren(QToolButton)
    assert [button.accessibleName() for button in buttons] == ["总览", "支部", "报表"]
    qtbot.mouseClick(buttons[2], Qt.MouseButton.LeftButton)
    assert window._stack.currentWidget().accessibleName() == "报表"
    buttons[2].setFocus()
    qtbot.keyClick(buttons[2], Qt.Key.Key_Up)
    assert window._stack.currentWidget().accessibleName() == "支部"
    assert buttons[1].isChecked()


def test_the_last_tab_is_open_at_the_next_start(
    qtbot: QtBot, window: MainWindow, desk: Desk, built: list[str]
) -> None:
    qtbot.keyClick(window, "3", Qt.KeyboardModifier.ControlModifier)
    assert desk.remember.get("tab") == "last"


def test_every_action_is_in_a_menu_with_its_keys(qtbot: QtBot, window: MainWindow) -> None:
    page = open_page(window)
    runs = page.act("新增团员", "Ctrl+N")
    page.act("导出列表", "Ctrl+E", "文件")
    texts = menu_texts(window)
    assert texts["记录"] == ["新增团员"]
    assert texts["文件"][0] == "导出列表"
    assert texts["视图"][:3] == ["总览", "支部", "报表"]
    assert {"跟随系统", "浅色", "深色"} <= set(texts["视图"])
    keys = [a.shortcut().toString() for _, actions in window._menus.all_actions() for a in actions]
    given = [key for key in keys if key]
    assert len(given) == len(set(given)), "two actions share their keys"
    page.box.setFocus()
    qtbot.keyClick(page.box, "n", Qt.KeyboardModifier.ControlModifier)
    assert runs == [1]


def test_menus_survive_being_filled_again_and_follow_the_page(qtbot: QtBot, window: MainWindow) -> None:
    page = open_page(window)
    page.act("新增团员", "Ctrl+N")
    for _ in range(5):
        window._menus.refresh()
    assert menu_texts(window)["记录"] == ["新增团员"]
    qtbot.keyClick(window, "2", Qt.KeyboardModifier.ControlModifier)
    assert menu_texts(window)["记录"] == []
    qtbot.keyClick(window, "1", Qt.KeyboardModifier.ControlModifier)
    assert menu_texts(window)["记录"] == ["新增团员"]


def test_a_menu_opens_by_keys_and_runs_an_action(qtbot: QtBot, window: MainWindow) -> None:
    runs = open_page(window).act("新增团员", "Ctrl+N")

    def choose() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        qtbot.keyClick(menu, Qt.Key.Key_Down)
        qtbot.keyClick(menu, Qt.Key.Key_Return)

    window._menus.refresh()
    QTimer.singleShot(100, choose)
    qtbot.keyClick(window._bar, "r", Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: bool(runs))


def test_the_list_of_keys_names_them(qtbot: QtBot, window: MainWindow) -> None:
    seen: list[str] = []

    def read() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, KeyList)
        seen.extend(label.text() for label in dialog.findChildren(QLabel))
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    QTimer.singleShot(50, read)
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert {"查找全部", "Ctrl+K", "总览", "Ctrl+1"} <= set(seen)


def test_the_year_turns_by_keys_and_nothing_in_the_records_changes(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    before = journal.actions()
    turned: list[int] = []
    desk.year_changed.connect(turned.append)
    qtbot.keyClick(window, "[", Qt.KeyboardModifier.ControlModifier)
    assert desk.year == 2009
    assert "2009年" in window.windowTitle()
    qtbot.keyClick(window, "]", Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, "]", Qt.KeyboardModifier.ControlModifier)
    assert turned == [2009, 2010, 2011]
    assert settings.work_year() == 2011
    assert journal.actions() == before


def test_the_year_menu_offers_years_with_records(window: MainWindow, desk: Desk) -> None:
    years = window._years
    years._fill()
    texts = [action.text() for action in years._menu.actions()]
    assert {"2009年", "2010年"} <= set(texts)
    next(action for action in years._menu.actions() if action.text() == "2009年").trigger()
    assert desk.year == 2009


def test_search_finds_by_pinyin_and_opens_the_record(
    qtbot: QtBot, window: MainWindow, office: dict[str, int]
) -> None:
    box = window._search
    qtbot.keyClick(window, "k", Qt.KeyboardModifier.ControlModifier)
    assert box.hasFocus()
    qtbot.keyClicks(box, "sxm")
    qtbot.waitUntil(lambda: bool(box.hits()))
    assert [hit.title for hit in box.hits()] == ["单雪梅"]
    assert box.hits()[0].note == "营业所团支部"
    qtbot.keyClick(box, Qt.Key.Key_Return)
    page = open_page(window)
    assert page.accessibleName() == "支部"
    assert [record.id for record in page.shown] == [office["单雪梅"]]
    assert not box.text()
    assert not box.hits()


def test_search_follows_what_was_changed(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    box = window._search
    box.begin()
    qtbot.keyClicks(box, "wzh")
    qtbot.waitUntil(lambda: box._panel is not None and box._panel.isVisible())
    assert not box.hits()
    with qtbot.waitSignal(desk.live.changed), change("登记团员"):
        branch = Organisation.get(Organisation.name == "泵站团支部")
        Member(name="吴子涵", branch=branch.id).save()
    box.clear()
    qtbot.keyClicks(box, "wuzihan")
    qtbot.waitUntil(lambda: [hit.title for hit in box.hits()] == ["吴子涵"])


def test_search_lists_are_walked_and_left_by_keys(qtbot: QtBot, window: MainWindow) -> None:
    box = window._search
    box.begin()
    # Characters come from an input method, not from keys.
    typed = QInputMethodEvent()
    typed.setCommitString("团支部")
    QApplication.sendEvent(box, typed)
    qtbot.waitUntil(lambda: len(box.hits()) >= 3)
    panel = box._panel
    assert panel is not None
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert panel.list.currentIndex().row() == 1
    qtbot.keyClick(box, Qt.Key.Key_Up)
    qtbot.keyClick(box, Qt.Key.Key_Up)
    assert panel.list.currentIndex().row() == len(box.hits()) - 1
    panel.grab()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_a_click_on_a_hit_opens_it(qtbot: QtBot, window: MainWindow, office: dict[str, int]) -> None:
    box = window._search
    box.begin()
    qtbot.keyClicks(box, "hds")
    qtbot.waitUntil(lambda: bool(box.hits()))
    panel = box._panel
    assert panel is not None
    at = panel.list.visualRect(panel.model.index(0)).center()
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert [record.id for record in open_page(window).shown] == [office["河道所团支部"]]


def test_records_open_where_they_are_at_home(window: MainWindow, desk: Desk, office: dict[str, int]) -> None:
    desk.open_records(Member, [office["张小明"]], "满28周岁")
    page = open_page(window)
    assert page.accessibleName() == "支部"
    assert page.shown == [Selection(Member, [office["张小明"]], "满28周岁")]


def test_undo_takes_the_last_action_back(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    with qtbot.waitSignal(desk.live.changed), change("新增河长办团支部"):
        Organisation(name="河长办团支部", kind="团支部").save()
    assert "新增河长办团支部" in window._status._full
    window.page().setFocus()
    with qtbot.waitSignal(desk.live.changed):
        qtbot.keyClick(window, "z", Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not jobs.busy())
    assert not Organisation.select().where(Organisation.name == "河长办团支部").exists()
    qtbot.waitUntil(lambda: window._status._said.text() == "已撤销：新增河长办团支部")
    assert "登记活动" in window._status._full


def test_ctrl_z_in_a_box_takes_back_what_was_typed_there(qtbot: QtBot, window: MainWindow) -> None:
    before = journal.last_undoable()
    page = open_page(window)
    page.box.setFocus()
    qtbot.keyClicks(page.box, "abc")
    qtbot.keyClick(page.box, "z", Qt.KeyboardModifier.ControlModifier)
    assert page.box.text() != "abc"
    assert journal.last_undoable() == before


def drop(window: MainWindow, files: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(200, 200), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, entered)
    assert entered.isAccepted() == bool(files)
    if not files:
        return
    assert window._drop.isVisible()
    window._drop.grab()
    dropped = QDropEvent(QPointF(200, 200), Qt.DropAction.CopyAction, data, buttons, keys, QEvent.Type.Drop)
    QApplication.sendEvent(window, dropped)
    assert not window._drop.isVisible()


def test_files_dropped_anywhere_are_imported(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    with qtbot.waitSignal(desk.import_wanted) as wanted:
        drop(window, [tmp_path / "花名册.xlsx"])
    assert wanted.args == [[tmp_path / "花名册.xlsx"]]


def test_the_open_page_may_take_the_files(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    page = open_page(window)
    page.wants_files = True
    with qtbot.assertNotEmitted(desk.import_wanted, wait=50):
        drop(window, [tmp_path / "模板.xlsx"])
        qtbot.waitUntil(lambda: page.files == [tmp_path / "模板.xlsx"])


def test_text_dragged_over_the_window_is_no_file(window: MainWindow) -> None:
    drop(window, [])


def test_ctrl_i_asks_for_files_to_import(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    with qtbot.waitSignal(desk.import_wanted) as wanted:
        qtbot.keyClick(window, "i", Qt.KeyboardModifier.ControlModifier)
    assert wanted.args == [[]]


def test_an_unsaved_page_keeps_the_window_open(window: MainWindow) -> None:
    page = open_page(window)
    page.closable = False
    assert not window.close()
    page.closable = True
    assert window.close()


def test_closing_stops_a_job_only_when_the_person_says_so(qtbot: QtBot, window: MainWindow) -> None:
    go_on = threading.Event()

    def work(tick: jobs.Tick) -> None:
        while not go_on.wait(0.005):
            tick(0, 0)

    jobs.run(window, "导入", work, lambda _: None)
    answers = iter(["取消", "停止并退出"])

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ask.Notice)
        wanted = next(answers)
        next(button for button in dialog.buttons if button.text().startswith(wanted)).click()

    QTimer.singleShot(50, answer)
    assert not window.close()
    assert jobs.busy()
    QTimer.singleShot(50, answer)
    window.close()
    qtbot.waitUntil(lambda: not jobs.busy() and not window.isVisible())


def test_the_look_is_switched_and_remembered(window: MainWindow, desk: Desk) -> None:
    view = dict(window._menus.all_actions())["视图"]
    next(action for action in view if action.text() == "深色").trigger()
    assert window.palette().window().color().lightnessF() < 0.3
    assert desk.remember.get("look") == "深色"
    next(action for action in view if action.text() == "浅色").trigger()
    assert window.palette().window().color().lightnessF() > 0.9


def test_every_button_and_input_has_a_name(window: MainWindow) -> None:
    for kind in (QToolButton, QLineEdit):
        for widget in window.findChildren(kind):
            decorates = isinstance(widget.parent(), QLineEdit)
            if widget.isVisible() and not decorates and widget is not open_page(window).box:
                assert widget.accessibleName() or widget.text(), widget


def test_the_office_stands_in_the_title(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    with qtbot.waitSignal(desk.live.changed):
        settings.set_office({"office_name": "青浦水务局团委"})
    assert window.windowTitle().startswith("青浦水务局团委　2010年")


def test_the_hits_are_a_sound_model(qtbot: QtBot, qtmodeltester: ModelTester, window: MainWindow) -> None:
    box = window._search
    box.begin()
    qtbot.keyClicks(box, "tzb")
    qtbot.waitUntil(lambda: len(box.hits()) == 3)
    assert box._panel is not None
    qtmodeltester.check(box._panel.model)
    spoken = box._panel.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("团组织 ")


def test_what_was_taken_back_is_done_again(window: MainWindow, qtbot: QtBot) -> None:
    with change("新增甲团支部"):
        Organisation(name="甲团支部", kind="团支部").save()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not Organisation.select().where(Organisation.name == "甲团支部").exists())
    qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: Organisation.select().where(Organisation.name == "甲团支部").exists())


def test_an_action_on_many_records_is_not_taken_back_by_a_slip(window: MainWindow, qtbot: QtBot) -> None:
    with change("导入许多"):
        for number in range(MANY):
            Organisation(name=f"第{number}团支部", kind="团支部").save()
    asked: list[str] = []

    def refuse() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ask.Notice)
        asked.append(dialog.windowTitle())
        dialog.reject()

    QTimer.singleShot(100, refuse)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert asked == ["撤销"]
    assert Organisation.select().where(Organisation.name.startswith("第")).count() == MANY
