"""日历: the month and the list by keyboard, its filters, what it opens and what it exports; the todos it leads to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models import deadlines as due
from models import years
from models.award import Nomination
from models.changes import change
from models.demand import Demand
from models.organisation import Organisation
from models.record import Record
from models.reporting import Request
from ui import ask, calendar_grid, calendar_model, calendar_view, theme, todos_deadlines
from ui.calendar_grid import turned
from ui.calendar_model import DeadlineModel, MonthModel
from ui.calendar_view import CalendarPage
from ui.desk import Desk
from ui.organisation_scope import Scope
from ui.printing import Preview
from ui.tabs import TABS

NOW = date(2010, 12, 10)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (due, calendar_grid, calendar_model, calendar_view, years, todos_deadlines):
        monkeypatch.setattr(module, "today", lambda: NOW)


@pytest.fixture
def demands(desk: Desk) -> dict[str, Demand]:
    """Done, overdue, two on one day, one next year; the small office has an election due in January 2011 as well."""
    found = {}
    with change("登记"):
        for name, by, done in (
            ("季报", "2010-12-03", "2010-12-02"),
            ("花名册", "2010-12-06", None),
            ("总结", "2010-12-20", None),
            ("名单", "2010-12-20", None),
            ("计划", "2011-01-15", None),
        ):
            found[name] = Demand(name=name, due=by, done=done)
            found[name].save()
    return found


@pytest.fixture
def page(desk: Desk, demands: dict[str, Demand], qtbot: QtBot) -> Iterator[CalendarPage]:
    made = CalendarPage(desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.grid.setFocus()
    yield made


def opened(desk: Desk) -> list[Record]:
    found: list[Record] = []
    desk.record_wanted.connect(found.append)
    return found


def listed(page: CalendarPage) -> list[str]:
    return [line.what for line in page.lines.lines]


def press(page: CalendarPage, qtbot: QtBot, *keys: Qt.Key) -> date:
    for key in keys:
        qtbot.keyClick(page.grid, key)
    return page.grid.day()


def test_both_models_keep_qts_contract(page: CalendarPage, qtmodeltester: ModelTester) -> None:
    models: list[QAbstractItemModel] = [page.month, page.lines, MonthModel(), DeadlineModel()]
    for model in models:
        qtmodeltester.check(model)


def test_the_keyboard_walks_from_day_to_day_and_month_to_month(page: CalendarPage, qtbot: QtBot) -> None:
    key = Qt.Key
    assert page.grid.day() == NOW
    assert press(page, qtbot, key.Key_Left) == date(2010, 12, 9)
    assert press(page, qtbot, key.Key_Up, key.Key_Up) == date(2010, 11, 25)
    assert page._title.text() == "2010年11月"
    assert press(page, qtbot, key.Key_PageDown, key.Key_PageDown) == date(2011, 1, 25)
    assert press(page, qtbot, key.Key_PageUp) == date(2010, 12, 25)
    assert press(page, qtbot, key.Key_Home) == NOW
    assert press(page, qtbot, key.Key_Down, key.Key_Down, key.Key_Down, key.Key_Right) == date(2011, 1, 1)
    assert page._title.text() == "2011年1月"


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(-30, 30))
def test_turning_months_keeps_the_day_as_far_as_it_exists(day: date, months: int) -> None:
    there = turned(day, months)
    assert (there.year - day.year) * 12 + there.month - day.month == months
    assert there.day == day.day or (there.day < day.day and turned(there, 1).month != there.month)


def test_a_day_says_what_is_due_the_overdue_in_its_own_colour(page: CalendarPage) -> None:
    month = page.month
    assert month.place(date(2010, 12, 6)).data() == "12月6日，1项，1项已逾期"
    assert month.place(date(2010, 12, 20)).data() == "12月20日，2项"
    assert month.place(date(2010, 12, 21)).data() == "12月21日"
    assert "已逾期　花名册" in month.place(date(2010, 12, 6)).data(Qt.ItemDataRole.ToolTipRole)
    assert [calendar_model.tone(line) for line in page.lines.lines] == ["good", "bad", "info", "info"]
    assert page._words.text() == "12月4项，1项逾期"


def test_enter_opens_the_one_thing_of_a_day_or_goes_to_the_list(
    page: CalendarPage, desk: Desk, demands: dict[str, Demand], qtbot: QtBot
) -> None:
    found = opened(desk)
    page.go_to(date(2010, 12, 6))
    press(page, qtbot, Qt.Key.Key_Return)
    assert found == [demands["花名册"]]
    page.go_to(date(2010, 12, 20))
    press(page, qtbot, Qt.Key.Key_Return)
    assert len(found) == 1
    assert page.list.hasFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert found[1:] == [demands["名单"]]
    press(page, qtbot, Qt.Key.Key_Home, Qt.Key.Key_Return)
    assert len(found) == 2


def test_filters_by_kind_state_and_organisation(page: CalendarPage, desk: Desk) -> None:
    page.span.button(1).click()
    assert "换届" in [page.kind.itemText(at) for at in range(page.kind.count())]
    whole = listed(page)
    assert {"季报", "花名册", "总结", "名单"} < set(whole)
    page.kind.setCurrentText(Demand.label)
    assert listed(page) == ["季报", "花名册", "总结", "名单"]
    page.state.setCurrentText("没办完")
    assert listed(page) == ["花名册", "总结", "名单"]
    page.state.setCurrentText("已逾期")
    assert listed(page) == ["花名册"]
    page.state.setCurrentIndex(0)
    page.kind.setCurrentIndex(0)
    page.whose.setCurrentText("泵站团支部")
    assert {line.about for line in page.lines.lines} == {"泵站团支部"}


def test_the_organisations_offered_are_those_there_are(page: CalendarPage, qtbot: QtBot) -> None:
    page.whose.setCurrentText("泵站团支部")
    with change("改名"):
        home = Organisation.get(Organisation.name == "泵站团支部")
        home.name = "新泵站团支部"
        home.save()
        Organisation(name="水表厂团支部", kind="团支部", parent=home.parent_id).save()
    qtbot.waitUntil(lambda: page.whose.findText("水表厂团支部") > 0)
    assert page.whose.currentText() == "新泵站团支部"
    assert page.whose.findText("泵站团支部") < 0


def test_it_follows_records_and_the_work_year(page: CalendarPage, desk: Desk, qtbot: QtBot) -> None:
    with change("登记"):
        Demand(name="新的要求", due="2010-12-31").save()
    qtbot.waitUntil(lambda: "新的要求" in listed(page))
    desk.set_year(2009)
    assert page._title.text() == "2009年12月"
    assert page._stack.currentIndex() == 1


def test_the_list_is_exported_as_it_is_seen(
    page: CalendarPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    target = tmp_path / "事项.xlsx"
    monkeypatch.setattr(ask, "save_file", lambda *_: target)
    monkeypatch.setattr(ask, "confirm", lambda *_, **__: False)
    page.export.trigger()
    qtbot.waitUntil(target.exists)
    rows = list(openpyxl.load_workbook(target).active.values)
    assert rows[0][0] == "2010年12月到期事项"
    assert [row[:3] for row in rows[2:]] == [
        ("2010-12-03", "已完成", "季报"),
        ("2010-12-06", "已逾期", "花名册"),
        ("2010-12-20", "未到期", "总结"),
        ("2010-12-20", "未到期", "名单"),
    ]


@pytest.mark.parametrize(("height", "token"), [(700, "bad_soft"), (330, "bad")])
def test_what_is_overdue_is_seen_in_its_day_with_and_without_room(
    page: CalendarPage, height: int, token: str
) -> None:
    page.resize(1200, height)
    picture = QPixmap(page.grid.size())
    page.grid.render(picture)
    image = picture.toImage()
    area = page.grid.visualRect(page.month.place(date(2010, 12, 6)))
    top = page.grid.horizontalHeader().height()
    seen = {
        image.pixelColor(x, y + top).name()
        for x in range(area.left(), area.right())
        for y in range(area.top(), area.bottom())
    }
    assert theme.colour(token).name() in seen


def test_whatever_is_due_has_a_tab_where_it_opens() -> None:
    at_home = {kind for tab in TABS for kind in tab.kinds}
    assert {kind.kind_name() for kind in (*due.dated_kinds(), Organisation, Nomination, Request)} <= at_home


def test_what_is_listed_prints(page: CalendarPage, qtbot: QtBot) -> None:
    def preview() -> Preview | None:
        return next((each for each in QApplication.topLevelWidgets() if isinstance(each, Preview)), None)

    qtbot.keyClick(page.grid, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: preview() is not None, timeout=20_000)
    shown = preview()
    assert shown is not None
    assert "2010年12月到期事项" in shown.windowTitle()
    shown.close()
    qtbot.waitUntil(lambda: preview() is None)


def test_todos_tell_of_what_is_overdue_and_due_soon(desk: Desk, demands: dict[str, Demand]) -> None:
    found = [(todo.tone, todo.sentence, todo.about) for todo in todos_deadlines.todos(Scope.of(0, 2010))]
    assert found == [
        ("bad", "1条上级要求已逾期", "花名册（12月6日）"),
        ("warn", "2条上级要求14天内到期", "总结（12月20日）、名单（12月20日）"),
    ]
    assert list(todos_deadlines.todos(Scope.of(0, 2009))) == []
