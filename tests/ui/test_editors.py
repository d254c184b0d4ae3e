"""Editors of every kind, used with real keys; what they understand is what the field reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from models.activity import Activity
from models.attachment import attachments_of
from models.changes import change
from models.errors import FieldError
from models.fields import Attachments, Kind
from models.member import Member, Office
from tests.models.people import id_of
from ui import theme
from ui.desk import Desk
from ui.editor_date import CalendarPanel, DateEditor
from ui.editor_files import FilesEditor
from ui.editor_pick import ChoiceEditor, LinkEditor, SegmentEditor
from ui.editor_secret import SecretEditor
from ui.editors import Editor, LineEditor, LongTextEditor, NumberEditor
from ui.make_editor import make_editor

Key, Alt = Qt.Key, Qt.KeyboardModifier.AltModifier


class Bench(QWidget):
    """A window with one editor and somewhere else to go."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__()
        self.qtbot = qtbot
        qtbot.addWidget(self)
        self.box = QVBoxLayout(self)
        self.elsewhere = QPushButton("别处")
        self.resize(500, 500)

    def put(self, kind: type[Member] | type[Activity], name: str) -> Editor:
        field = kind.field(name)
        assert isinstance(field, Kind)
        editor = make_editor(field)
        self.box.addWidget(editor)
        self.box.addWidget(self.elsewhere)
        with self.qtbot.waitActive(self):
            self.show()
            self.activateWindow()
        editor.setFocus()
        return editor

    def type(self, text: str) -> None:
        if text.isascii():
            self.qtbot.keyClicks(QApplication.focusWidget(), text)
        else:  # Chinese comes from an input method
            compose(QApplication.focusWidget(), "", text)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)

    def leave(self) -> None:
        self.elsewhere.setFocus()


@pytest.fixture
def bench(bare_desk: Desk, people: list[Member], qtbot: QtBot) -> Bench:
    return Bench(qtbot)


def compose(widget: QWidget, letters: str, committed: str = "") -> None:
    event = QInputMethodEvent(letters, [])
    if committed:
        event.setCommitString(committed)
    QApplication.sendEvent(widget, event)


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        (Member, "name", LineEditor),
        (Member, "sex", SegmentEditor),
        (Member, "volunteer", SegmentEditor),
        (Member, "politics", ChoiceEditor),
        (Member, "branch", LinkEditor),
        (Member, "born", DateEditor),
        (Member, "left_on", DateEditor),
        (Member, "id_number", SecretEditor),
        (Member, "phone", SecretEditor),
        (Member, "remark", LongTextEditor),
        (Activity, "present", NumberEditor),
        (Activity, "hours_each", NumberEditor),
    ],
)
def test_each_kind_of_field_has_its_editor(
    bench: Bench, kind: type[Member], name: str, expected: type[Editor]
) -> None:
    assert type(bench.put(kind, name)) is expected


@pytest.mark.parametrize("field", Member.stored_fields(), ids=lambda field: field.name)
def test_a_stored_value_comes_back_as_it_was(bench: Bench, people: list[Member], field: Kind) -> None:
    editor = bench.put(Member, field.name)
    for value in (people[0].value(field.name), None):
        editor.set_value(value)
        assert editor.reading().value == value
        assert editor.is_blank() is (value is None)


def test_a_name_loses_its_inner_blanks_when_the_keyboard_goes_on(bench: Bench) -> None:
    editor = bench.put(Member, "name")
    assert isinstance(editor, LineEditor)
    bench.type("张 三")
    bench.key(Key.Key_Return)
    assert not editor.line.hasFocus()
    assert editor.line.text() == "张三" and editor.reading().value == "张三"


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("2010.5", "2010-05", "2010.05"),
        ("2010年5月1日", "2010-05-01", "2010-05-01"),
        ("20100501", "2010-05-01", "2010-05-01"),
        ("二〇一〇年", "2010", "2010"),
    ],
)
def test_dates_are_read_in_every_style_and_the_understanding_is_shown(
    bench: Bench, typed: str, value: str, shown: str
) -> None:
    editor = bench.put(Member, "joined")
    assert isinstance(editor, DateEditor)
    with bench.qtbot.waitSignal(editor.changed):
        bench.type(typed)
    assert editor.note().startswith("即2010年")
    bench.leave()
    assert (editor.reading().value, editor.line.text()) == (value, shown)
    assert editor.note() == ""


