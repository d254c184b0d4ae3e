"""年度考核 on screen: computed, taken back, its evidence, the way to the signature, and the code on the paper; by keys."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models import starter
from models.activity import Activity
from models.assessment import Assessment, Score, begin, scores
from models.assessment_flow import NOTICE, PARTY, SCORED
from models.changes import change
from models.scheme import GOODS, SIGNED, Indicator
from models.scoring_evidence import ADDED, EXCLUDED, ScoreEvidence
from models.snapshot import keep
from tests.models.people import branch
from ui.ask_fields import AskFields
from ui.assessment_page import AssessmentPage
from ui.desk import Desk
from ui.find_everywhere import FindEverywhere
from ui.score_evidence_model import AMOUNT, SAID
from ui.score_model import COMPUTED, OFFICE
from ui.snapshot_dialog import NOW, THEN, SnapshotDialog

YEAR = 2010
RULE = "活动次数每次得1分，最多8分"


@pytest.fixture
def page(bare_desk: Desk, qtbot: QtBot) -> AssessmentPage:
    """Two branches; the first indicator of the scheme counts activities, of which the first branch has three."""
    bare_desk.set_year(YEAR)
    homes = [branch(name, founded="2000-01") for name in ("甲团支部", "乙团支部")]
    scheme = starter.plant_scheme(YEAR)
    with change("准备"):
        for indicator in Indicator.select().where(Indicator.scheme == scheme.id):
            indicator.rule = RULE if indicator.number == 1 else None
            indicator.save()
        for home, title, day in (
            (0, "水上保洁", "2010-03-05"),
            (0, "岗位练兵", "2010-05-04"),
            (0, "主题团日", "2010-06-01"),
            (1, "爱心周末", "2010-09-01"),
        ):
            Activity(branch=homes[home].id, category="比贡献", title=title, start=day, present=5).save()
    for home in homes:
        begin(home, YEAR)
    made = AssessmentPage(bare_desk)
    qtbot.addWidget(made)
    made.resize(1278, 660)
    made.show()
    qtbot.waitExposed(made)
    return made


def computed(page: AssessmentPage, qtbot: QtBot) -> None:
    """Score by rule, with the key; the cursor is on the line with the rule."""
    page.sheet.setFocus()
    qtbot.keyClick(page.sheet.grid, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: page.sheet.model.index(1, COMPUTED).data() == "3")
    page.sheet.grid.setCurrentIndex(page.sheet.model.index(1, OFFICE))
    qtbot.waitUntil(lambda: page.evidence.model.rowCount() == 3)


def typed_into_dialog(qtbot: QtBot, deed: Callable[[], None], **texts: str) -> None:
    """Do something that asks, type these texts into the fields and press Enter on the deed."""
    seen: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, AskFields)
        for name, text in texts.items():
            line = dialog.editors[name].focusProxy()
            line.selectAll()
            # Qt's test library has keys for letters and digits alone.
            if text.isascii():
                qtbot.keyClicks(line, text)
            elif isinstance(line, QLineEdit):
                line.insert(text)
            else:
                line.insertPlainText(text)
            seen.append(name)
        dialog.yes.setFocus()
        qtbot.keyClick(dialog.yes, Qt.Key.Key_Space)
        if dialog.isVisible():
            seen.append(dialog.problem.text())
            dialog.reject()

    window = QApplication.activeWindow()
    QTimer.singleShot(50, answer)
    deed()
    assert seen == list(texts)
    # The system does so by itself; without one nobody does, and keys go nowhere.
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)


def first() -> Assessment:
    return Assessment.select().order_by(Assessment.id).first()


def test_a_computed_score_is_shown_changed_by_hand_and_taken_back_by_a_key(
    page: AssessmentPage, qtbot: QtBot
) -> None:
    computed(page, qtbot)
    grid = page.sheet.grid
    assert page.sheet.model.index(1, OFFICE).data() == ""
    grid.setFocus()
    qtbot.keyClicks(grid, "5")
    qtbot.keyClick(QGuiApplication.focusObject(), Qt.Key.Key_Return)
    qtbot.waitUntil(Score.select().where(Score.office_score == 5, Score.computed == 3).exists)
    grid.setCurrentIndex(page.sheet.model.index(1, OFFICE))
    assert "上级考核分5分，系统计分3分" in page.sheet.model.index(1, COMPUTED).data(
        Qt.ItemDataRole.ToolTipRole
    )
    qtbot.keyClick(grid, Qt.Key.Key_F6)
    assert page.sheet.model.index(1, OFFICE).data() == ""
    _, score = scores(first())[0]
    assert (score.office_score, score.final) == (None, 3)


def test_the_records_behind_a_score_add_up_to_it(
    page: AssessmentPage, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    computed(page, qtbot)
    model = page.evidence.model
    qtmodeltester.check(model)
    assert sum(float(model.index(row, AMOUNT).data()) for row in range(model.rowCount())) == 3
    assert model.sums() == "活动次数3次，3条记录"


def test_a_record_is_left_out_with_a_reason_and_counted_again(page: AssessmentPage, qtbot: QtBot) -> None:
    computed(page, qtbot)
    table = page.evidence.table
    table.setFocus()
    table.setCurrentIndex(page.evidence.model.index(0, 0))
    typed_into_dialog(qtbot, lambda: qtbot.keyClick(table, Qt.Key.Key_Delete), reason="与团课重复")
    said = ScoreEvidence.get()
    assert (said.choice, said.reason) == (EXCLUDED, "与团课重复")
    qtbot.waitUntil(lambda: page.sheet.model.index(1, COMPUTED).data() == "2")
    qtbot.waitUntil(lambda: page.evidence.model.index(2, AMOUNT).data() == "不计")
    assert page.evidence.model.index(2, SAID).data() == "不计：与团课重复"
    table.setCurrentIndex(page.evidence.model.index(2, 0))
    assert page.evidence.exclude_action.text() == "恢复"
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page.sheet.model.index(1, COMPUTED).data() == "3")
    assert not ScoreEvidence.select().exists()


def test_another_record_is_found_by_pinyin_and_counted(page: AssessmentPage, qtbot: QtBot) -> None:
    computed(page, qtbot)
    page.evidence.table.setFocus()
    typed_into_dialog(
        qtbot,
        lambda: qtbot.keyClick(page.evidence.table, Qt.Key.Key_Insert),
        record="axzm",
        reason="联合举办",
    )
    said = ScoreEvidence.get()
    assert (said.choice, Activity.get_by_id(said.record_id).title) == (ADDED, "爱心周末")
    qtbot.waitUntil(lambda: page.sheet.model.index(1, COMPUTED).data() == "4")


def score_all() -> None:
    """Give both branches all points but for the line with the rule."""
    with change("打分"):
        for assessment in Assessment.select():
            for indicator, score in scores(assessment):
                if indicator.block in GOODS:
                    score.office_score = indicator.points
                    score.save()


def chosen(page: AssessmentPage, qtbot: QtBot, deed: str) -> None:
    """Choose all lines once the list has been read again: then the next deed is this."""

    def ready() -> bool:
        page.list.table.view.selectAll()
        return page.steps.next_action.text() == deed

    qtbot.waitUntil(ready)


def test_the_way_to_the_signature_by_keys_and_back(page: AssessmentPage, qtbot: QtBot) -> None:
    score_all()
    qtbot.waitUntil(lambda: page.steps.next_action.text() == "党组织签署…")
    page.list.table.view.setFocus()
    page.list.table.view.selectAll()
    assert page.steps.next_action.text() == "党组织签署（2个）…"

    def step() -> None:
        qtbot.keyClick(page.list.table.view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)

    typed_into_dialog(qtbot, step, party_opinion="同意", party_signed_on="2010-12-03")
    assert {each.state for each in Assessment.select()} == {PARTY}
    chosen(page, qtbot, "开始公示（2个）…")
    typed_into_dialog(qtbot, step, notice_from="2010-12-06", notice_until="2010-12-10")
    assert {each.state for each in Assessment.select()} == {NOTICE}
    chosen(page, qtbot, "签字（2个）…")
    typed_into_dialog(qtbot, step, signed_on="2010-12-13")
    assert {each.state for each in Assessment.select()} == {SIGNED}
    qtbot.waitUntil(lambda: not page.steps.next_action.isEnabled())
    assert not page.sheet.model.editable(1, OFFICE)
    assert not page.evidence.add_action.isEnabled()
    page.list.table.view.selectAll()
    typed_into_dialog(qtbot, page.steps.reopen_action.trigger, reason="漏算一次活动")
    assert {each.state for each in Assessment.select()} == {SCORED}
    qtbot.waitUntil(lambda: page.sheet.model.editable(1, OFFICE))


def test_who_has_not_handed_in_is_listed(page: AssessmentPage, qtbot: QtBot) -> None:
    assert page.pending_action.text() == "没交自评2个"
    with change("自评"):
        indicator, score = scores(first())[0]
        score.self_score = indicator.points
        score.save()
    qtbot.waitUntil(lambda: page.pending_action.text() == "没交自评1个")
    page.pending_action.trigger()
    assert page.list.table.shown_ids() == [first().id + 1]


def test_a_code_brings_up_what_was_printed_beside_today(
    page: AssessmentPage, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    score_all()
    code = keep([first()])[first().id]
    with change("改分"):
        _, score = scores(first())[0]
        score.office_score, score.reason = 1, "核减"
        score.save()
    (hit,) = FindEverywhere(page.desk, {"snapshot": "search"})(code.lower())
    assert hit.title.startswith(code)
    typed_into_dialog(qtbot, page.steps.code_action.trigger, code=code.lower())
    dialog = page.findChild(SnapshotDialog) or page.window().findChild(SnapshotDialog)
    qtmodeltester.check(dialog.model)
    assert [dialog.model.index(0, column).data() for column in (THEN, NOW)] == ["8", "1"]
    dialog.only.setFocus()
    qtbot.keyClick(dialog.only, Qt.Key.Key_Space)
    assert dialog.model.rowCount() == 1
    dialog.close()
