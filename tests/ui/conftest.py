"""What the tests of the window share: a desk on a small office."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from models.store import Store
from tests.ui.office import YEAR, small_office
from ui import theme
from ui.desk import Desk
from ui.live import Live
from ui.remember import Remember


@pytest.fixture
def office(store: Store) -> dict[str, int]:
    """The ids of the small office's records by name."""
    return small_office()


@pytest.fixture
def desk(store: Store, office: dict[str, int], tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    """A desk for the year 2010."""
    theme.start(qapp, theme.Mode.LIGHT)
    live = Live()
    yield Desk(store, Remember(tmp_path / "window.ini"), live, YEAR)
    live.close()
