"""Every kind of record that has a page is found from the search box, and opens in its form from there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from models import settings
from models.fields import Link
from models.kinds import all_kinds
from models.record import Record
from models.sample import fill_sample
from models.store import Store
from ui import theme
from ui.desk import Desk
from ui.find_everywhere import FindEverywhere, Found
from ui.live import Live
from ui.record_dialog import RecordDialog
from ui.remember import Remember
from ui.start import open_window
from ui.tabs import TABS
from ui.window import MainWindow

YEAR = 2025
# Chosen on their page instead of opened in a window.
ON_THE_PAGE = {"organisation", "poll"}


@pytest.fixture
def window(store: Store, tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    fill_sample(store, YEAR)
    theme.start(qapp, theme.Mode.LIGHT)
    live = Live()
    made = open_window(store, Remember(tmp_path / "window.ini"), live, TABS)
    qtbot.addWidget(made)
    made.resize(1300, 760)
    made.show()
    yield made
    live.close()


def at_home() -> list[type[Record]]:
    """The kinds that have a page and are no part of another record, with records in the sample office."""
    homes = {kind for tab in TABS for kind in tab.kinds}
    return [
        kind
        for kind in all_kinds()
        if kind.kind_name() in homes
        and kind.search_fields
        and not any(isinstance(field, Link) and field.owner for field in kind.stored_fields())
        and kind.select().exists()
    ]


def test_a_record_of_every_kind_is_found_and_opened(window: MainWindow, qtbot: QtBot) -> None:
    desk: Desk = window._desk
    assert settings.work_year() == YEAR
    find = FindEverywhere(desk, {kind: tab.icon for tab in TABS for kind in tab.kinds})
    kinds = at_home()
    assert len(kinds) > 15
    for kind in kinds:
        record = kind.select().order_by(kind.id.desc()).first()
        hits = [hit for hit in find(record.heading()[:20]) if hit.kind == kind.label]
        assert hits, f"{kind.label}“{record.heading()}” is not found"
        found = hits[0].target
        assert isinstance(found, Found)
        desk.open_record(kind.get_by_id(found.id))
        if kind.kind_name() in ON_THE_PAGE:
            assert not dialogs()
            continue
        qtbot.waitUntil(lambda: len(dialogs()) == 1, timeout=10_000)
        opened = dialogs()[0]
        if isinstance(opened, RecordDialog):
            assert (type(opened.record), opened.record.get_id()) == (kind, found.id)
        opened.reject()
        qtbot.waitUntil(lambda: not dialogs())


def dialogs() -> list[QDialog]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
