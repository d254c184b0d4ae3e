"""承诺 and 党建 on the page of 支部 with real keys: the ledger by state, the share kept, kept and judged in one go."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from models.activity import Activity
from models.changes import change
from models.commitment import Commitment, CommitmentEvidence
from models.journal import actions, undo
from models.member import Member
from models.organisation import Organisation
from models.party import PartyRecommendation, PartyReport
from models.record import Record
from ui.ask_fields import AskFields
from ui.branch_page import BranchPage
from ui.commitment_list import CommitmentList
from ui.desk import Desk, Selection
from ui.party_section import PartySection
from ui.picked_records import PickedRecords
from ui.record_dialog import RecordDialog


@pytest.fixture
def promises(two_branches: dict[str, Organisation]) -> list[Commitment]:
    """Two of the first branch, one kept; one of a member of the second that is overdue; one of another year."""
    first, second = two_branches["first"], two_branches["second"]
    someone = Member.get(Member.name == "王五")
    made = [
        Commitment(organisation=first.id, title="清洁河道", year=2010, due="2099-12-31"),
        Commitment(organisation=first.id, title="走访职工", year=2010, due="2010-06-30", done="2010-06-01"),
        Commitment(organisation=second.id, member=someone.id, title="学技术", year=2010, due="2010-03-31"),
        Commitment(organisation=first.id, title="旧年的事", year=2009, done="2009-06-01"),
    ]
    with change("登记承诺"):
        for each in made:
            each.save()
    return made


@pytest.fixture
def ledger(promises: list[Commitment], branch_page: BranchPage) -> CommitmentList:
    section = branch_page.page.open("commitments")
    assert isinstance(section, CommitmentList)
    return section


def titles(ledger: CommitmentList) -> list[str]:
    return [Commitment.get_by_id(id_).title for id_ in ledger.table.shown_ids()]


def counts(ledger: CommitmentList) -> dict[str, int]:
    return {name: cell.count() for name, cell in ledger.strip.cells.items()}


def then(work: Callable[[QDialog], None]) -> None:
    """Do something in the dialog that the next step opens."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        try:
            work(dialog)
        finally:
            dialog.reject()  # of no effect when the work has closed it; else the test would hang

    QTimer.singleShot(0, look)


def test_the_states_leave_the_room_to_the_list(ledger: CommitmentList, qtbot: QtBot) -> None:
    ledger.resize(900, 700)
    ledger.show()
    qtbot.waitExposed(ledger)
    kept = ledger.share.parentWidget()
    assert kept is not None and kept.height() <= ledger.strip.height() < ledger.table.height() / 4


def test_the_ledger_follows_organisation_and_year(
    ledger: CommitmentList, branch_page: BranchPage, two_branches: dict[str, Organisation], qtbot: QtBot
) -> None:
    assert titles(ledger) == ["走访职工", "清洁河道", "学技术"]
    assert counts(ledger) == {"全部": 3, "未开始": 1, "进行中": 0, "逾期": 1, "已完成": 1}
    assert (ledger.share.text(), ledger.told.text()) == ("兑现率 33.3%", "承诺3条，已兑现1条，按期1条")
    branch_page.tree.choose(two_branches["second"].id)
    qtbot.waitUntil(lambda: titles(ledger) == ["学技术"])
    assert ledger.share.text() == "兑现率 0%"
    branch_page.tree.choose(two_branches["first"].id)
    ledger.desk.set_year(2009)
    qtbot.waitUntil(lambda: titles(ledger) == ["旧年的事"])
    assert ledger.share.text() == "兑现率 100%"
    ledger.desk.set_year(2008)
    qtbot.waitUntil(lambda: ledger.share.text() == "兑现率 —")


def test_a_click_on_a_state_narrows_the_ledger(ledger: CommitmentList, qtbot: QtBot) -> None:
    qtbot.mouseClick(ledger.strip.cells["逾期"], Qt.MouseButton.LeftButton)
    assert titles(ledger) == ["学技术"]
    qtbot.keyClick(ledger.strip.cells["逾期"], Qt.Key.Key_Right)
    qtbot.keyClick(ledger.strip.cells["已完成"], Qt.Key.Key_Space)
    assert titles(ledger) == ["走访职工"]
    assert counts(ledger)["逾期"] == 1


