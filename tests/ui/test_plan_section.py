"""方案 and 创建 on the page of 支部: plans begun and typed, steps entered as done, brands that become honours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from models.award import Honour
from models.brand import BUILDING, CIVILISED_UNIT, NAMED, Brand
from models.changes import change
from models.journal import last_undoable, undo
from models.organisation import Organisation
from models.plan import DONE, OVERDUE, Plan, PlanStep, office_plan, plan_of, steps_of
from ui import ask
from ui.ask_fields import AskFields
from ui.branch_page import BranchPage
from ui.brand_list import BrandList
from ui.desk import Selection
from ui.organisation_model import OFFICE
from ui.organisation_scope import Scope
from ui.owned_lines import OwnedLines
from ui.plan_section import PlanSection
from ui.record_dialog import RecordDialog
from ui.todos import todos

YEAR = 2010
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def office(two_branches: dict[str, Organisation]) -> dict[str, Organisation]:
    return two_branches


@pytest.fixture
def page(branch_page: BranchPage) -> BranchPage:
    return branch_page


@pytest.fixture
def whole(office: dict[str, Organisation]) -> Plan:
    """The office's plan of the year, with two steps."""
    with change("拟定"):
        made = Plan(organisation=office["root"].id, year=YEAR, aims="争创佳绩")
        made.save()
        for task, due in (("召开动员会", "2010-03-15"), ("全年总结", "2010-12-20")):
            PlanStep(plan=made.id, task=task, due=due).save()
    return made


def plans_of(page: BranchPage, organisation: Organisation | None, qtbot: QtBot) -> PlanSection:
    page.tree.choose(OFFICE if organisation is None else organisation.id)
    qtbot.waitUntil(lambda: page.page.scope.organisation == organisation)
    section = page.page.open("plans")
    assert isinstance(section, PlanSection)
    return section


def form_of(page: BranchPage, qtbot: QtBot) -> RecordDialog:
    found: list[RecordDialog] = []

    def one() -> bool:
        found[:] = [each for each in page.window().findChildren(RecordDialog) if each.isVisible()]
        return len(found) == 1

    qtbot.waitUntil(one)
    return found[0]


