"""The history of an organisation in words: what was changed to what, sensitive values covered."""

from __future__ import annotations

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models.changes import change
from models.journal import history
from models.member import Member
from models.store import Store
from tests.models.people import branch, member
from ui.history_list import HistoryList, HistoryModel, lines


@pytest.fixture
def person(store: Store) -> Member:
    found = member("张三", branch(), phone="13800001234")
    with change("更正手机"):
        found.phone, found.native_place = "13900005678", "上海"
        found.save()
    return found


def test_the_newest_comes_first_with_values_before_and_after(person: Member) -> None:
    found = lines(history(person))
    assert [one.action for one in found] == ["更正手机", "新增团员"]
    label, place = Member.field("phone").label, Member.field("native_place").label
    assert set(found[0].what.split("\n")) == {f"{label}：138****1234 → 139****5678", f"{place}：空白 → 上海"}
    assert found[1].what == "新增团员"
    assert found[0].who == "测试员"


def test_the_model_is_sound(person: Member, qtmodeltester: ModelTester) -> None:
    model = HistoryModel()
    qtmodeltester.check(model)
    model.show_lines(lines(history(person)))
    qtmodeltester.check(model)


def test_nothing_yet_is_said(person: Member, qtbot: QtBot) -> None:
    made = HistoryList()
    qtbot.addWidget(made)
    made.show_entries([])
    assert not made.view.isVisibleTo(made)
    made.show_entries(history(person))
    assert made.view.isVisibleTo(made)
