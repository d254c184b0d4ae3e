"""Printing from a list: as it is seen, the records chosen in it, and giving way to a page's own form."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.activity import Activity
from models.member import Member
from models.organisation import Organisation
from ui.desk import Desk
from ui.printing import Preview
from ui.record_tab import RecordTab
from ui.table_filter import ValueFilter

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def make(bare_desk: Desk, people: list[Member], qtbot: QtBot) -> Callable[[], RecordTab]:
    def build() -> RecordTab:
        made = RecordTab(bare_desk, Member, columns=("name", "branch", "phone"))
        qtbot.addWidget(made)
        made.resize(900, 600)
        return made

    return build


def shown(tab: RecordTab, qtbot: QtBot) -> None:
    with qtbot.waitActive(tab):
        tab.show()
        tab.activateWindow()
    tab.table.view.setFocus()


def previewed(qtbot: QtBot) -> tuple[Preview, str]:
    def found() -> list[Preview]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, Preview) and one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()), timeout=20_000)
    preview = found()[0]
    pdf = pypdfium2.PdfDocument(preview._pdf)
    text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pdf)
    pdf.close()
    return preview, text


def test_the_list_is_printed_as_it_is_seen(make: Callable[[], RecordTab], qtbot: QtBot) -> None:
    tab = make()
    shown(tab, qtbot)
    tab.table.set_filter("branch", ValueFilter(frozenset({"供水管理所团支部"})))
    qtbot.keyClick(tab.table.view, Qt.Key.Key_P, CONTROL | ALT)
    preview, text = previewed(qtbot)
    for part in ("团员列表", "张三", "李四", "赵云", "138****0001", "共3条"):
        assert part in text
    assert "单雄" not in text
    preview.close()


def test_sums_stand_below_their_columns(
    bare_desk: Desk, two_branches: dict[str, Organisation], qtbot: QtBot
) -> None:
    tab = RecordTab(bare_desk, Activity, columns=("title", "present"))
    qtbot.addWidget(tab)
    shown(tab, qtbot)
    qtbot.keyClick(tab.table.view, Qt.Key.Key_P, CONTROL | ALT)
    preview, text = previewed(qtbot)
    assert "合计14" in text
    preview.close()


def test_the_chosen_records_are_printed_one_form_each(make: Callable[[], RecordTab], qtbot: QtBot) -> None:
    tab = make()
    shown(tab, qtbot)
    tab.table.view.setCurrentIndex(tab.table.model.index(0, 0))
    qtbot.keyClick(tab.table.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    names = [Member.get_by_id(id_).name for id_ in tab.table.chosen_ids()]
    assert len(names) == 2
    qtbot.keyClick(tab.table.view, Qt.Key.Key_P, CONTROL)
    preview, text = previewed(qtbot)
    assert [part.name for part in preview._pages.parts] == names
    assert "13800010001" not in text
    preview._full.setChecked(True)
    qtbot.waitUntil(lambda: "13800010001" in previewed(qtbot)[1], timeout=20_000)
    preview.close()


def test_the_form_that_every_kind_has_gives_way_to_one_of_the_page(
    make: Callable[[], RecordTab], qtbot: QtBot
) -> None:
    tab = make()
    own = QAction("打印推荐表…", tab)
    own.setShortcut(QKeySequence("Ctrl+P"))
    own.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    printed: list[bool] = []
    own.triggered.connect(lambda _=False: printed.append(True))
    tab.add_action(own, button=False)
    shown(tab, qtbot)
    qtbot.keyClick(tab.table.view, Qt.Key.Key_P, CONTROL)
    assert printed
    assert not tab.print_action.isVisible()
