"""The editor of 考核方案 by the keyboard: tree, sums, rules, versions, workbooks, comparison."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from exports.scheme_book import write_scheme
from models import journal, starter
from models.activity import Activity
from models.assessment import begin
from models.changes import change
from models.scheme import BLOCKS, Indicator, Scheme, indicators
from models.scoring_reader import RULE_FORMS, RuleForm, read_rule
from tests.models.people import branch
from ui import ask
from ui.desk import Desk
from ui.scheme_book_out import take_workbook
from ui.scheme_compare_dialog import CompareModel, SchemeCompareDialog
from ui.scheme_dialog import SchemeDialog
from ui.scheme_draft import Draft
from ui.scheme_model import LINE, SchemeModel
from ui.scheme_rule_form import RuleFields
from ui.scheme_trial import TrialDialog, TrialModel

YEAR = 2010
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def scheme(bare_desk: Desk) -> Scheme:
    return starter.plant_scheme(YEAR)


@pytest.fixture
def editor(bare_desk: Desk, scheme: Scheme, qtbot: QtBot) -> SchemeDialog:
    made = SchemeDialog(bare_desk, scheme)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.resize(1340, 710)
    qtbot.addWidget(made, before_close_func=lambda widget: widget.hide())  # else it asks what to keep
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def press(qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, held)


def write(qtbot: QtBot, text: str) -> None:
    """Types letters as keys; what is no letter of a keyboard comes as an input method sends it."""
    for sign in text:
        if sign.isascii():
            qtbot.keyClicks(QGuiApplication.focusObject(), sign)
        else:
            event = QInputMethodEvent()
            event.setCommitString(sign)
            QApplication.sendEvent(QGuiApplication.focusObject(), event)


def contents(editor: SchemeDialog) -> list[str]:
    return [str(line.content) for line in editor.draft.lines]


def answer(place: int, said: list[str]) -> None:
    """Presses a button of the next question."""

    def go() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, ask.Notice):
            said.append(dialog.accessibleName())
            dialog.buttons[place].click()
        else:
            QTimer.singleShot(20, go)

    QTimer.singleShot(20, go)


def test_the_tree_is_a_sound_model_and_takes_drops(qtmodeltester, scheme: Scheme, qtbot: QtBot) -> None:
    draft = Draft.of(scheme)
    draft.insert(BLOCKS[5], None, None)
    model = SchemeModel(draft)
    qtmodeltester.check(model)
    first, last = draft.lines[0], draft.lines[-1]
    data = model.mimeData([model.index_of(last)])
    topic = model.index_of(first).parent()
    with qtbot.waitSignal(model.put_wanted) as told:
        model.dropMimeData(data, Qt.DropAction.MoveAction, 0, 0, topic)
    lines, block, before, under, takes = told.args
    assert (lines, block, before, under, takes) == ([last], first.block, first, first.topic, True)
    draft.put(lines, block, before, None, under, takes)
    assert model.follow()
    assert draft.lines[0] is last
    assert (last.block, last.topic) == (first.block, first.topic)
    assert not model.canDropMimeData(
        model.mimeData([topic]), Qt.DropAction.MoveAction, -1, 0, model.index_of(first).parent()
    )


def test_lines_are_put_in_moved_and_taken_out_by_keys_and_saved_as_one_action(
    editor: SchemeDialog, scheme: Scheme, qtbot: QtBot
) -> None:
    before = contents(editor)
    first = editor.draft.lines[0]
    for _ in range(3):  # past 方案说明, the block and the topic
        press(qtbot, Qt.Key.Key_Down)
    assert editor.tree.current_line() is first
    press(qtbot, Qt.Key.Key_Insert)
    write(qtbot, "abc")
    qtbot.waitUntil(lambda: editor.draft.lines[1].content == "abc")
    assert "未保存" in editor.windowTitle()
    assert editor.draft.lines[1].topic == first.topic
    qtbot.keyClick(editor, Qt.Key.Key_S, CTRL)
    assert "要有分值" in editor.forms.line.rows["points"].message.text()
    assert editor.forms.line.rows["points"].editor.line.hasFocus()
    write(qtbot, "2.5")
    qtbot.waitUntil(lambda: "多2.5分" in editor.sums.verdict.text())
    editor.tree.view.setFocus()
    for _ in range(2):
        press(qtbot, Qt.Key.Key_Down, ALT)
    assert contents(editor)[:3] == [before[0], before[1], "abc"]
    press(
        qtbot, Qt.Key.Key_Z, CTRL
    )  # the last step only: it had gone to the next topic before it went down in it
    assert contents(editor)[:3] == [before[0], "abc", before[1]]
    editor.tree.choose(editor.draft.lines[3])
    gone = contents(editor)[3]
    press(qtbot, Qt.Key.Key_Delete)
    assert gone not in contents(editor)
    last = journal.actions()[0].id
    press(qtbot, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: "未保存" not in editor.windowTitle())
    actions = [action for action in journal.actions() if action.id > last]
    assert len(actions) == 1
    assert [line.content for line in indicators(scheme)] == contents(editor)
    journal.undo(actions[0].id)
    assert [line.content for line in indicators(scheme)] == before


def test_a_move_shows_in_the_form_and_typing_outlives_a_step_back(
    editor: SchemeDialog, scheme: Scheme, qtbot: QtBot
) -> None:
    line, beside = editor.draft.lines[0], editor.draft.lines[1]
    editor.tree.choose(line)
    was, topic = line.topic, editor.forms.line.rows["topic"].editor
    press(qtbot, Qt.Key.Key_Down, ALT)
    assert line.topic == beside.topic == topic.reading().value
    editor.forms.line.rows["basis"].editor.box.setFocus()
    write(qtbot, "x")
    editor.tree.view.setFocus()
    press(qtbot, Qt.Key.Key_Z, CTRL)
    assert (line.topic, topic.reading().value) == (was, was)
    assert "x" in str(line.basis)
    points = editor.forms.line.rows["points"].editor
    points.line.setFocus()
    points.line.selectAll()
    write(qtbot, "eight")
    editor.tree.view.setFocus()
    press(qtbot, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: editor.tree.current_line() is line)
    assert "不是数字" in editor.forms.line.rows["points"].message.text()
    assert points.line.hasFocus()


def test_moving_leaves_topics_and_blocks_at_their_edges(scheme: Scheme) -> None:
    draft = Draft.of(scheme)
    start = [line.__data__.copy() for line in draft.lines]
    first = draft.lines[0]
    assert not draft.move(first, -1)
    while first.block == BLOCKS[0]:
        assert draft.move(first, 1)
    assert draft.in_block(BLOCKS[1])[0] is first
    run = draft.run(BLOCKS[1], first.topic)
    assert draft.move_run(run, 1)
    assert {line.block for line in run} == {BLOCKS[1]}
    assert draft.in_block(BLOCKS[1])[0] not in run
    while draft.undo()[0]:
        pass
    assert [line.__data__ for line in draft.lines] == start


def test_a_rule_is_written_as_a_sentence_and_the_form_follows(editor: SchemeDialog, qtbot: QtBot) -> None:
    line = next(line for line in editor.draft.lines if not line.rule and line.block == BLOCKS[0])
    editor.tree.choose(line)
    press(qtbot, Qt.Key.Key_R, CTRL)
    assert editor.forms.rule.sentence.hasFocus()
    write(qtbot, "活动次数达到10得满分，每少1扣2分")
    assert "看懂了" in editor.forms.rule.said.text()
    part = editor.forms.rule.fields.parts[0]
    assert part.part().places == {"measure": "活动次数", "target": "10", "step": "1", "points": "2"}
    assert line.rule == "活动次数达到10得满分，每少1扣2分"
    write(qtbot, "吗")
    assert "看不懂" in editor.forms.rule.said.text()
    assert not editor.forms.rule.trial_button.isEnabled()
    qtbot.waitUntil(editor.save_action.isEnabled)
    press(qtbot, Qt.Key.Key_S, CTRL)
    assert "未保存" in editor.windowTitle()


@pytest.mark.parametrize("form", RULE_FORMS, ids=lambda form: form.name)
def test_the_form_says_what_the_sentence_says(form: RuleForm, qtbot: QtBot) -> None:
    rule = read_rule(form.example)
    fields = RuleFields()
    qtbot.addWidget(fields)
    fields.show_rule(rule)
    assert fields.missing() == []
    assert str(read_rule(fields.text())) == str(rule) == fields.text()
    fields.show_rule(None)
    assert fields.is_by_hand()


def test_a_rule_is_filled_in_and_the_sentence_follows(editor: SchemeDialog, qtbot: QtBot) -> None:
    line = next(line for line in editor.draft.lines if not line.rule and line.block == BLOCKS[0])
    editor.tree.choose(line)
    fields = editor.forms.rule.fields
    fields.parts[0].kind.setFocus()
    press(qtbot, Qt.Key.Key_Down)
    assert fields.parts[0].part().form is not None
    assert "还差" in editor.forms.rule.said.text()
    fields.parts[0].places.inputs["measure"].setFocus()
    write(qtbot, "zyfwsc")
    press(qtbot, Qt.Key.Key_Return)
    write(qtbot, "/tuanyuanshu")
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_Tab)
    write(qtbot, "10")
    assert line.rule == "志愿服务时长÷团员数达到10得满分"
    assert editor.forms.rule.sentence.toPlainText() == line.rule
    fields.sized.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    for name, text in (("size", "团员数"), ("factors", "达到30乘0.9"), ("rest", "1")):
        fields._size.inputs[name].setFocus()
        write(qtbot, text)
    assert str(line.rule).endswith("；系数：团员数达到30乘0.9，其余乘1")
    qtbot.waitUntil(lambda: editor.tree.model.index_of(line).siblingAtColumn(2).data() == "自动")


def test_a_rule_is_tried_on_last_years_records(editor: SchemeDialog, qtmodeltester, qtbot: QtBot) -> None:
    first, second = branch("甲团支部", founded="2000-01"), branch("乙团支部", founded="2000-01")
    with change("登记"):
        for branch_, count in ((first, 3), (second, 1)):
            for _ in range(count):
                Activity(
                    branch=branch_.id, category="比贡献", title="清河", start="2009-05-01", present=1
                ).save()
    line = editor.draft.lines[0]
    line.rule = "活动次数按与最高的比例得分"
    editor.tree.choose(line)
    qtbot.waitUntil(lambda: "2009年的甲团支部" in editor.forms.rule.example.text())
    editor.forms.rule.trial_button.click()
    dialog = next(one for one in editor.findChildren(TrialDialog))
    assert [(each.organisation_id, each.score) for each in dialog.model.trials] == [
        (first.id, 8),
        (second.id, 2.67),
    ]
    assert "满分1个" in dialog.summary.text()
    assert len(dialog.chart.marks()) == 2
    qtmodeltester.check(dialog.model)
    assert TrialModel().rowCount() == 0
    dialog.reject()


def test_a_signed_scheme_is_saved_as_the_next_version(
    editor: SchemeDialog, scheme: Scheme, qtbot: QtBot
) -> None:
    assessment = begin(branch(founded="2000-01"), YEAR)
    with change("签字"):
        assessment.state, assessment.signed_on = "已签字", "2011-01-05"
        assessment.save()
    qtbot.waitUntil(lambda: editor.notice.isVisible() and "第2版" in editor.notice.text())
    editor.tree.choose(editor.draft.lines[0])
    press(qtbot, Qt.Key.Key_D, CTRL)
    press(qtbot, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: editor.scheme.version == 2)
    assert editor.scheme.replaces_id == scheme.id
    assert len(indicators(editor.scheme)) == len(indicators(scheme)) + 1
    assert [editor.chooser.itemData(at) for at in range(editor.chooser.count())] == [editor.scheme.id]


def test_closing_asks_about_what_is_not_saved(editor: SchemeDialog, scheme: Scheme, qtbot: QtBot) -> None:
    editor.tree.choose(editor.draft.lines[0])
    press(qtbot, Qt.Key.Key_D, CTRL)
    said: list[str] = []
    answer(2, said)
    press(qtbot, Qt.Key.Key_Escape)
    assert said and editor.isVisible()
    before = Indicator.select().count()
    answer(1, said)
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert len(said) == 2
    qtbot.waitUntil(lambda: not editor.isVisible())
    assert Indicator.select().count() == before


def test_a_workbook_comes_into_the_editor_or_is_refused_whole(
    editor: SchemeDialog, scheme: Scheme, qtbot: QtBot, tmp_path: Path
) -> None:
    target = tmp_path / "方案.xlsx"
    write_scheme(scheme, indicators(scheme), target)
    assert take_workbook(editor, target)
    assert not editor.draft.is_changed()
    book = openpyxl.load_workbook(target)
    book["指标"]["E2"] = 9
    book.save(target)
    assert take_workbook(editor, target)
    assert editor.scheme.id == scheme.id
    assert editor.draft.lines[0].points == 9
    assert editor.draft.lines[0].id == indicators(scheme)[0].id
    assert indicators(scheme)[0].points == 8
    book["指标"]["I3"] = "随便写的"
    book.save(target)
    said: list[str] = []
    answer(0, said)
    assert not take_workbook(editor, target)
    assert "1处要改" in said[0]


def test_two_years_are_compared_side_by_side(
    editor: SchemeDialog, scheme: Scheme, qtmodeltester, qtbot: QtBot
) -> None:
    editor.copy_action.trigger()
    assert editor.scheme.year == YEAR + 1
    editor.draft.lines[0].points = 5
    editor.draft.remove([editor.draft.lines[1]])
    editor.compare()
    dialog = next(one for one in editor.findChildren(SchemeCompareDialog))
    assert [line.state for line in dialog.model.lines] == ["修改", "删去"]
    assert [dialog.model.lines[0].texts[at] for at in (3, 5, 6)] == ["8", "5", "分值"]
    qtmodeltester.check(dialog.model)
    assert CompareModel().rowCount() == 0
    dialog.changes_only.setChecked(False)
    assert len(dialog.model.lines) == len(indicators(scheme))
    dialog.reject()


def test_a_year_without_a_scheme_begins_with_a_blank_one(bare_desk: Desk, qtbot: QtBot) -> None:
    made = SchemeDialog(bare_desk, Scheme(name="", year=YEAR, kind="团支部"))
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made, before_close_func=lambda widget: widget.hide())
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    made.tree.view.setFocus()
    press(qtbot, Qt.Key.Key_Insert)
    write(qtbot, "x")
    qtbot.waitUntil(made.save_action.isEnabled)
    assert "还差100分" in made.sums.verdict.text()
    press(qtbot, Qt.Key.Key_S, CTRL)
    made.forms.line.rows["points"].editor.setFocus()
    made.forms.line.rows["points"].editor.line.selectAll()
    write(qtbot, "100")
    press(qtbot, Qt.Key.Key_S, CTRL)
    assert made.forms.about.rows["name"].editor.line.hasFocus()
    write(qtbot, "first")
    press(qtbot, Qt.Key.Key_S, CTRL)
    assert [(line.content, line.points) for line in indicators(Scheme.get())] == [("x", 100)]


def test_another_kinds_scheme_is_begun_and_chosen(editor: SchemeDialog, scheme: Scheme, qtbot: QtBot) -> None:
    editor.new_action.trigger()
    write(qtbot, "general")
    editor.forms.about.rows["kind"].editor.setFocus()
    write(qtbot, "团总支")
    press(qtbot, Qt.Key.Key_Return)
    editor.tree.view.setFocus()
    press(qtbot, Qt.Key.Key_Insert)
    write(qtbot, "x")
    editor.forms.line.rows["points"].editor.setFocus()
    write(qtbot, "100")
    press(qtbot, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: editor.scheme.id is not None)
    assert (editor.scheme.name, editor.scheme.kind) == ("general", "团总支")
    assert editor.chooser.count() == 2
    assert editor.tree.current().kind == LINE
    editor.chooser.setFocus()
    press(qtbot, Qt.Key.Key_Up)
    assert editor.scheme.id == scheme.id