def test_several_are_entered_as_kept_with_two_keys(ledger: CommitmentList, qtbot: QtBot) -> None:
    ledger.table.view.setFocus()
    qtbot.keyClick(ledger.table.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)

    def enter(dialog: QDialog) -> None:
        assert isinstance(dialog, AskFields)
        line = dialog.editors["done"].line  # type: ignore[attr-defined]
        line.clear()
        qtbot.keyClicks(line, "2010-12-1")
        qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)

    then(enter)
    qtbot.keyClick(ledger.table.view, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    assert {each.title: each.done for each in Commitment.select().where(Commitment.year == 2010)} == {
        "清洁河道": "2010-12-01",
        "走访职工": "2010-06-01",
        "学技术": "2010-12-01",
    }
    qtbot.waitUntil(lambda: counts(ledger)["已完成"] == 3)
    assert ledger.told.text() == "承诺3条，已兑现3条，按期2条"
    undo(actions()[0].id)
    qtbot.waitUntil(lambda: counts(ledger)["已完成"] == 1)


def test_what_is_left_blank_in_a_judgement_stays(
    ledger: CommitmentList, promises: list[Commitment], qtbot: QtBot
) -> None:
    with change("自评"):
        promises[0].judged_self = "基本满意"
        promises[0].save()
    ledger.table.choose([each.id for each in promises[:2]])
    ledger.table.view.setFocus()

    def enter(dialog: QDialog) -> None:
        assert isinstance(dialog, AskFields)
        dialog.editors["judged_public"].set_value("满意")
        dialog.editors["judged"].set_value("2010-12-20")
        qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)

    then(enter)
    qtbot.keyClick(ledger.table.view, Qt.Key.Key_J, Qt.KeyboardModifier.AltModifier)
    found = [Commitment.get_by_id(each.id) for each in promises[:2]]
    assert [(each.judged_self, each.judged_public, each.judged) for each in found] == [
        ("基本满意", "满意", "2010-12-20"),
        (None, "满意", "2010-12-20"),
    ]


def test_evidence_is_found_by_pinyin_in_the_form(
    ledger: CommitmentList, promises: list[Commitment], qtbot: QtBot
) -> None:
    ledger.open(promises[0].id)
    dialog = next(each for each in QApplication.topLevelWidgets() if isinstance(each, RecordDialog))
    section = next(each for each in dialog.form.sections if isinstance(each, PickedRecords))
    section.finder.line.setFocus()
    qtbot.keyClicks(section.finder.line, "ssbj")
    qtbot.keyClick(section.finder.line, Qt.Key.Key_Return)
    dialog.save_close()
    assert CommitmentEvidence.get().activity_id == Activity.get(Activity.title == "水上保洁").id


def saved(record: Record) -> None:
    with change("登记"):
        record.save()


def test_the_party_s_lists_and_numbers_stand_together(
    branch_page: BranchPage, two_branches: dict[str, Organisation], bare_desk: Desk, qtbot: QtBot
) -> None:
    first, person = two_branches["first"], Member.get(Member.name == "李四")
    saved(PartyReport(organisation=first.id, reported="2010-03-02", title="经费", money=1500.0))
    saved(PartyRecommendation(member=person.id, recommended="2010-05-04"))
    held = Activity(
        branch=first.id, category="比成效", title="党团共建", start="2010-07-01", joint_with_party=True
    )
    saved(held)
    section = branch_page.page.open("party")
    assert isinstance(section, PartySection)
    assert [section.buttons.button(at).text() for at in (0, 1)] == ["汇报 1", "推优 1"]
    assert section.support.text() == "党组织支持经费1,500元　推优入党1人"
    with qtbot.waitSignal(bare_desk.records_wanted) as wanted:
        qtbot.mouseClick(section.joint, Qt.MouseButton.LeftButton)
    assert wanted.args is not None
    assert wanted.args[0][:2] == (Activity, [held.id])
    # A record that is looked for from elsewhere opens in its own list.
    chosen = PartyRecommendation.get()
    branch_page.show_records(Selection(PartyRecommendation, [chosen.id], "推优"))
    assert section.current_list().table.shown_ids() == [chosen.id]
    assert section.buttons.checkedId() == 1
    saved(PartyReport(organisation=first.id, reported="2010-04-02", title="场地"))
    qtbot.waitUntil(lambda: section.buttons.button(0).text() == "汇报 2")
