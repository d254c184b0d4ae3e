"""资格: counted by state, narrowed, each reason opening its records; putting forward one and several, with real keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models.activity import Activity, set_participants
from models.award import Nomination
from models.award_kind import award_of, kinds_of
from models.award_rule import AwardRule, copy_year
from models.changes import change
from models.eligibility import verdicts
from models.journal import last_undoable
from models.member import Office
from models.nomination_draft import begin_nomination
from tests.exports.workbooks import opened
from tests.ui.names import nameless
from ui import ask
from ui.ask import Notice
from ui.ask_fields import AskFields
from ui.award_kind_page import AwardKindPage, RuleLines, award_text
from ui.behind_dialog import BehindDialog
from ui.desk import Desk, Selection
from ui.eligible_model import NEAR, EligibleModel
from ui.eligible_page import EligiblePage


@pytest.fixture
def page(desk: Desk, office: dict[str, int], qtbot: QtBot) -> EligiblePage:
    """优秀志愿者 asks for 20 hours this year and nothing else: 张小明 has them in two activities, 李静 lacks 2."""
    award = award_of("优秀志愿者", 2010)
    with change("准备"):
        for rule in AwardRule.select().where(AwardRule.award == award.id):
            rule.delete_instance()
        AwardRule(award=award.id, condition="志愿时长", amount=20, force="必须").save()
        for title, hours in (("清理河道", 11), ("爱心周末", 10)):
            activity = Activity.get_by_id(office[title])
            set_participants(activity, {office["张小明"]: hours, office["李静"]: hours - 1.5})
    made = EligiblePage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    qtbot.waitExposed(made)
    made.awards.setCurrentIndex(made.awards.findText("优秀志愿者"))
    made._choose_award()
    return made


def names(page: EligiblePage) -> list[str]:
    return [verdict.name for verdict in page.model.lines]


def choose(page: EligiblePage, *wanted: str) -> None:
    page._choose([row for row, name in enumerate(names(page)) if name in wanted])


def answer(yes: bool, said: list[str]) -> None:
    def act() -> None:
        notice = QApplication.activeModalWidget()
        assert isinstance(notice, Notice)
        said.append(notice.accessibleName())
        notice._finish(0 if yes else 1)

    QTimer.singleShot(0, act)


def test_the_model_keeps_its_promises(page: EligiblePage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page.model)
    qtmodeltester.check(EligibleModel())


def test_states_are_counted_and_narrow_the_list(page: EligiblePage, qtbot: QtBot) -> None:
    cells = page.strip.cells
    assert {name: cell.count() for name, cell in cells.items()} == {
        "全部": 5,
        "符合": 1,
        NEAR: 4,
        "缺资料": 0,
        "不符合": 0,
    }
    cells[NEAR].setFocus()
    qtbot.keyClick(cells[NEAR], Qt.Key.Key_Space)
    # The nearest first.
    assert names(page)[0] == "李静" and "缺2小时" in page.model.index(0, 3).data()
    page.search.setFocus()
    qtbot.keyClicks(page.search, "lj")
    assert names(page) == ["李静"]


def test_a_branch_narrows_what_is_counted(page: EligiblePage, office: dict[str, int]) -> None:
    page.branches.setCurrentIndex(page.branches.findData(office["营业所团支部"]))
    page._narrow()
    assert sorted(names(page)) == ["单雪梅", "王单"]
    assert page.strip.cells["全部"].count() == 2


def test_a_reason_opens_just_the_records_it_counted(
    page: EligiblePage, office: dict[str, int], qtbot: QtBot
) -> None:
    choose(page, "张小明")
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert page.panel.list.currentItem().text() == "志愿服务21小时，满20小时"
    qtbot.keyClick(page.panel.list, Qt.Key.Key_Return)
    dialog = page.findChild(BehindDialog)
    assert dialog is not None
    assert set(dialog.tab.table.shown_ids()) == {office["清理河道"], office["爱心周末"]}
    dialog.close()


def test_one_is_put_forward_with_a_draft_from_the_records(
    page: EligiblePage, office: dict[str, int], qtbot: QtBot
) -> None:
    wanted: list[Nomination] = []
    page.desk.record_wanted.connect(wanted.append)
    choose(page, "张小明")
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    (begun,) = wanted
    assert (begun.get_id(), begun.kind, begun.member_id) == (None, "优秀志愿者", office["张小明"])
    assert "参加志愿服务2次，服务21小时，其中有“清理河道”、“爱心周末”" in begun.conduct
    assert "2005.05　加入中国共产主义青年团" in begun.resume
    with change("保存"):
        begun.save()
    qtbot.waitUntil(lambda: "草稿" in [page.model.index(row, 4).data() for row in range(5)])
    page.nominate()  # once more: the one there is opens
    assert wanted[-1].get_id() == begun.id


def test_several_are_put_forward_as_one_action_after_a_question(
    page: EligiblePage, office: dict[str, int], qtbot: QtBot
) -> None:
    opened_: list[Selection] = []
    page.desk.records_wanted.connect(opened_.append)
    said: list[str] = []
    choose(page, "张小明", "李静")
    answer(False, said)
    page.nominate_action.trigger()
    assert Nomination.select().count() == 0 and "1个还不符合条件" in said[0]
    answer(True, said)
    page.nominate_action.trigger()
    found = list(Nomination.select().order_by(Nomination.rank))
    assert [(one.member_id, one.rank, one.state) for one in found] == [
        (office["张小明"], 1, "草稿"),
        (office["李静"], 2, "草稿"),
    ]
    assert list(opened_[0].ids) == [one.id for one in found]
    last = last_undoable()
    assert last is not None and last.name == "推荐2人：优秀志愿者"


def test_more_than_there_are_places_for_needs_a_reason(page: EligiblePage, qtbot: QtBot) -> None:
    award = award_of("优秀志愿者", 2010)
    with change("名额"):
        award.quota_number = 1
        award.save()
    page.reload()
    choose(page, "张小明", "李静")

    def give_reason() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, AskFields)
        dialog.yes.click()
        assert dialog.isVisible()  # the reason may not stay blank
        dialog.editors["over_quota_reason"].set_value("区里另给一名")
        dialog.yes.click()

    said: list[str] = []

    def act() -> None:
        notice = QApplication.activeModalWidget()
        assert isinstance(notice, Notice)
        QTimer.singleShot(0, give_reason)
        notice._finish(0)

    QTimer.singleShot(0, act)
    page.nominate()
    assert {one.over_quota_reason for one in Nomination.select()} == {"区里另给一名"} and not said


def test_the_list_leaves_as_it_is_seen(
    page: EligiblePage, tmp_path: object, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    target = tmp_path / "名单.xlsx"  # type: ignore[operator]
    monkeypatch.setattr(ask, "save_file", lambda *_args: target)
    monkeypatch.setattr(ask, "confirm", lambda *_args, **_named: False)
    page._choose_state(NEAR)
    page.export_action.trigger()
    qtbot.waitUntil(target.exists, timeout=10_000)
    qtbot.waitUntil(
        lambda: "李静" in str([[c.value for c in row] for row in opened(target).active.rows]), timeout=5_000
    )


def test_every_input_has_a_name(page: EligiblePage) -> None:
    assert nameless(page) == []


def test_the_texts_of_an_officer_and_of_a_branch_follow_the_records(
    desk: Desk, office: dict[str, int]
) -> None:
    with change("任职"):
        Office(organisation=office["泵站团支部"], member=office["李静"], post="书记", since="2009-01").save()
    begun = begin_nomination(award_of("优秀共青团干部", 2010), 2010, office["李静"])
    assert "2009.01至今　任泵站团支部书记" in begun.resume
    branch = begin_nomination(award_of("五四红旗团支部", 2010), 2010, office["泵站团支部"])
    assert branch.resume is None and "开展活动2次" in branch.action and "岗位练兵" in branch.deeds
    assert all(len(branch.value(name) or "") <= 2000 for name in ("deeds", "building", "action"))


def test_an_award_says_its_conditions_in_words_and_is_copied_to_a_new_year(
    desk: Desk, office: dict[str, int], qtbot: QtBot
) -> None:
    page = AwardKindPage(desk)
    qtbot.addWidget(page)
    page.show()
    first = kinds_of(2010)[0]
    page.list.choose([first.id])
    assert "1. 28周岁以下" in page.told.text() and "公示：不少于5个工作日" in page.told.text()
    assert nameless(page) == []
    section = RuleLines(desk)
    qtbot.addWidget(section)
    section.load(first)
    assert "2. 团龄满3年" in section.words.text()
    copies = copy_year(2010, 2011)
    desk.set_year(2011)
    assert page.summary.text() == "2011年起的7个奖项"
    assert set(page.list.table.shown_ids()) == {copy.id for copy in copies}
    assert award_text(copies[0], 2011).splitlines()[3] == "1. 28周岁以下"
    assert [v.state for v in verdicts(first, 2010)] == [v.state for v in verdicts(copies[0], 2010)]
