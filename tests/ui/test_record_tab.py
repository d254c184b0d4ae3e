"""List and form together for any kind of record: new, open, copy, delete and take back, export, neighbours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from models import journal
from models.activity import Activity, Participation
from models.changes import change
from models.member import Member
from models.organisation import Organisation
from models.record import Record
from ui import ask
from ui.desk import Desk
from ui.record_dialog import RecordDialog
from ui.record_tab import RecordTab
from ui.record_table import Seen

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
COLUMNS = ("name", "branch", "politics")


@pytest.fixture
def make(bare_desk: Desk, people: list[Member], qtbot: QtBot) -> Callable[..., RecordTab]:
    def build(kind: type[Record] = Member, **options) -> RecordTab:
        made = RecordTab(bare_desk, kind, **options)
        qtbot.addWidget(made)
        made.resize(900, 600)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        return made

    return build


def dialog_of(tab: RecordTab) -> RecordDialog:
    found = [one for one in tab.findChildren(RecordDialog) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def names(tab: RecordTab) -> list[str]:
    return [tab.table.model.text(row, 0) for row in range(tab.table.model.rowCount())]


def go(tab: RecordTab, row: int) -> None:
    tab.table.view.setFocus()
    tab.table.view.setCurrentIndex(tab.table.model.index(row, 0))


def answering(button: int, words: list[str]) -> None:
    def reply() -> None:
        asked = QApplication.activeModalWidget()
        assert isinstance(asked, ask.Notice)
        words.append(asked.accessibleName())
        asked.buttons[button].click()

    QTimer.singleShot(50, reply)


def write_name(dialog: RecordDialog, name: str) -> None:
    dialog.form.rows["name"].editor.set_value(name)  # type: ignore[union-attr]


def test_ctrl_n_begins_a_record_with_the_defaults_and_the_list_shows_it_at_once(
    make: Callable[..., RecordTab], people: list[Member], qtbot: QtBot
) -> None:
    tab = make(columns=COLUMNS, defaults=lambda: {"branch": people[1].branch_id})
    tab.table.view.setFocus()
    qtbot.keyClick(tab.table.view, Key.Key_N, Ctrl)
    dialog = dialog_of(tab)
    assert dialog.record.value("branch") == people[1].branch_id
    write_name(dialog, "马超")
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog, Key.Key_S, Ctrl)
    assert names(tab)[-1] == "马超"
    assert tab.table.model.text(tab.table.view.currentIndex().row(), 0) == "马超"


def test_enter_opens_the_record_and_the_form_walks_in_the_order_of_the_list(
    make: Callable[..., RecordTab], qtbot: QtBot
) -> None:
    tab = make(columns=COLUMNS)
    tab.table.search.setText("gongqing")
    go(tab, 0)
    qtbot.keyClick(tab.table.view, Key.Key_Return)
    dialog = dialog_of(tab)
    seen = [dialog.record.heading()]
    while dialog.after_action.isEnabled():
        dialog.after_action.trigger()
        seen.append(dialog.record.heading())
    assert seen == names(tab) == ["张三", "单雄", "曾丽"]
    qtbot.keyClick(dialog, Key.Key_Escape)


def test_delete_asks_by_name_and_can_be_undone(
    make: Callable[..., RecordTab], people: list[Member], qtbot: QtBot
) -> None:
    tab = make(columns=COLUMNS)
    go(tab, 1)
    words: list[str] = []
    answering(1, words)
    qtbot.keyClick(tab.table.view, Key.Key_Delete)
    assert "“单雄”" in words[0] and len(names(tab)) == 5
    answering(0, words)
    qtbot.keyClick(tab.table.view, Key.Key_Delete)
    assert names(tab) == ["张三", "李四", "曾丽", "赵云"]
    action = journal.last_undoable()
    assert action is not None
    journal.undo(action.id)
    qtbot.waitUntil(lambda: "单雄" in names(tab))


def test_a_record_that_others_refer_to_is_not_deleted_and_the_reason_is_said(
    make: Callable[..., RecordTab], people: list[Member], qtbot: QtBot
) -> None:
    with change("活动"):
        activity = Activity(
            branch=people[0].branch_id, category="比贡献", title="清理河道", start="2010-05-01"
        )
        activity.save()
        Participation(activity=activity.id, member=people[0].id).save()
    tab = make(Organisation, columns=("name", "kind"))
    row = names(tab).index("供水管理所团支部")
    go(tab, row)
    words: list[str] = []
    answering(0, words)
    QTimer.singleShot(400, lambda: answering(0, words))
    qtbot.keyClick(tab.table.view, Key.Key_Delete)
    assert "不能删除" in words[1]
    assert Organisation.get_or_none(Organisation.name == "供水管理所团支部") is not None


def test_a_copy_begins_with_the_same_values_but_for_those_that_must_differ(
    make: Callable[..., RecordTab], people: list[Member], qtbot: QtBot
) -> None:
    tab = make(columns=COLUMNS)
    go(tab, 2)
    qtbot.keyClick(tab.table.view, Key.Key_D, Ctrl)
    dialog = dialog_of(tab)
    assert dialog.record.get_id() is None
    assert (dialog.record.name, dialog.record.politics, dialog.record.id_number) == ("李四", "中共党员", None)
    dialog.hide()


def test_a_copy_leaves_out_what_the_record_class_says_and_begins_there(
    make: Callable[..., RecordTab], people: list[Member], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Activity, "not_copied", ("start", "present"))
    with change("准备"):
        Activity(
            branch=people[0].branch_id, category="比贡献", title="学习会", start="2010-05-04", present=12
        ).save()
    tab = make(Activity)
    go(tab, 0)
    qtbot.keyClick(tab.table.view, Key.Key_D, Ctrl)
    dialog = dialog_of(tab)
    copied = dialog.record
    assert (copied.title, copied.category, copied.start, copied.present) == ("学习会", "比贡献", None, None)
    begun = dialog.form.rows["start"]
    assert begun.isAncestorOf(dialog.focusWidget())
    dialog.hide()


def test_the_list_is_exported_as_it_is_seen(make: Callable[..., RecordTab], qtbot: QtBot) -> None:
    exported: list[Seen] = []
    tab = make(columns=COLUMNS, export=exported.append)
    tab.table.search.setText("ps")
    tab.table.export_action.trigger()
    assert [field.name for field in exported[0].fields] == list(COLUMNS)
    assert [row[0] for row in exported[0].rows] == ["单雄", "曾丽"]


def test_actions_are_offered_to_menus_and_follow_the_selection(
    make: Callable[..., RecordTab], qtbot: QtBot
) -> None:
    tab = make(columns=COLUMNS)
    mark = QAction("转出…", tab)
    tab.add_action(mark, for_chosen=True)
    offered = [action.text() for widget in (tab, *tab.findChildren(QWidget)) for action in widget.actions()]
    assert {"新增团员", "打开团员", "删除团员…", "转出…", "查找", "复制"} <= set(offered)
    assert not mark.isEnabled() and not tab.open_action.isEnabled() and tab.new_action.isEnabled()
    go(tab, 0)
    assert mark.isEnabled() and tab.open_action.isEnabled()
    assert any(button.defaultAction() is mark for button in tab.findChildren(QToolButton))


def test_a_change_made_elsewhere_is_seen_at_once(
    make: Callable[..., RecordTab], people: list[Member], qtbot: QtBot
) -> None:
    tab = make(columns=COLUMNS)
    with change("更名"):
        home = Organisation.get_by_id(people[0].branch_id)
        home.name = "供水一所团支部"
        home.save()
    qtbot.waitUntil(lambda: tab.table.model.text(0, 1) == "供水一所团支部")


def test_a_record_deleted_meanwhile_is_not_opened(
    make: Callable[..., RecordTab], people: list[Member], bare_desk: Desk, qtbot: QtBot
) -> None:
    tab = make(columns=COLUMNS)
    gone = people[0].id
    with change("删"):
        people[0].delete_instance()
    with qtbot.waitSignal(bare_desk.said):
        tab.open(gone)
    assert not [one for one in tab.findChildren(RecordDialog) if one.isVisible()]


@pytest.mark.parametrize("kind", [Member, Activity, Organisation])
def test_every_kind_gets_list_and_form_without_a_word_about_it(
    make: Callable[..., RecordTab], kind: type[Record], qtbot: QtBot
) -> None:
    tab = make(kind)
    tab.new()
    dialog = dialog_of(tab)
    assert set(dialog.form.rows) == {field.name for field in kind.fields()}
    assert dialog.windowTitle() == f"新增{kind.label}"
    dialog.reject()
