"""What all tests share: an open empty store, the office's workbooks, no display, no unexpected log lines."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from models.store import Store, open_store

ROOT = Path(__file__).parents[1]
OFFICE_2010 = ROOT / ".." / "shared" / "data" / "office-2010"

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# 100 % everywhere: a desktop's own scaling must not decide whether a test passes.
os.environ.setdefault("QT_SCALE_FACTOR", "1")

hypothesis.settings.register_profile("search", deadline=None, max_examples=60)
hypothesis.settings.register_profile("ci", deadline=None, max_examples=60, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "search")


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known that a test carries when log lines belong to what it tests."""
    config.addinivalue_line("markers", "expects_log: warnings in the log are part of what is tested")


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def _no_unexpected_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a warning or an error in the log, from whichever thread."""
    collector = _Collector()
    root = logging.getLogger()
    root.addHandler(collector)
    yield
    root.removeHandler(collector)
    if collector.records and not request.node.get_closest_marker("expects_log"):
        lines = "\n".join(f"{r.levelname} {r.name}: {r.getMessage()}" for r in collector.records)
        pytest.fail(f"unexpected log lines:\n{lines}", pytrace=False)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what the program writes for its user inside the test's own folder."""
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "own" / variable.lower()))


@pytest.fixture
def office_2010() -> Path:
    """The folder of the office's real workbooks and their truth.json."""
    if not (OFFICE_2010 / "truth.json").is_file():
        pytest.skip("the workbooks of office-2010 are not beside this project (../shared/data/office-2010)")
    return OFFICE_2010.resolve()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An open, empty store in a folder whose name has a blank and Chinese letters in it."""
    opened = open_store(tmp_path / "数据 文件夹", who="测试员")
    try:
        yield opened
    finally:
        opened.close()
