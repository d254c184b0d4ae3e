"""News on screen: kinds and uses by key, the ranking whose numbers open their records, points written in a table."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from models.changes import change
from models.news import News, NewsUse
from models.news_points import NewsStandard, points_table, standard_of
from models.news_ranking import PARTS
from models.organisation import Organisation
from models.role_model import RoleModel
from tests.exports.workbooks import opened
from tests.ui.names import nameless
from tests.ui.office import YEAR
from ui import ask
from ui.activity_page import ActivityPage
from ui.ask_fields import AskFields
from ui.desk import Desk, Selection
from ui.honour_page import HonourPage
from ui.news_page import NewsList, NewsPage
from ui.news_points_dialog import NewsPointsDialog
from ui.news_points_model import NewsPointsModel
from ui.news_ranking_model import FIRST_FIGURE, RANK, NewsRankingModel
from ui.news_ranking_page import NewsRankingPage
from ui.organisation_scope import Scope
from ui.record_dialog import RecordDialog
from ui.record_tab import RecordTab
from ui.todos import todos

ITEMS = (
    ("泵站团支部", "信息动态", f"{YEAR}-02-01", ("区",)),
    ("泵站团支部", "调研文章", f"{YEAR}-08-01", ()),
    ("营业所团支部", "宣传报道", f"{YEAR}-02-03", ("市", "全国")),
    ("营业所团支部", "信息动态", f"{YEAR - 1}-02-03", ()),
)
Key = Qt.Key


@pytest.fixture
def items(office: dict[str, int]) -> list[News]:
    """Three items of the year and one of the year before."""
    made = []
    with change("准备"):
        for number, (home, kind, day, levels) in enumerate(ITEMS):
            item = News(organisation=office[home], kind=kind, title=f"第{number}条", date=day)
            item.save()
            for level in levels:
                NewsUse(news=item.id, level=level).save()
            made.append(item)
    return made


@pytest.fixture
def page(desk: Desk, items: list[News], qtbot: QtBot) -> NewsPage:
    made = NewsPage(desk)
    qtbot.addWidget(made)
    made.resize(1300, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def listed(page: NewsPage) -> list[str]:
    made = page.page(0)
    assert isinstance(made, NewsList)
    return [News.get_by_id(id_).title for id_ in made.list.table.shown_ids()]


def ranked(page: NewsPage) -> NewsRankingPage:
    made = page.open(1)
    assert isinstance(made, NewsRankingPage)
    return made


def test_the_list_is_narrowed_by_kind_and_counts_each(page: NewsPage, qtbot: QtBot) -> None:
    made = page.page(0)
    assert isinstance(made, NewsList)
    assert listed(page) == ["第1条", "第2条", "第0条"]
    assert [button.text() for button in made.kinds.buttons()] == [
        *("全部 3", "信息动态 1", "工作简报 0", "调研文章 1", "总结 0", "其它 1")
    ]
    made.kinds.button(5).setFocus()
    qtbot.keyClick(made.kinds.button(5), Key.Key_Space)
    assert listed(page) == ["第2条"]
    page.show_records(Selection(News, [News.get().id], "一条"))
    assert listed(page) == ["第0条"]


def test_a_use_is_written_in_the_items_form(page: NewsPage, items: list[News], qtbot: QtBot) -> None:
    page.show_record(NewsUse.get(NewsUse.news == items[0].id))
    made = page.page(0)
    assert isinstance(made, NewsList)
    (dialog,) = made.window().findChildren(RecordDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    (uses,) = dialog.form.sections
    for column, keys in enumerate(("s", "QNB")):  # 市 by its initial
        uses.grid.setFocus()
        uses.grid.setCurrentIndex(uses.model.index(1, column))
        for key in (*keys, Key.Key_Return):
            QApplication.processEvents()
            qtbot.keyClick(QApplication.focusWidget(), key)
        QApplication.processEvents()
    dialog.save_close()
    assert items[0].uses == "区、市（QNB）"


def test_of_many_that_owe_news_only_the_first_are_named_over_the_table(page: NewsPage) -> None:
    made = ranked(page)
    assert made.owed.text().startswith("3个团支部") and "等，" not in made.owed.text()
    with change("新增团组织"):
        for number in range(6):
            Organisation(name=f"第{number}团支部", kind="团支部").save()
    made.reload()
    assert made.owed.text().startswith("9个团支部") and made.owed.text().count("（") == 8
    assert "等，" in made.owed.text()


@pytest.mark.parametrize("way", (0, 1))
def test_every_number_of_the_ranking_opens_its_records(
    way: int, page: NewsPage, desk: Desk, qtbot: QtBot
) -> None:
    made = ranked(page)
    assert [made.model.text(line, 1) for line in made.model.lines] == [
        "营业所团支部",
        "泵站团支部",
        "河道所团支部",
    ]
    heard: list[Selection] = []
    desk.records_wanted.connect(heard.append)
    qtbot.mouseClick(page.buttons.button(1), Qt.MouseButton.LeftButton)
    made.ways.setCurrentIndex(way)
    made.reload()
    assert (way == 0) or made.model.headings[FIRST_FIGURE + 1 : -1] == (
        "信息动态\n区",
        "宣传报道\n市",
        "宣传报道\n全国",
    )
    for row, line in enumerate(made.model.lines):
        for column in range(RANK, made.model.owing):
            heard.clear()
            made.view.setFocus()
            made.view.setCurrentIndex(made.model.index(row, column))
            qtbot.keyClick(made.view, Key.Key_Return)
            own = set(
                News.select().where(News.organisation == line.branch.id, News.date.startswith(str(YEAR)))
            )
            text = made.model.text(line, column)
            if column < FIRST_FIGURE:
                assert [set(each.ids) for each in heard] == ([{item.id for item in own}] if own else [])
            elif not text:
                assert heard == []
            elif made.model.figure_at(made.model.index(row, column)) != "news.points":  # no number of records
                assert len(heard[0].ids) == int(text)
                assert set(heard[0].ids) <= {item.id for item in own}


def test_everything_has_a_name(page: NewsPage, desk: Desk, qtbot: QtBot) -> None:
    assert not nameless(page)
    assert not nameless(ranked(page))
    dialog = NewsPointsDialog(desk)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not nameless(dialog)


def test_a_part_of_the_year_is_ranked_and_leaves_as_a_table(
    page: NewsPage, tmp_path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    made = ranked(page)
    half = next(place for place, part in enumerate(PARTS) if part.key == "half:2")
    made.parts.setFocus()
    for _ in range(half):
        qtbot.keyClick(made.parts, Key.Key_Down)
    made.reload()
    assert made.summary.text() == "报送1条　采用0条　得分3"
    out = tmp_path / "名次.xlsx"
    monkeypatch.setattr(ask, "save_file", lambda *_args: out)
    done: list[str] = []
    monkeypatch.setattr(ask, "confirm", lambda *args, **_more: bool(done.append(args[1])))
    made.list_action.trigger()
    qtbot.waitUntil(lambda: bool(done))
    sheet = opened(out).worksheets[0]
    assert [sheet.cell(row, 2).value for row in (3, 4)] == ["泵站团支部", "营业所团支部"]
    assert [sheet.cell(3, column).value for column in (1, 5, 13)] == [1, 1, 3]


def test_points_are_written_in_the_table_and_kept(page: NewsPage, desk: Desk, qtbot: QtBot) -> None:
    made = ranked(page)
    dialog = NewsPointsDialog(desk)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    place = dialog.model.index(0, 2)  # 信息动态, 区
    dialog.view.setCurrentIndex(place)
    for text, shown in (("abc", "3"), ("20", "20")):
        dialog.view.edit(place)
        editor = dialog.view.findChild(QLineEdit)
        editor.selectAll()
        qtbot.keyClicks(editor, text)
        qtbot.keyClick(editor, Key.Key_Return)
        qtbot.waitUntil(lambda: dialog.view.findChild(QLineEdit) is None)
        assert place.data() == shown
        if text == "abc":
            assert "不是数字" in dialog.said.text()
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert points_table(standard_of(YEAR))["信息动态", "区"] == 20
    qtbot.waitUntil(lambda: made.model.lines[0].branch.name == "泵站团支部")
    assert made.model.lines[0].points == 1 + 20 + 3


def test_a_later_year_begins_with_a_copy(desk: Desk, qtbot: QtBot) -> None:
    dialog = NewsPointsDialog(desk)
    qtbot.addWidget(dialog)
    dialog.show()

    def agree() -> None:
        asked = QApplication.activeModalWidget()
        assert isinstance(asked, AskFields)
        qtbot.keyClick(QApplication.focusWidget() or asked, Key.Key_Return)

    assert not dialog.delete_button.isEnabled()
    QTimer.singleShot(0, agree)
    dialog.copy_button.click()
    assert [each.year for each in NewsStandard.select().order_by(NewsStandard.year)] == [2010, 2011]
    assert dialog.standard is not None and dialog.standard.year == 2011
    assert dialog.delete_button.isEnabled()


def test_an_activity_or_honour_begins_news_and_a_role_model(
    desk: Desk, office: dict[str, int], qtbot: QtBot
) -> None:
    made = ActivityPage(desk)
    qtbot.addWidget(made)
    made.show()
    heard: list[object] = []
    desk.record_wanted.connect(heard.append)
    made.list.choose([office["清理河道"]])
    for text in ("写信息", "立为典型", "记为做法"):
        action_of(made.list, text).trigger()
    news, model, practice = heard
    assert (news.title, news.activity_id) == ("清理河道", office["清理河道"])
    assert (model.kind, model.organisation_id) == ("集体", office["河道所团支部"])
    assert practice.title == "清理河道"
    with change("立典型"):
        model.save()
    action_of(made.list, "立为典型").trigger()
    assert heard[-1].id == model.id == RoleModel.get().id
    honours = HonourPage(desk)
    qtbot.addWidget(honours)
    assert not action_of(honours.list, "立为典型").isEnabled()


def action_of(tab: RecordTab, text: str):
    return next(action for action in tab.actions() if action.text() == text)


def test_who_owes_the_last_month_is_something_to_do(items: list[News], office: dict[str, int]) -> None:
    said = [todo.sentence for todo in todos(Scope.of(0, YEAR)) if "图片" in todo.sentence]
    assert said == ["3个团支部12月还没有报送带图片的信息"]
    (one,) = [todo for todo in todos(Scope.of(office["泵站团支部"], YEAR)) if "图片" in todo.sentence]
    assert one.about == "、".join(f"{month}月" for month in range(1, 13))


def test_the_models_keep_qts_rules(qtmodeltester: ModelTester, page: NewsPage) -> None:
    ranking = ranked(page).model
    assert isinstance(ranking, NewsRankingModel)
    qtmodeltester.check(ranking)
    ranking.sort(FIRST_FIGURE, Qt.SortOrder.DescendingOrder)
    assert ranking.lines[0].branch.name == "泵站团支部"
    points = NewsPointsModel()
    points.show_table({("信息动态", None): 2.0, ("旧种类", "区"): 1.0})
    qtmodeltester.check(points)
    assert points.headerData(points.rowCount() - 1, Qt.Orientation.Vertical) == "旧种类"
