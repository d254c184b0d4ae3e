"""What the window remembers, in a file of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from ui.remember import Remember


@pytest.mark.parametrize("value", ["字", 3, True, [1, 2, "三"], {"a": None}, ""])
def test_values_survive_a_restart(tmp_path: Path, value: object) -> None:
    first = Remember(tmp_path / "window.ini")
    first.put("columns/团员", value)
    first.write()
    assert Remember(tmp_path / "window.ini").get("columns/团员") == value


def test_forgetting_and_what_was_never_there(tmp_path: Path) -> None:
    remember = Remember(tmp_path / "window.ini")
    remember.put("year", 2010)
    remember.put("year", None)
    assert remember.get("year", 2009) == 2009
    assert remember.get("other") is None


def test_a_broken_file_means_the_usual_look(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "window.ini").write_bytes(b'[General]\nyear={\xff\xfe\nwindow="nonsense"\n')
    remember = Remember(tmp_path / "window.ini")
    window = QMainWindow()
    qtbot.addWidget(window)
    assert remember.get("year", 2010) == 2010
    assert not remember.restore_window(window)


def test_size_and_division_come_back(tmp_path: Path, qtbot: QtBot) -> None:
    remember = Remember(tmp_path / "window.ini")
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(700, 500)
    remember.keep_window(window)
    again = QMainWindow()
    qtbot.addWidget(again)
    assert remember.restore_window(again)
    assert (again.width(), again.height()) == (700, 500)

    def splitter() -> QSplitter:
        made = QSplitter()
        qtbot.addWidget(made)
        made.addWidget(QWidget())
        made.addWidget(QWidget())
        made.resize(600, 200)
        made.show()
        remember.follow_splitter("branches", made)
        return made

    one = splitter()
    one.moveSplitter(150, 1)
    assert splitter().sizes()[0] == one.sizes()[0]