def test_a_date_that_is_none_stays_as_typed_and_says_why(bench: Bench) -> None:
    editor = bench.put(Member, "joined")
    assert isinstance(editor, DateEditor)
    bench.type("2010.13")
    bench.leave()
    assert editor.line.text() == "2010.13"
    with pytest.raises(FieldError):
        editor.reading()


def test_the_calendar_opens_by_key_and_gives_a_day_or_a_month(bench: Bench) -> None:
    editor = bench.put(Member, "joined")
    assert isinstance(editor, DateEditor)
    editor.set_value("2010-05")
    bench.key(Key.Key_Down, Alt)
    panel = bench.findChild(CalendarPanel)
    assert panel is not None and panel.calendar.selectedDate().toString("yyyy-MM-dd") == "2010-05-01"
    for name in ("qt_calendar_prevmonth", "qt_calendar_nextmonth"):
        # Qt's own arrows are black in the dark look too
        arrow = panel.calendar.findChild(QToolButton, name).icon().pixmap(16, 16).toImage()
        inks = {arrow.pixelColor(x, y).name() for x in range(16) for y in range(16)}
        assert theme.colour("text_muted").name() in inks
    bench.key(Key.Key_Right)
    bench.key(Key.Key_Return)
    assert editor.reading().value == "2010-05-02"
    editor.open_calendar()
    panel = next(one for one in bench.findChildren(CalendarPanel) if one.isVisible())
    month = next(one for one in panel.findChildren(QPushButton) if one.text() == "只填年月")
    bench.qtbot.mouseClick(month, Qt.MouseButton.LeftButton)
    assert editor.reading().value == "2010-05"


def test_a_choice_is_found_by_pinyin_and_taken_with_enter(bench: Bench) -> None:
    editor = bench.put(Member, "politics")
    assert isinstance(editor, ChoiceEditor)
    bench.type("yb")
    marked = editor.list.marked()
    assert marked is not None and marked.value == "中共预备党员"
    bench.key(Key.Key_Return)
    assert editor.reading().value == "中共预备党员" and not editor.list.isVisible()
    assert not editor.line.hasFocus()


def test_leaving_pinyin_behind_takes_the_first_word_for_it(bench: Bench) -> None:
    editor = bench.put(Member, "politics")
    bench.type("gqty")
    bench.leave()
    assert editor.reading().value == "共青团员"


def test_a_synonym_is_understood_and_a_foreign_word_refused_with_the_choices(bench: Bench) -> None:
    editor = bench.put(Member, "politics")
    assert isinstance(editor, ChoiceEditor)
    bench.type("党员")
    bench.key(Key.Key_Escape)
    bench.leave()
    assert editor.reading().value == "中共党员"
    editor.setFocus()
    editor.line.selectAll()
    bench.type("路人甲")
    bench.leave()
    with pytest.raises(FieldError, match=r"中共党员|共青团员"):
        editor.reading()


def test_an_open_list_takes_a_new_word_with_a_warning(bench: Bench) -> None:
    editor = bench.put(Member, "degree")
    bench.type("名誉博士学位")
    bench.leave()
    reading = editor.reading()
    assert reading.value == "名誉博士学位" and reading.warning


def test_the_arrow_key_shows_all_choices_with_the_present_one_marked(bench: Bench) -> None:
    editor = bench.put(Member, "politics")
    assert isinstance(editor, ChoiceEditor)
    editor.set_value("中共党员")
    bench.key(Key.Key_Down)
    marked = editor.list.marked()
    assert marked is not None and marked.value == "中共党员"
    bench.key(Key.Key_Escape)
    assert not editor.list.isVisible()


def test_buttons_are_pressed_by_arrow_and_cleared_by_delete(bench: Bench) -> None:
    editor = bench.put(Member, "sex")
    bench.key(Key.Key_Space)
    assert editor.reading().value == "男"
    bench.key(Key.Key_Right)
    assert editor.reading().value == "女"
    bench.key(Key.Key_Delete)
    assert editor.is_blank()


def test_a_link_is_found_by_initials_and_holds_the_id(bench: Bench, people: list[Member]) -> None:
    editor = bench.put(Member, "branch")
    bench.type("psgl")
    bench.key(Key.Key_Return)
    assert editor.reading().value == people[1].branch_id


def test_an_unknown_link_names_the_nearest(bench: Bench) -> None:
    editor = bench.put(Member, "branch")
    bench.type("供水管里所团支部")
    bench.leave()
    with pytest.raises(FieldError, match="供水管理所团支部"):
        editor.reading()


