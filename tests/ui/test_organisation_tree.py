"""The tree of organisations: a sound Qt model, found by pinyin, chosen by keys, moved only when asked for."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models.changes import change
from models.member import Member
from models.organisation import Organisation
from models.reorganise import dissolve
from models.store import Store
from ui import theme
from ui.organisation_model import BADGE_ROLE, COUNT_ROLE, OFFICE, OrganisationModel
from ui.organisation_tree import OrganisationTree

YEAR = 2010


def organisation(name: str, parent: Organisation | None = None, kind: str = "团支部", **more: object) -> int:
    with change("新增团组织"):
        made = Organisation(name=name, kind=kind, parent=parent, **more)
        made.save()
    return int(made.id)


@pytest.fixture
def ids(store: Store) -> dict[str, int]:
    """A committee, a general branch below it, and three branches, one of them dissolved."""
    root = organisation("区水务局团委", kind="团委", last_election="2009-06-18")
    group = organisation("自来水公司团总支", root, "团总支", last_election="2006-05")
    found = {
        "root": root,
        "group": group,
        "sales": organisation("营业所团支部", group, last_election="2009-02"),
        "river": organisation("河道管理所团支部", root, unit="河道水闸管理所"),
        "old": organisation("水文站团支部", root),
    }
    with change("新增团员"):
        for name, branch, left in (
            ("张三", "sales", None),
            ("李四", "river", None),
            ("王五", "river", None),
            ("赵六", "river", "2009-05-01"),
        ):
            Member(
                name=name,
                branch=found[branch],
                left_on=left,
                state="已离团" if left else "在册",
                joined="2005-05",
            ).save()
    dissolve(Organisation.get_by_id(found["old"]), "2010-03-01")
    return found


@pytest.fixture
def model(ids: dict[str, int], qapp: QApplication) -> OrganisationModel:
    return OrganisationModel(YEAR)


@pytest.fixture
def tree(ids: dict[str, int], qtbot: QtBot, qapp: QApplication) -> OrganisationTree:
    theme.start(qapp, theme.Mode.LIGHT)
    made = OrganisationTree(YEAR)
    qtbot.addWidget(made)
    made.resize(300, 500)
    made.show()
    qtbot.waitExposed(made)
    return made


def titles(model: OrganisationModel) -> list[str]:
    return [model.index_of(id_).data() for id_ in model.ids()]


def test_the_model_is_sound(model: OrganisationModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)
    model.search("yys")
    qtmodeltester.check(model)
    model.search("没有的名字")
    qtmodeltester.check(model)
    model.search("")
    model.show_ended(True)
    qtmodeltester.check(model)


def test_the_whole_office_stands_first_and_ended_ones_are_hidden(model: OrganisationModel) -> None:
    assert titles(model) == ["全局", "区水务局团委", "自来水公司团总支", "营业所团支部", "河道管理所团支部"]
    model.show_ended(True)
    assert titles(model)[-1] == "水文站团支部"
    assert model.index_of(model.ids()[-1]).data(BADGE_ROLE).text == "已撤销"


def test_counts_are_of_an_organisation_with_all_below(model: OrganisationModel, ids: dict[str, int]) -> None:
    def count(id_: int) -> int:
        return int(model.index_of(id_).data(COUNT_ROLE))

    assert [count(id_) for id_ in (OFFICE, ids["root"], ids["group"], ids["sales"], ids["river"])] == [
        3,
        3,
        1,
        1,
        2,
    ]
    model.set_year(2008)
    assert count(ids["river"]) == 3, "in 2008 赵六 had not left yet"


def test_elections_overdue_carry_a_badge(
    model: OrganisationModel, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert model.index_of(ids["group"]).data(BADGE_ROLE).tone == "bad"
    assert model.index_of(ids["root"]).data(BADGE_ROLE) is None
    monkeypatch.setattr("models.years.today", lambda: date(2010, 12, 1))
    model.reload()
    due = model.index_of(ids["sales"]).data(BADGE_ROLE)
    assert (due.text, due.tone) == ("近期", "warn")
    assert "2011-02" in model.index_of(ids["sales"]).data(Qt.ItemDataRole.AccessibleTextRole)


@pytest.mark.parametrize("typed", ["yingye", "yys", "营业", "YYS"])
def test_a_search_shows_finds_with_what_is_above_them(model: OrganisationModel, typed: str) -> None:
    model.search(typed)
    assert titles(model) == ["区水务局团委", "自来水公司团总支", "营业所团支部"]


def test_a_unit_is_searched_as_well(model: OrganisationModel) -> None:
    model.search("水闸")
    assert titles(model) == ["区水务局团委", "河道管理所团支部"]


def dragged(model: OrganisationModel, id_: int) -> QMimeData:
    return model.mimeData([model.index_of(id_)])


def test_a_drop_only_asks_and_never_onto_itself_or_below(
    model: OrganisationModel, ids: dict[str, int], qtbot: QtBot
) -> None:
    move = Qt.DropAction.MoveAction

    def allowed(what: str, onto: int) -> bool:
        return model.canDropMimeData(dragged(model, ids[what]), move, -1, -1, model.index_of(onto))

    assert allowed("river", ids["group"]) and allowed("sales", OFFICE) and allowed("sales", ids["root"])
    assert not allowed("group", ids["group"]) and not allowed("group", ids["sales"])
    assert not allowed("river", ids["root"]), "there it stands already"
    assert not model.canDropMimeData(QMimeData(), move, -1, -1, model.index_of(OFFICE))
    assert not model.canDropMimeData(dragged(model, ids["river"]), move, 0, 0, QModelIndex())
    with qtbot.waitSignal(model.move_wanted) as told:
        assert not model.dropMimeData(
            dragged(model, ids["river"]), move, -1, -1, model.index_of(ids["group"])
        )
    assert told.args == [ids["river"], ids["group"]]
    assert Organisation.get_by_id(ids["river"]).parent_id == ids["root"]


def test_arrow_keys_choose_once_they_rest(tree: OrganisationTree, ids: dict[str, int], qtbot: QtBot) -> None:
    told: list[int] = []
    tree.chosen.connect(told.append)
    tree.choose(OFFICE)
    tree.focus()
    for _ in range(3):
        qtbot.keyClick(tree.view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [ids["sales"]]
    assert tree.current() == ids["sales"]


def test_letters_typed_in_the_tree_search_and_enter_takes_the_find(
    tree: OrganisationTree, ids: dict[str, int], qtbot: QtBot
) -> None:
    tree.choose(OFFICE)
    tree.focus()
    qtbot.keyClick(tree.view, Qt.Key.Key_H)
    qtbot.keyClicks(tree.search, "dgl")
    assert tree.model.ids() == [ids["root"], ids["river"]]
    with qtbot.waitSignal(tree.chosen) as told:
        qtbot.keyClick(tree.search, Qt.Key.Key_Return)
    assert told.args == [ids["river"]]
    qtbot.keyClick(tree.search, Qt.Key.Key_Escape)
    assert tree.search.text() == ""
    assert tree.view.currentIndex().internalId() == ids["river"], "what was found stays chosen"


def test_enter_and_a_double_click_open(tree: OrganisationTree, ids: dict[str, int], qtbot: QtBot) -> None:
    tree.choose(ids["group"])
    tree.focus()
    with qtbot.waitSignal(tree.open_wanted) as told:
        qtbot.keyClick(tree.view, Qt.Key.Key_Return)
    assert told.args == [ids["group"]]
    place = tree.view.visualRect(tree.model.index_of(ids["river"])).center()
    qtbot.mouseClick(tree.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(tree.open_wanted) as told:
        qtbot.mouseDClick(tree.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [ids["river"]]


def test_a_reload_keeps_what_is_chosen_and_folded(tree: OrganisationTree, ids: dict[str, int]) -> None:
    tree.choose(ids["river"])
    tree.view.collapse(tree.model.index_of(ids["group"]))
    organisation("新设团支部", ids["root"])
    tree.reload()
    assert tree.view.currentIndex().internalId() == ids["river"]
    assert not tree.view.isExpanded(tree.model.index_of(ids["group"]))
    assert "新设团支部" in titles(tree.model)


def test_choosing_an_ended_one_shows_the_ended(tree: OrganisationTree, ids: dict[str, int]) -> None:
    tree.choose(ids["old"])
    assert tree.ended_action.isChecked()
    assert tree.current() == ids["old"]


def test_when_the_chosen_one_is_hidden_the_office_is_chosen(
    tree: OrganisationTree, ids: dict[str, int], qtbot: QtBot
) -> None:
    tree.choose(ids["old"])
    with qtbot.waitSignal(tree.chosen) as told:
        tree.ended_action.trigger()
    assert told.args == [OFFICE]


def test_a_search_without_finds_says_so(tree: OrganisationTree, ids: dict[str, int]) -> None:
    tree.choose(ids["river"])
    tree.search.setText("没有的名字")
    assert not tree.view.isVisible()
    assert tree.current() == ids["river"], "the page stays as it was"
    tree.search.clear()
    assert tree.view.currentIndex().internalId() == ids["river"]


def test_every_line_is_painted(tree: OrganisationTree, ids: dict[str, int]) -> None:
    tree.ended_action.trigger()
    picture = tree.view.viewport().grab().toImage()
    for id_ in tree.model.ids():
        line = tree.view.visualRect(tree.model.index_of(id_))
        shades = {
            picture.pixel(QPoint(x, line.center().y() + dy))
            for x in range(line.left(), line.right())
            for dy in (-4, 0, 4)
        }
        assert len(shades) > 4, f"line of {id_} looks empty"
