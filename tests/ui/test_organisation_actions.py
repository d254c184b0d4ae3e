"""What is done with organisations and members from 支部: each dialog with real keys, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from models.activity import Activity, set_participants
from models.award import Honour
from models.changes import change
from models.journal import actions
from models.member import Member, Office, Transfer
from models.organisation import Organisation
from models.roster import transfer_all
from models.store import Store
from tests.models.people import branch, committee, id_of, member
from ui import theme
from ui.ask import Notice
from ui.ask_fields import AskFields
from ui.branch_page import BranchPage
from ui.desk import Desk
from ui.election_dialog import ElectionDialog
from ui.live import Live
from ui.member_actions import MemberActions
from ui.member_ages import AgesDialog
from ui.member_doubles import DoublesDialog
from ui.member_records import MemberRecords
from ui.organisation_actions import OrganisationActions
from ui.organisation_lists import MemberList
from ui.organisation_scope import Scope
from ui.remember import Remember


@pytest.fixture
def desk(store: Store, qapp: QApplication) -> Iterator[Desk]:
    theme.start(qapp, theme.Mode.LIGHT)
    live = Live()
    yield Desk(store, Remember(store.folder / "window.ini"), live, 2010)
    live.close()


@pytest.fixture
def office(store: Store) -> dict[str, Organisation]:
    root = committee()
    return {"root": root, "first": branch("一所团支部", root), "second": branch("二所团支部", root)}


@pytest.fixture
def page(office: dict[str, Organisation], desk: Desk, qtbot: QtBot) -> BranchPage:
    made = BranchPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


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


def compose(line: QLineEdit, text: str) -> None:
    """Type characters as an input method commits them."""
    line.clear()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(line, event)


def fill(dialog: QDialog, **texts: str) -> None:
    """Type into fields of the dialog by their names."""
    assert isinstance(dialog, AskFields)
    for name, text in texts.items():
        editor = dialog.editors[name]
        line = editor.focusProxy()
        assert isinstance(line, QLineEdit)
        compose(line, text)


def agree(qtbot: QtBot, dialog: QDialog) -> None:
    assert isinstance(dialog, AskFields)
    qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)


def again(record: Organisation) -> Organisation:
    return Organisation.get_by_id(record.id)


def press(page: BranchPage, organisation: Organisation, qtbot: QtBot) -> OrganisationActions:
    page.tree.choose(organisation.id)
    qtbot.waitUntil(lambda: page.page.scope.organisation == organisation)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.tree.focus()
    return page.actions_


def test_f2_renames_and_keeps_the_old_name(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    press(page, office["first"], qtbot)

    def work(dialog: QDialog) -> None:
        fill(dialog, name="第一管理所团支部")
        agree(qtbot, dialog)

    then(work)
    qtbot.keyClick(page.tree.view, Qt.Key.Key_F2)
    assert (again(office["first"]).name, again(office["first"]).former_names) == (
        "第一管理所团支部",
        "一所团支部",
    )
    qtbot.waitUntil(lambda: page.page.header.title.text() == "第一管理所团支部")


def test_a_refused_name_is_said_in_the_dialog(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    actions = press(page, office["first"], qtbot)
    said: list[str] = []

    def work(dialog: QDialog) -> None:
        assert isinstance(dialog, AskFields)
        fill(dialog, name="")
        agree(qtbot, dialog)
        said.append(dialog._problems["name"].text())
        fill(dialog, name="二所团支部")
        agree(qtbot, dialog)
        said.append(dialog.problem.text())
        assert dialog.isVisible()

    then(work)
    actions.rename.trigger()
    assert said[0] == "不能空着" and "与“二所团支部”的" in said[1]
    assert again(office["first"]).name == "一所团支部"


def test_merging_asks_for_the_target(page: BranchPage, office: dict[str, Organisation], qtbot: QtBot) -> None:
    person = member("张三", office["first"])
    actions = press(page, office["first"], qtbot)

    def work(dialog: QDialog) -> None:
        fill(dialog, merged_into="二所团支部", ended="2010.9.1")
        agree(qtbot, dialog)

    then(work)
    actions.merge.trigger()
    assert again(office["first"]).state == "已合并"
    assert Member.get_by_id(person.id).branch_id == office["second"].id
    qtbot.waitUntil(lambda: office["first"].id not in page.tree.model.ids())


def test_dissolving_offers_to_transfer_the_members(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    person = member("张三", office["first"])
    actions = press(page, office["first"], qtbot)

    def work(dialog: QDialog) -> None:
        assert isinstance(dialog, AskFields)
        assert dialog.editors["ended"].is_blank(), "today is a wrong guess in a past work year"
        fill(dialog, ended="9.1")
        agree(qtbot, dialog)
        assert dialog._problems["target"].text() == "不能空着"
        fill(dialog, target="二所团支部")
        agree(qtbot, dialog)

    then(work)
    actions.dissolve.trigger()
    assert again(office["first"]).state == "已撤销"
    assert Member.get_by_id(person.id).branch_id == office["second"].id

    actions = press(page, office["second"], qtbot)
    with change("离团"):
        gone = Member.get_by_id(person.id)
        gone.state, gone.left_on = "已离团", "2010-09-01"
        gone.save()
    asked: list[set[str]] = []
    then(lambda dialog: asked.append(set(dialog.editors)))  # type: ignore[attr-defined]
    actions.dissolve.trigger()
    assert asked == [{"ended"}], "nobody is left to be transferred"


def test_alt_and_arrows_change_the_order_of_siblings(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    press(page, office["second"], qtbot)
    qtbot.keyClick(page.tree.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    order = [office[name].id for name in ("root", "second", "first")]
    qtbot.waitUntil(lambda: page.tree.model.ids()[1:] == order)
    assert page.tree.current() == office["second"].id, "it stays chosen"
    qtbot.keyClick(page.tree.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    order = [office[name].id for name in ("root", "first", "second")]
    qtbot.waitUntil(lambda: page.tree.model.ids()[1:] == order)
    assert [action.name for action in actions()[:2]] == ["二所团支部下移", "二所团支部上移"]


def test_the_sheet_of_an_election_opens_by_its_keys(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    press(page, office["second"], qtbot)
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(page.tree.view, Qt.Key.Key_E, keys)
    sheet = page.window().findChild(ElectionDialog)
    assert sheet is not None and sheet.organisation == office["second"]
    sheet.reject()
    assert "换届…" in {action.text() for action in page.menu_actions()}


def test_a_drop_is_asked_about(page: BranchPage, office: dict[str, Organisation], qtbot: QtBot) -> None:
    then(lambda dialog: None)
    page.actions_.ask_move(office["first"].id, office["second"].id)
    assert again(office["first"]).parent_id == office["root"].id

    def yes(dialog: QDialog) -> None:
        assert isinstance(dialog, Notice)
        qtbot.mouseClick(dialog.buttons[0], Qt.MouseButton.LeftButton)

    then(yes)
    page.actions_.ask_move(office["first"].id, office["second"].id)
    assert again(office["first"]).parent_id == office["second"].id


def test_an_organisation_in_use_is_not_deleted(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    member("张三", office["first"])
    actions = press(page, office["first"], qtbot)
    messages: list[str] = []

    def refuse(dialog: QDialog) -> None:
        messages.append(dialog.accessibleName())

    def yes(dialog: QDialog) -> None:
        assert isinstance(dialog, Notice)
        then(refuse)
        qtbot.mouseClick(dialog.buttons[0], Qt.MouseButton.LeftButton)

    then(yes)
    actions.delete.trigger()
    assert "不能删除" in messages[0]
    assert again(office["first"]).name == "一所团支部"


def test_what_cannot_be_done_is_not_offered(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    actions = page.actions_
    assert actions.new.isEnabled() and not actions.rename.isEnabled() and not actions.merge.isEnabled()
    press(page, office["first"], qtbot)
    assert actions.merge.isEnabled() and actions.new.text() == "新增下级团组织…"
    with change("撤销"):
        ended = again(office["first"])
        ended.state, ended.ended = "已撤销", "2010-01-01"
        ended.save()
    page.tree.ended_action.setChecked(True)
    qtbot.waitUntil(lambda: not actions.merge.isEnabled())
    assert actions.rename.isEnabled()


# -- members ------------------------------------------------------------------------------------------


@pytest.fixture
def people(office: dict[str, Organisation]) -> list[Member]:
    return [member(name, office["first"], born="1985-01") for name in ("张三", "李四", "王五")]


@pytest.fixture
def members(people: list[Member], desk: Desk, office: dict[str, Organisation], qtbot: QtBot) -> MemberList:
    made = MemberList(desk)
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show_scope(Scope.of(office["first"].id, 2010))
    made.show()
    qtbot.waitExposed(made)
    return made


def test_several_members_are_transferred_at_once(
    members: MemberList, people: list[Member], office: dict[str, Organisation], qtbot: QtBot
) -> None:
    members.table.choose([people[0].id, people[1].id])

    def work(dialog: QDialog) -> None:
        fill(dialog, target="二所团支部", moved="2010-06-01")
        agree(qtbot, dialog)

    then(work)
    members.members.transfer.trigger()
    assert [one.branch_id for one in Member.select().order_by(Member.id)] == [
        office["second"].id,
        office["second"].id,
        office["first"].id,
    ]
    assert {one.moved for one in Transfer.select()} == {"2010-06-01"}
    qtbot.waitUntil(lambda: members.table.shown_ids() == [people[2].id])


def test_a_transfer_begins_without_a_date_and_offers_what_has_not_ended(
    members: MemberList, people: list[Member], office: dict[str, Organisation], qtbot: QtBot
) -> None:
    ended = branch("三所团支部", office["root"], state="已撤销", ended="2009-12-01")
    members.table.choose([people[0].id])
    said: list[str] = []

    def work(dialog: QDialog) -> None:
        assert isinstance(dialog, AskFields)
        assert dialog.editors["moved"].is_blank() and dialog.editors["target"].field.label == "转入团组织"
        offered = {pick.value for pick in dialog.editors["target"].find("")}  # type: ignore[attr-defined]
        assert offered == {each.id for each in office.values()}
        fill(dialog, target=ended.name, moved="6.1")
        agree(qtbot, dialog)
        said.append(dialog.problem.text())
        fill(dialog, target="二所团支部")
        agree(qtbot, dialog)

    then(work)
    members.members.transfer.trigger()
    assert said == ["三所团支部已撤销。请选择一个正常的团组织。"]
    assert Transfer.get().moved == "2010-06-01"


def test_somebody_too_young_leaves_for_age_only_when_that_is_sure(
    members: MemberList, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    young = member("赵六", office["first"], born="1990-01")
    qtbot.waitUntil(lambda: members.table.model.row_of(young.id) is not None)
    members.table.choose([young.id])
    asked: list[str] = []

    def answer(place: int) -> Callable[[QDialog], None]:
        def press_button(notice: QDialog) -> None:
            assert isinstance(notice, Notice)
            asked.append(notice.accessibleName())
            qtbot.mouseClick(notice.buttons[place], Qt.MouseButton.LeftButton)

        return press_button

    def work(dialog: QDialog) -> None:
        fill(dialog, kind="超龄离团", moved="2010-06-18")
        then(answer(1))
        agree(qtbot, dialog)
        assert dialog.isVisible() and Member.get_by_id(young.id).is_present
        then(answer(0))
        agree(qtbot, dialog)

    then(work)
    members.members.leave.trigger()
    assert asked == ["赵六到2010-06-18还不满28周岁，仍办理超龄离团？"] * 2
    assert Member.get_by_id(young.id).state == "已离团"


def test_a_member_leaves(members: MemberList, people: list[Member], qtbot: QtBot) -> None:
    members.table.choose([people[2].id])

    def work(dialog: QDialog) -> None:
        assert isinstance(dialog, AskFields)
        fill(dialog, kind="系统内转接")
        agree(qtbot, dialog)
        assert "系统内转接" in dialog._problems["kind"].text(), "a transfer is no leaving"
        fill(dialog, kind="转出", moved="2010-07", outside="某区团委")
        agree(qtbot, dialog)

    then(work)
    members.members.leave.trigger()
    gone = Member.get_by_id(people[2].id)
    assert (gone.state, gone.left_on) == ("已转出", "2010-07")
    assert Transfer.get().outside == "某区团委"


def test_actions_wait_for_a_choice(members: MemberList, people: list[Member]) -> None:
    actions: MemberActions = members.members
    members.table.view.clearSelection()
    members.table.picked.emit()
    assert not any(
        one.isEnabled() for one in (actions.transfer, actions.leave, actions.office, actions.merge)
    )
    members.table.choose([people[0].id])
    assert actions.transfer.isEnabled() and actions.office.isEnabled() and not actions.merge.isEnabled()
    members.table.choose([people[0].id, people[1].id])
    assert actions.merge.isEnabled() and not actions.office.isEnabled()


def test_those_who_are_28_leave_with_one_click(office: dict[str, Organisation], qtbot: QtBot) -> None:
    over = member("张三", office["first"], born="1982-03")
    soon = member("李四", office["first"], born="1983-02-10")
    member("王五", office["first"], born="1982-03", post="书记")
    member("赵六", office["second"], born="1980-03")
    dialog = AgesDialog(None, Scope.of(office["first"].id, 2010))
    qtbot.addWidget(dialog)
    dialog.show()
    assert [dialog.table.item(row, 0).text() for row in range(dialog.table.rowCount())] == ["张三", "李四"]
    assert dialog.ticked() == [over]
    assert dialog.leave.text() == "为1人办理超龄离团"
    qtbot.mouseClick(dialog.everyone, Qt.MouseButton.LeftButton)
    assert dialog.ticked() == [over, soon]
    qtbot.mouseClick(dialog.everyone, Qt.MouseButton.LeftButton)
    assert dialog.ticked() == [] and not dialog.leave.isEnabled()
    dialog.table.item(0, 0).setCheckState(Qt.CheckState.Checked)
    compose(dialog.day.focusProxy(), "2010-12-30")  # type: ignore[arg-type]
    qtbot.mouseClick(dialog.leave, Qt.MouseButton.LeftButton)
    gone = Member.get_by_id(over.id)
    assert (gone.state, gone.left_on) == ("已离团", "2010-12-30")
    assert Member.get_by_id(soon.id).left_on is None
    assert Transfer.get().kind == "超龄离团"


def test_nobody_who_is_28_is_said(office: dict[str, Organisation], qtbot: QtBot) -> None:
    dialog = AgesDialog(None, Scope.of(office["first"].id, 2010))
    qtbot.addWidget(dialog)
    assert dialog.ticked() == []
    assert not dialog.table.isVisibleTo(dialog)


def test_doubles_are_compared_and_merged(office: dict[str, Organisation], qtbot: QtBot) -> None:
    bare = member("张三", office["first"], born="1990-05", phone="13800001234")
    full = member(
        "张三", office["second"], born="1990-05-04", id_number=id_of("1990-05-04"), job="水质化验员"
    )
    member("李四", office["first"], born="1990-05")
    with change("活动"):
        activity = Activity(branch=office["first"], category="比贡献", title="水上保洁", start="2010-05-01")
        activity.save()
        set_participants(activity, {bare.id: 2.0})
    dialog = DoublesDialog(None)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.list.count() == 1
    assert dialog.kept() == bare, "what more hangs on is proposed to stay"

    def row_of(label: str) -> list[str]:
        rows = {dialog.table.item(row, 0).text(): row for row in range(dialog.table.rowCount())}
        return [dialog.table.item(rows[label], column).text() for column in (1, 2, 3)]

    assert row_of(Member.field("job").label) == ["", "水质化验员", "＋ 水质化验员"]
    assert row_of(Member.field("branch").label)[2] == "≠ 一所团支部"
    dialog.choose_kept(1)
    assert row_of(Member.field("phone").label)[2] == "＋ 138****1234"
    qtbot.mouseClick(dialog.merge, Qt.MouseButton.LeftButton)
    assert Member.get_or_none(Member.id == bare.id) is None
    kept = Member.get_by_id(full.id)
    assert (kept.phone, kept.branch_id) == ("13800001234", office["second"].id)
    assert dialog._empty.isVisible(), "nothing is left to compare"


def test_different_people_are_not_merged(office: dict[str, Organisation], qtbot: QtBot) -> None:
    pair = [
        member("张三", office["first"], id_number=id_of("1990-05-04", 11)),
        member("张三", office["first"], id_number=id_of("1990-05-05", 13)),
    ]
    dialog = DoublesDialog(None, [pair])
    qtbot.addWidget(dialog)
    dialog.show()
    said: list[str] = []
    then(lambda notice: said.append(notice.accessibleName()))
    qtbot.mouseClick(dialog.merge, Qt.MouseButton.LeftButton)
    assert "身份证号不同" in said[0]
    assert Member.select().count() == 2
    assert Office.select().count() == 0


def test_the_form_shows_what_hangs_on_a_member(
    desk: Desk, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    person = member("张三", office["first"], post="书记")
    transfer_all([person], office["second"], "2010-06-01")
    with change("荣誉"):
        Honour(name="优秀共青团员", member=person, granted="2010-05").save()
        activity = Activity(branch=office["first"], category="比贡献", title="水上保洁", start="2010-05-01")
        activity.save()
        set_participants(activity, {person.id: 2.5})
    section = MemberRecords(desk)
    qtbot.addWidget(section)
    section.load(Member.get_by_id(person.id))
    said = [label.text() for label in section._lines.findChildren(QLabel)]
    assert said == [
        *("至2010.06", "一所团支部书记"),
        *("2010-06-01", "系统内转接到二所团支部"),
        *("2010年", "志愿服务2.5小时"),
    ]
    assert [moment.said for moment in section.timeline.moments()] == ["2010-05　优秀共青团员"]
    assert not section.is_changed()
    section.load(Member())
    assert "保存后" in section._lines.findChildren(QLabel)[0].text()