def test_people_of_one_name_are_told_apart_by_their_branch(bench: Bench, people: list[Member]) -> None:
    with change("同名"):
        Member(name="张三", branch=people[1].branch_id).save()
    field = Office.field("member")
    editor = make_editor(field)  # type: ignore[arg-type]
    assert isinstance(editor, LinkEditor)
    bench.qtbot.addWidget(editor)
    assert sorted(pick.hint for pick in editor.find("zhangsan")) == ["供水管理所团支部", "排水管理所团支部"]


def test_an_id_number_is_masked_until_a_click_and_read_in_groups(bench: Bench, people: list[Member]) -> None:
    editor = bench.put(Member, "id_number")
    assert isinstance(editor, SecretEditor)
    number = str(people[0].id_number)
    editor.set_value(number)
    assert editor.line.text() == Member.field("id_number").mask(number)
    assert editor.reading().value == number
    bench.qtbot.mouseClick(editor.line, Qt.MouseButton.LeftButton)
    assert editor.line.text() == f"{number[:6]} {number[6:14]} {number[14:]}"
    assert "1988-05-12" in editor.note()
    editor.reveal(False)
    assert "*" in editor.line.text() and editor.reading().value == number


def test_typing_over_a_masked_number_replaces_it(bench: Bench, people: list[Member]) -> None:
    editor = bench.put(Member, "id_number")
    editor.set_value(people[0].id_number)
    other = id_of("1991-02-03")
    bench.type(other)
    bench.leave()
    assert editor.reading().value == other


def test_nothing_is_judged_while_an_input_method_composes(bench: Bench) -> None:
    editor = bench.put(Member, "politics")
    assert isinstance(editor, ChoiceEditor)
    changes: list[bool] = []
    editor.changed.connect(lambda: changes.append(True))
    compose(editor.line, "dangyuan")
    bench.key(Key.Key_Return)
    bench.key(Key.Key_Down)
    assert editor.line.hasFocus() and not changes and not editor.list.isVisible()
    compose(editor.line, "", "党员")
    assert changes and editor.list.isVisible()
    bench.key(Key.Key_Return)
    assert editor.reading().value == "中共党员"


def test_a_long_text_grows_and_counts_against_its_limit(bench: Bench) -> None:
    editor = bench.put(Activity, "content")
    assert isinstance(editor, LongTextEditor)
    before = editor.box.height()
    editor.box.insertPlainText("一\n二\n三\n四\n五\n六\n七")
    bench.qtbot.waitUntil(lambda: editor.box.height() > before)
    assert editor.reading().value == "一\n二\n三\n四\n五\n六\n七"
    editor.box.setPlainText("长" * (editor.field.limit + 1))
    with pytest.raises(FieldError):
        editor.reading()
    bench.key(Key.Key_Tab)
    assert not editor.box.hasFocus()


# -- files ----------------------------------------------------------------------------------------------


@pytest.fixture
def files(bare_desk: Desk, people: list[Member], qtbot: QtBot) -> FilesEditor:
    field = Member.field("photo")
    assert isinstance(field, Attachments)
    made = FilesEditor(field, bare_desk.store.attachments)
    qtbot.addWidget(made)
    made.resize(500, 200)
    made.show()
    made.load(people[0])
    return made


def test_dropped_files_are_kept_when_the_record_is_saved(
    files: FilesEditor, people: list[Member], tmp_path: Path
) -> None:
    picture, note = tmp_path / "照片.png", tmp_path / "说明.txt"
    QImage(40, 30, QImage.Format.Format_RGB32).save(str(picture))
    note.write_text("说明", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in (picture, note, tmp_path)])
    files.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    assert files.names() == ["照片.png", "说明.txt"] and files.is_changed()
    assert not attachments_of(people[0])
    with change("附件"):
        files.save(people[0])
    assert [str(one.name) for one in attachments_of(people[0])] == ["照片.png", "说明.txt"]
    files.load(people[0])
    assert files.names() == ["照片.png", "说明.txt"] and not files.is_changed()


def test_a_removed_file_is_deleted_only_by_saving(
    files: FilesEditor, people: list[Member], tmp_path: Path
) -> None:
    note = tmp_path / "说明.txt"
    note.write_text("说明", encoding="utf-8")
    files.add([note])
    with change("附件"):
        files.save(people[0])
    files.load(people[0])
    files.list.item(0).setSelected(True)
    files.remove_button.click()
    assert files.names() == [] and len(attachments_of(people[0])) == 1
    with change("附件"):
        files.save(people[0])
    assert not attachments_of(people[0])
