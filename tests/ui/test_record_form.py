"""The form of a record, filled with real keys: problems where they belong, nothing lost, nothing saved twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from models import journal
from models.activity import Activity
from models.attachment import attachments_of
from models.changes import change
from models.errors import AppError
from models.member import Member
from models.record import Record
from tests.models.people import id_of
from ui import ask
from ui.desk import Desk
from ui.editor_pick import ChoiceEditor
from ui.record_dialog import RecordDialog
from ui.record_form import FormSection
from ui.record_history import lines

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def show(bare_desk: Desk, people: list[Member], qtbot: QtBot) -> Callable[..., RecordDialog]:
    def build(record: Record, **options) -> RecordDialog:
        made = RecordDialog(bare_desk, record, **options)
        # what a test leaves unsaved is not asked about when it is over
        qtbot.addWidget(made, before_close_func=QWidget.hide)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        return made

    return build


def line(dialog: RecordDialog, name: str) -> QLineEdit:
    editor = dialog.form.rows[name].editor
    assert editor is not None
    return editor.line  # type: ignore[attr-defined]


def write(dialog: RecordDialog, name: str, text: str) -> None:
    """Go to a field, write over what is there, and go on."""
    target = line(dialog, name)
    target.setFocus()
    target.selectAll()
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(target, event)
    QApplication.sendEvent(target, _enter())
    QApplication.processEvents()


def _enter() -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, Qt.KeyboardModifier.NoModifier)


def said(dialog: RecordDialog, name: str) -> str:
    message = dialog.form.rows[name].message
    return message.text() if message.isVisibleTo(dialog) else ""


def answering(button: int) -> None:
    """Press a button of the question that is about to be asked."""

    def reply() -> None:
        asked = QApplication.activeModalWidget()
        assert isinstance(asked, ask.Notice)
        asked.buttons[button].click()

    QTimer.singleShot(50, reply)


def test_a_record_is_entered_with_keys_alone_and_saved(
    show: Callable[..., RecordDialog], people: list[Member], qtbot: QtBot
) -> None:
    dialog = show(Member(branch=people[0].branch_id))
    assert line(dialog, "name").hasFocus()
    write(dialog, "name", "王 芳")
    write(dialog, "id_number", id_of("1991-02-03", 22))
    with qtbot.waitSignal(dialog.saved) as saved:
        qtbot.keyClick(dialog, Key.Key_S, Ctrl)
    found = Member.get_by_id(saved.args[0])
    assert (found.name, found.sex, found.born) == ("王芳", "女", "1991-02-03")
    assert not dialog.isVisible()
    assert journal.history(found)[0].action == "新增团员“王芳”"


def test_what_follows_from_an_id_number_is_filled_in_and_follows_a_correction(
    show: Callable[..., RecordDialog], people: list[Member]
) -> None:
    dialog = show(Member(branch=people[0].branch_id))
    write(dialog, "id_number", id_of("1991-02-03", 22))
    assert dialog.form.rows["sex"].editor.reading().value == "女"  # type: ignore[union-attr]
    assert line(dialog, "born").text() == "1991-02-03"
    assert "岁" not in said(dialog, "born")
    write(dialog, "id_number", id_of("1990-05-06", 23))
    assert dialog.form.rows["sex"].editor.reading().value == "男"  # type: ignore[union-attr]
    assert line(dialog, "born").text() == "1990-05-06"


def test_what_the_person_typed_is_never_filled_over(
    show: Callable[..., RecordDialog], people: list[Member]
) -> None:
    dialog = show(Member(branch=people[0].branch_id))
    write(dialog, "born", "1991.03")
    write(dialog, "id_number", id_of("1991-02-03", 22))
    assert line(dialog, "born").text() == "1991.03"
    assert "不一致" in said(dialog, "born")


def test_a_problem_is_said_under_its_field_once_the_person_has_gone_on(
    show: Callable[..., RecordDialog], people: list[Member], qtbot: QtBot
) -> None:
    dialog = show(Member(branch=people[0].branch_id))
    target = line(dialog, "id_number")
    target.setFocus()
    qtbot.keyClicks(target, "31011719880512001")
    assert said(dialog, "id_number") == ""
    write(dialog, "joined", "2010.13")
    assert "2010.13" in said(dialog, "joined")
    assert said(dialog, "id_number") != ""
    assert said(dialog, "branch") == said(dialog, "phone") == ""
    assert target.property("invalid") is True


def test_saving_with_an_error_keeps_the_form_and_goes_to_the_field(
    show: Callable[..., RecordDialog], people: list[Member], qtbot: QtBot
) -> None:
    dialog = show(Member(branch=people[0].branch_id))
    write(dialog, "joined", "2010.13")
    qtbot.keyClick(dialog, Key.Key_Return, Ctrl)
    assert dialog.isVisible()
    assert said(dialog, "name") == "姓名不能空着"
    assert Member.select().count() == len(people)
    assert any(line(dialog, name).hasFocus() for name in ("name", "joined"))


def test_a_warning_does_not_keep_from_saving(
    show: Callable[..., RecordDialog], people: list[Member], qtbot: QtBot
) -> None:
    dialog = show(Member(branch=people[0].branch_id, name="孙权", born="1990-01"))
    write(dialog, "joined", "2000.5")
    assert "请核对" in said(dialog, "joined")
    assert line(dialog, "joined").property("doubtful") is True
    with qtbot.waitSignal(dialog.saved):
        qtbot.keyClick(dialog, Key.Key_S, Ctrl)


def test_a_value_that_another_record_has_is_refused_at_its_field(
    show: Callable[..., RecordDialog], people: list[Member], qtbot: QtBot
) -> None:
    dialog = show(Member(branch=people[0].branch_id, name="孙权"))
    write(dialog, "id_number", str(people[0].id_number))
    qtbot.keyClick(dialog, Key.Key_S, Ctrl)
    assert dialog.isVisible() and "张三" in said(dialog, "id_number")


def test_save_and_new_keeps_the_branch_and_empties_the_rest(
    show: Callable[..., RecordDialog], people: list[Member], qtbot: QtBot
) -> None:
    dialog = show(Member(branch=people[1].branch_id))
    write(dialog, "name", "周瑜")
    with qtbot.waitSignal(dialog.saved):
        qtbot.keyClick(dialog, Key.Key_Return, Ctrl | Shift)
    assert dialog.isVisible() and dialog.record.get_id() is None
    assert line(dialog, "name").text() == "" and line(dialog, "name").hasFocus()
    assert line(dialog, "branch").text() == "排水管理所团支部"
    assert not dialog.form.is_changed()
    write(dialog, "name", "鲁肃")
    with qtbot.waitSignal(dialog.saved):
        qtbot.keyClick(dialog, Key.Key_S, Ctrl)
    assert Member.select().count() == len(people) + 2


def test_escape_without_changes_just_closes(
    show: Callable[..., RecordDialog], people: list[Member], qtbot: QtBot
) -> None:
    dialog = show(Member.get_by_id(people[0].id))
    qtbot.keyClick(dialog, Key.Key_Escape)
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("answer", "stays", "stored"), [(0, False, "张山"), (1, False, "张三"), (2, True, "张三")]
)
def test_escape_with_changes_asks_and_does_as_told(
    show: Callable[..., RecordDialog],
    people: list[Member],
    qtbot: QtBot,
    answer: int,
    stays: bool,
    stored: str,
) -> None:
    dialog = show(Member.get_by_id(people[0].id))
    write(dialog, "name", "张山")
    answering(answer)
    qtbot.keyClick(dialog, Key.Key_Escape)
    assert dialog.isVisible() is stays
    assert Member.get_by_id(people[0].id).name == stored
    assert not stays or line(dialog, "name").text() == "张山"
    if stays:
        answering(1)
        dialog.reject()


def test_something_that_cannot_be_read_counts_as_a_change(
    show: Callable[..., RecordDialog], people: list[Member], qtbot: QtBot
) -> None:
    dialog = show(Member.get_by_id(people[0].id))
    target = line(dialog, "joined")
    target.setFocus()
    qtbot.keyClicks(target, "abc")
    assert dialog.form.is_changed()
    answering(1)
    qtbot.keyClick(dialog, Key.Key_Escape)


def test_ctrl_s_waits_while_an_input_method_composes(
    show: Callable[..., RecordDialog], people: list[Member], qtbot: QtBot
) -> None:
    dialog = show(Member(branch=people[0].branch_id))
    target = line(dialog, "name")
    target.setFocus()
    QApplication.sendEvent(target, QInputMethodEvent("wangfang", []))
    dialog.save_action.trigger()
    assert dialog.isVisible() and said(dialog, "name") == ""
    QApplication.sendEvent(target, QInputMethodEvent("", []))


def test_a_person_who_may_be_there_already_is_pointed_out_while_typing(
    show: Callable[..., RecordDialog], people: list[Member]
) -> None:
    dialog = show(Member(branch=people[0].branch_id))
    write(dialog, "name", "张三")
    words = [label.text() for label in dialog._alike.findChildren(QLabel)]
    assert dialog._alike.isVisible() and any("张三（供水管理所团支部）" in text for text in words)


def test_neighbours_are_reached_by_key_and_changes_are_asked_about(
    show: Callable[..., RecordDialog], people: list[Member], qtbot: QtBot
) -> None:
    dialog = show(Member.get_by_id(people[0].id), neighbours=[one.id for one in people])
    assert not dialog.before_action.isEnabled()
    qtbot.keyClick(dialog, Key.Key_PageDown, Ctrl)
    assert line(dialog, "name").text() == "单雄"
    write(dialog, "name", "单信")
    answering(0)
    qtbot.keyClick(dialog, Key.Key_PageDown, Ctrl)
    assert line(dialog, "name").text() == "李四"
    assert Member.get_by_id(people[1].id).name == "单信"


def test_the_history_shows_before_and_after_with_sensitive_values_masked(
    show: Callable[..., RecordDialog], people: list[Member]
) -> None:
    member = Member.get_by_id(people[0].id)
    with change("更正电话"):
        member.phone = "13911112222"
        member.politics = "中共党员"
        member.save()
    entry = journal.history(member)[0]
    mask = Member.field("phone").mask
    assert set(lines(Member, entry)) == {
        ("政治面貌", "共青团员", "中共党员"),
        (Member.field("phone").label, mask("13800010001"), mask("13911112222")),
    }
    dialog = show(member)
    dialog.history_action.setChecked(True)
    shown = " ".join(label.text() for label in dialog._history.findChildren(QLabel))
    assert "更正电话" in shown and "测试员" in shown and "13911112222" not in shown


def test_a_key_typed_into_an_opened_record_overwrites_nothing(
    show: Callable[..., RecordDialog], people: list[Member], qtbot: QtBot
) -> None:
    dialog = show(people[0], neighbours=[one.id for one in people])
    qtbot.keyClick(dialog.focusWidget(), Key.Key_X)
    assert not dialog.form.is_changed()
    qtbot.keyClick(dialog, Key.Key_PageDown, Ctrl)
    qtbot.keyClick(dialog.focusWidget(), Key.Key_X)
    assert not dialog.form.is_changed()
    # the first field is one key away, by Tab as by Enter
    first = next(row.editor for row in dialog.form.rows.values() if row.editor is not None)
    for key in (Key.Key_Tab, Key.Key_Return):
        dialog.form.setFocus()
        qtbot.keyClick(dialog.form, key)
        assert first.isAncestorOf(dialog.focusWidget())


def test_a_new_record_begins_in_the_first_blank_field_that_is_required(
    show: Callable[..., RecordDialog], people: list[Member], qtbot: QtBot
) -> None:
    dialog = show(Activity(branch=people[0].branch_id, category="比贡献", start="2010-05-04"))
    assert dialog.focusWidget() is line(dialog, "title"), "kind stands before it, but may stay blank"


def test_files_are_saved_with_the_record_as_one_action(
    show: Callable[..., RecordDialog], people: list[Member], tmp_path: Path
) -> None:
    note = tmp_path / "说明.txt"
    note.write_text("说明", encoding="utf-8")
    dialog = show(Member(branch=people[0].branch_id, name="吕蒙"))
    files = dialog.form.rows["photo"].files
    assert files is not None
    files.add([note])
    before = len(journal.actions())
    assert dialog.save()
    assert [str(one.name) for one in attachments_of(dialog.record)] == ["说明.txt"]
    assert len(journal.actions()) == before + 1


class Guests(FormSection):
    """A section that remembers what it was told, and can refuse."""

    title = "来宾"

    def __init__(self) -> None:
        super().__init__()
        self.followed: list[object] = []
        self.refuse = False
        self.saved: list[int] = []

    def follow(self, record: Record) -> None:
        self.followed.append(record.value("branch"))

    def save(self, record: Record) -> None:
        if self.refuse:
            raise AppError("来宾没有写全。", "请补全。")
        self.saved.append(record.get_id())


def test_a_section_of_its_own_follows_the_fields_and_is_saved_with_them(
    show: Callable[..., RecordDialog], people: list[Member]
) -> None:
    section = Guests()
    activity = Activity(category="比贡献", title="清理河道", start="2010-05-01")
    dialog = show(activity, sections=[lambda _desk: section])
    assert "来宾" in [label.text() for label in dialog.form.findChildren(QLabel)]
    write(dialog, "branch", "供水管理所团支部")
    assert section.followed[-1] == people[0].branch_id
    section.refuse = True
    answering(0)
    assert not dialog.save()
    assert Activity.select().count() == 0 and dialog.record.get_id() is None
    section.refuse = False
    assert dialog.save()
    assert section.saved == [dialog.record.get_id()] and Activity.select().count() == 1


def test_a_small_window_shows_one_column_and_a_large_one_more(
    show: Callable[..., RecordDialog], people: list[Member], qtbot: QtBot
) -> None:
    dialog = show(Member.get_by_id(people[0].id))
    row, next_row = dialog.form.rows["branch"], dialog.form.rows["name"]
    for width, side_by_side in ((620, False), (1100, True), (620, False)):
        dialog.resize(width, 600)
        qtbot.waitUntil(lambda beside=side_by_side: (row.y() == next_row.y()) is beside)
        assert not dialog.form.horizontalScrollBar().isVisible()


def test_every_input_has_a_name_for_screen_readers(
    show: Callable[..., RecordDialog], people: list[Member]
) -> None:
    dialog = show(Member.get_by_id(people[0].id))
    for row in dialog.form.rows.values():
        assert row._body.accessibleName()
        for child in row.findChildren(QLineEdit):
            assert child.accessibleName()


def test_a_field_that_gets_the_keyboard_is_scrolled_into_sight(
    show: Callable[..., RecordDialog], people: list[Member], qtbot: QtBot
) -> None:
    dialog = show(Member.get_by_id(people[0].id))
    dialog.resize(700, 400)
    last: QWidget = line(dialog, "left_on")
    last.setFocus()
    view = dialog.form.viewport()
    qtbot.waitUntil(lambda: view.rect().contains(last.mapTo(view, last.rect().center())))


def test_a_long_form_is_walked_by_its_parts(
    show: Callable[..., RecordDialog], people: list[Member], qtbot: QtBot
) -> None:
    dialog = show(Member.get_by_id(people[0].id))
    dialog.resize(700, 400)
    button = next(one for one in dialog.findChildren(QPushButton) if one.text() == "联系方式")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert line(dialog, "phone").hasFocus()
    view = dialog.form.viewport()
    assert view.rect().contains(line(dialog, "phone").mapTo(view, QPoint(0, 0)))


def test_suggestions_go_away_when_the_form_is_scrolled_under_them(
    show: Callable[..., RecordDialog], people: list[Member], qtbot: QtBot
) -> None:
    dialog = show(Member(branch=people[0].branch_id))
    dialog.resize(700, 400)
    editor = dialog.form.rows["politics"].editor
    assert isinstance(editor, ChoiceEditor)
    editor.setFocus()
    qtbot.keyClick(editor.line, Key.Key_Down)
    assert editor.list.isVisible()
    bar = dialog.form.verticalScrollBar()
    bar.setValue(bar.value() + 30)
    assert not editor.list.isVisible()


def test_what_is_typed_and_not_saved_stays_in_the_dialog(
    show: Callable[..., RecordDialog], people: list[Member]
) -> None:
    person = Member.get_by_id(people[0].id)
    before = dict(person.__data__)
    dialog = show(person)
    dialog.form.rows["job"].editor.set_value("抄表员")
    dialog.form.check()
    assert dialog.record.job == "抄表员"
    assert person.__data__ == before
