"""设置: the office's particulars, and the dictionaries: order by keys, retiring, renaming with the records."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models.activity import Activity
from models.changes import change
from models.dictionary import DICTIONARIES, DictionaryEntry
from models.journal import last_undoable
from models.settings import office as particular
from tests.ui.names import nameless
from ui.ask import Notice
from ui.ask_fields import AskFields
from ui.desk import Desk
from ui.dictionary_editor import DictionaryEditor
from ui.dictionary_model import ACTIVE
from ui.settings_page import SettingsDialog


@pytest.fixture
def dialog(desk: Desk, qtbot: QtBot) -> SettingsDialog:
    made = SettingsDialog(desk)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def words(dialog: SettingsDialog) -> DictionaryEditor:
    """The kinds of activity, with one record that uses 水上保洁."""
    with change("准备"):
        one = Activity.get()
        one.category, one.kind = "比贡献", "水上保洁"
        one.save()
    dialog.sections.setCurrentIndex(1)
    dialog.dictionaries.names.setCurrentRow(list(DICTIONARIES).index("activity_kind"))
    dialog.dictionaries.view.setFocus()
    return dialog.dictionaries


def texts(editor: DictionaryEditor) -> list[str]:
    return [str(entry.word) for entry in editor.model.entries]


def go_to(editor: DictionaryEditor, word: str) -> None:
    editor.view.setCurrentIndex(editor.model.index(texts(editor).index(word), 0))


def then(*works: Callable[[QDialog], None]) -> None:
    """Do one thing after the other, each in the dialog that is open by then."""

    def act(left: list[Callable[[QDialog], None]]) -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        if left[1:]:
            QTimer.singleShot(0, lambda: act(left[1:]))
        try:
            left[0](dialog)
        finally:
            if not left[1:] and dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(0, lambda: act(list(works)))


def rewrite(word: str) -> Callable[[QDialog], None]:
    def work(dialog: QDialog) -> None:
        assert isinstance(dialog, AskFields)
        dialog.editors["word"].set_value(word)
        dialog.yes.click()

    return work


def answer(place: int) -> Callable[[QDialog], None]:
    def work(dialog: QDialog) -> None:
        assert isinstance(dialog, Notice)
        dialog.buttons[place].click()

    return work


def test_particulars_are_saved_as_one_action(dialog: SettingsDialog, qtbot: QtBot) -> None:
    section = dialog.particulars
    assert not section.save_button.isEnabled()
    for name, text in (("telephone", "021-55550123"), ("document_prefix", "SHUI")):
        editor = section.rows[name].editor
        assert editor is not None
        editor.setFocus()
        qtbot.keyClicks(editor.focusProxy(), text)
    assert section.save_button.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert (particular("telephone"), particular("document_prefix")) == ("021-55550123", "SHUI")
    assert not section.save_button.isEnabled()
    last = last_undoable()
    assert last is not None and last.name == "修改单位设置"


def test_esc_asks_about_unsaved_particulars(dialog: SettingsDialog, qtbot: QtBot) -> None:
    editor = dialog.particulars.rows["telephone"].editor
    assert editor is not None
    qtbot.keyClicks(editor.focusProxy(), "1234")
    then(answer(2))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    then(answer(1))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible() and particular("telephone") == ""


def test_every_dictionary_is_listed(dialog: SettingsDialog) -> None:
    names = dialog.dictionaries.names
    assert [names.item(row).text() for row in range(names.count())] == list(DICTIONARIES.values())


def test_the_model_keeps_its_promises(words: DictionaryEditor, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(words.model)


def test_words_move_by_keys_and_stay_chosen(words: DictionaryEditor, qtbot: QtBot) -> None:
    go_to(words, "水上保洁")
    qtbot.keyClick(words.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert texts(words)[:2] == ["水上保洁", "志愿者服务进社区"]
    assert words._current() is not None and words._current().word == "水上保洁"
    qtbot.keyClick(words.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert texts(words)[:2] == ["志愿者服务进社区", "水上保洁"]
    assert DictionaryEntry.words("activity_kind").words[:2] == ("志愿者服务进社区", "水上保洁")


@pytest.mark.parametrize(("source", "row", "order"), [(0, 2, [1, 0, 2]), (2, 0, [2, 0, 1])])
def test_words_move_by_dragging(words: DictionaryEditor, source: int, row: int, order: list[int]) -> None:
    before = texts(words)[:3]
    data: QMimeData = words.model.mimeData([words.model.index(source, 0)])
    words.model.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, QModelIndex())
    assert texts(words)[:3] == [before[place] for place in order]


def test_a_word_is_retired_by_its_tick(words: DictionaryEditor) -> None:
    place = words.model.index(texts(words).index("水上保洁"), words.model.columns.index(ACTIVE))
    words.model.setData(place, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert "水上保洁" not in DictionaryEntry.words("activity_kind").words
    assert "水上保洁" in texts(words)
    words.model.setData(place, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert "水上保洁" in DictionaryEntry.words("activity_kind").words


def test_a_word_in_use_is_not_deleted(words: DictionaryEditor, qtbot: QtBot) -> None:
    go_to(words, "水上保洁")
    said: list[str] = []
    then(answer(0), lambda dialog: said.append(dialog.accessibleName()))
    qtbot.keyClick(words.view, Qt.Key.Key_Delete)
    assert said == ["“水上保洁”有1条活动记录在用，不能删除。"]
    assert "水上保洁" in texts(words)


def test_a_word_that_nothing_uses_is_deleted(words: DictionaryEditor, qtbot: QtBot) -> None:
    go_to(words, "爱心周末")
    then(answer(0))
    qtbot.keyClick(words.view, Qt.Key.Key_Delete)
    assert "爱心周末" not in texts(words)


@pytest.mark.parametrize(("place", "kind"), [(0, "河道保洁"), (1, "水上保洁"), (2, "水上保洁")])
def test_renaming_asks_about_the_records(
    words: DictionaryEditor, qtbot: QtBot, place: int, kind: str
) -> None:
    go_to(words, "水上保洁")
    then(rewrite("河道保洁"), answer(place))
    qtbot.keyClick(words.view, Qt.Key.Key_Return)
    assert Activity.get(Activity.kind.is_null(False)).kind == kind
    assert ("河道保洁" in texts(words)) is (place < 2)


def test_a_new_word_comes_last(words: DictionaryEditor, qtbot: QtBot) -> None:
    def enter(dialog: QDialog) -> None:
        assert isinstance(dialog, AskFields)
        dialog.editors["parent"].set_value("比作为")
        rewrite("防汛演练")(dialog)

    then(enter)
    qtbot.keyClick(words.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert texts(words)[-1] == "防汛演练"
    assert DictionaryEntry.parent_of("activity_kind", "防汛演练") == "比作为"


def test_a_word_twice_is_refused_in_the_dialog(words: DictionaryEditor, qtbot: QtBot) -> None:
    def again(dialog: QDialog) -> None:
        rewrite("爱心周末")(dialog)
        assert isinstance(dialog, AskFields) and dialog.isVisible()
        assert "已有这个词" in dialog.problem.text()

    then(again)
    qtbot.keyClick(words.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert texts(words).count("爱心周末") == 1


def test_words_that_figures_need_have_no_tick_to_take_away(words: DictionaryEditor) -> None:
    words.names.setCurrentRow(list(DICTIONARIES).index("activity_category"))
    place = words.model.index(0, words.model.columns.index(ACTIVE))
    assert not words.model.flags(place) & Qt.ItemFlag.ItemIsUserCheckable


@pytest.mark.parametrize("place", range(3))
def test_every_input_has_a_name(dialog: SettingsDialog, place: int) -> None:
    dialog.sections.setCurrentIndex(place)
    assert nameless(dialog) == []