def press(text: str) -> None:
    """Each letter into whatever has the keyboard; QTest knows no Chinese ones."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            focus = QApplication.focusWidget()
            assert focus is not None
            QApplication.sendEvent(
                focus, QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
            )


def test_a_plan_is_typed_with_its_steps(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    section = plans_of(page, office["first"], qtbot)
    section.plans.new_button.setFocus()
    qtbot.keyClick(section.plans.new_button, Qt.Key.Key_N, CTRL)
    form = form_of(page, qtbot)
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    lines = form.form.sections[0]
    assert isinstance(lines, OwnedLines)
    for at, text in enumerate(("召开动员会", "支部书记", "2010-3-15")):
        lines.grid.setFocus()
        lines.grid.setCurrentIndex(lines.model.index(0, at))
        press(text)
        focus = QApplication.focusWidget()
        assert isinstance(focus, QWidget)
        qtbot.keyClick(focus, Qt.Key.Key_Return)
        QApplication.processEvents()
    qtbot.keyClick(form, Qt.Key.Key_S, CTRL)
    plan = plan_of(office["first"].id, YEAR)
    assert plan is not None
    assert plan.title == "一所团支部2010年创先争优活动实施方案"
    [step] = steps_of(plan)
    assert (step.number, step.task, step.who, step.due) == (1, "召开动员会", "支部书记", "2010-03-15")
    qtbot.waitUntil(lambda: section.buttons.button(0).text() == "方案 1")
    assert section.buttons.button(1).text() == "步骤 1（1个逾期）"


def test_the_offices_plan_becomes_that_of_every_branch_in_one_action(
    page: BranchPage,
    office: dict[str, Organisation],
    whole: Plan,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    section = plans_of(page, None, qtbot)
    assert section.missing.text() == "还没有方案：一所团支部、二所团支部"
    asked: list[Sequence[str]] = []

    told: list[object] = []

    def choose(*words: object, options: Sequence[str]) -> int:
        told.append(words[-1])
        asked.append(options)
        return 0

    monkeypatch.setattr(ask, "choose", choose)
    section.plans.table.view.setFocus()
    qtbot.keyClick(section.plans.table.view, Qt.Key.Key_D, CTRL)
    assert asked == [["照局团委的方案（2个单位）"]]
    assert "一所团支部、二所团支部" in str(told[0])
    made = [plan_of(office[name].id, YEAR) for name in ("first", "second")]
    assert [len(steps_of(plan)) for plan in made if plan] == [2, 2]
    qtbot.waitUntil(lambda: section.missing.text() == "")
    assert section.plans.table.shown_ids() == [whole.id, *(plan.id for plan in made if plan)]
    last = last_undoable()
    assert last is not None
    undo(last.id)
    qtbot.waitUntil(lambda: section.missing.text() != "")
    assert Plan.select().count() == 1


def test_one_branch_begins_from_its_own_of_last_year_and_is_opened(
    page: BranchPage,
    office: dict[str, Organisation],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    monkeypatch.setattr(ask, "inform", lambda _parent, _title, message, *_, **__: said.append(message))
    monkeypatch.setattr(ask, "choose", lambda *_, options: options.index("照2009年的方案"))
    section = plans_of(page, office["second"], qtbot)
    section.plans.like.trigger()
    assert said == ["没有可以照着拟定的方案。"]
    with change("拟定"):
        old = Plan(organisation=office["second"].id, year=YEAR - 1)
        old.save()
        PlanStep(plan=old.id, task="岗位练兵", due="2009-06", done="2009-06-02").save()
    section.plans.like.trigger()
    form = form_of(page, qtbot)
    assert form.record.title == "二所团支部2010年创先争优活动实施方案"
    [step] = steps_of(form.record)
    assert (step.due, step.done) == ("2010-06", None)
    form.reject()
    section.plans.like.trigger()
    assert said[1:] == ["二所团支部2010年已有方案。"]


def test_steps_are_entered_as_done_and_narrowed_by_their_state(
    page: BranchPage, office: dict[str, Organisation], whole: Plan, qtbot: QtBot
) -> None:
    page.show_records(Selection(PlanStep, [step.id for step in steps_of(whole)], "逾期的步骤"))
    section = page.page.section("plans")
    assert isinstance(section, PlanSection)
    steps = section.steps
    assert section.current_list() is steps
    assert steps.strip.cells[OVERDUE].count() == 2
    first = steps_of(whole)[0]
    steps.table.choose([first.id])

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, AskFields)
        dialog.editors["done"].set_value("2010-03-20")
        dialog.editors["result"].set_value("已开")
        box = dialog.findChild(QDialogButtonBox)
        next(one for one in box.buttons() if one.text().startswith("登记")).click()

    QTimer.singleShot(0, fill)
    qtbot.keyClick(steps.table.view, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    first = PlanStep.get_by_id(first.id)
    assert (first.done, first.result, first.state) == ("2010-03-20", "已开", DONE)
    steps.show_only(None, "")
    steps.strip.chosen.emit(OVERDUE)
    assert [PlanStep.get_by_id(id_).task for id_ in steps.table.shown_ids()] == ["全年总结"]


def test_steps_to_be_done_are_named_with_whose_they_are_in_the_lists_order(
    page: BranchPage, office: dict[str, Organisation], whole: Plan, qtbot: QtBot
) -> None:
    with change("拟定"):
        own = Plan(organisation=office["first"].id, year=YEAR, title="一所方案")
        own.save()
        PlanStep(plan=own.id, task="召开动员会", due="2010-03-10").save()
    steps = plans_of(page, None, qtbot).steps
    steps.table.choose(steps.table.shown_ids()[:2])
    said: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, AskFields)
        said.extend(dialog.findChild(QLabel).text().split("\n"))
        dialog.reject()

    QTimer.singleShot(0, look)
    steps.enter_done()
    assert said == ["一所团支部：召开动员会", f"{whole.organisation.name}：召开动员会"]


def test_a_step_opens_on_its_branchs_page(
    page: BranchPage, office: dict[str, Organisation], whole: Plan, qtbot: QtBot
) -> None:
    page.show_record(steps_of(whole)[1])
    assert page.page.scope.organisation == office["root"]
    form = form_of(page, qtbot)
    assert form.record.task == "全年总结"
    form.reject()


def test_branches_without_a_plan_are_to_do(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot
) -> None:
    def said(organisation_id: int) -> list[Any]:
        return [each for each in todos(Scope.of(organisation_id, YEAR)) if "方案" in each.sentence]

    [line] = said(OFFICE)
    assert (line.sentence, line.about) == ("2个团支部还没有2010年的实施方案", "一所团支部、二所团支部")
    with change("拟定"):
        Plan(organisation=office["first"].id, year=YEAR).save()
    assert said(office["first"].id) == []
    [own] = said(office["second"].id)
    page.tree.choose(office["second"].id)
    qtbot.waitUntil(lambda: page.page.scope.organisation == office["second"])
    page.page.todo_wanted.emit(own)
    assert page.page.current() == "plans"


def test_a_named_brand_goes_on_record_by_one_click(
    page: BranchPage, office: dict[str, Organisation], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with change("登记"):
        for name, facts in (("营业厅", {"named": "2010-05-04"}), ("泵站", {"started": "2010-03"})):
            Brand(organisation=office["first"].id, kind=CIVILISED_UNIT, name=name, **facts).save()
    page.tree.choose(office["first"].id)
    qtbot.waitUntil(lambda: page.page.scope.organisation == office["first"])
    brands = page.page.open("brands")
    assert isinstance(brands, BrandList)
    assert [brands.strip.cells[name].count() for name in (NAMED, BUILDING)] == [1, 1]
    said: list[str] = []
    monkeypatch.setattr(ask, "show_error", lambda _parent, error, *_: said.append(str(error)))
    enter = next(action for action in brands.table.record_actions if action.text() == "记入荣誉")
    brands.table.choose(brands.table.shown_ids())
    enter.trigger()
    assert "“泵站”还没有命名" in said[0]
    assert Honour.select().where(Honour.name == CIVILISED_UNIT).count() == 0, "all of it or nothing"
    for _ in range(2):
        brands.table.choose([Brand.get(Brand.name == "营业厅").id])
        enter.trigger()
    [honour] = Honour.select().where(Honour.name == CIVILISED_UNIT)
    assert (honour.organisation_id, honour.granted) == (office["first"].id, "2010-05-04")


def test_the_office_plan_is_the_top_committees(office: dict[str, Organisation], whole: Plan) -> None:
    found = office_plan(YEAR)
    assert found is not None and found.id == whole.id
