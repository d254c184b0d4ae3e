"""A sheet's picture on the screen: where cells lie, merged ones too, and marks that differ not by colour alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from exports.sheet_looks import Look
from exports.sheet_picture import PicturedCell, SheetPicture
from exports.sheet_xml import Area
from ui import theme
from ui.sheet_layout import SheetLayout
from ui.sheet_paint import Mark
from ui.sheet_view import SheetView


def cell(area: str, text: str, **look: object) -> PicturedCell:
    first, _, last = area.partition(":")
    corners = [(int(part[1:]), ord(part[0]) - 64) for part in (first, last or first)]
    return PicturedCell(Area(*corners[0], *corners[1]), text, Look(**look))  # type: ignore[arg-type]


@pytest.fixture
def picture() -> SheetPicture:
    """A title over three columns, a hidden column, a header in two lines, two blank rows."""
    return SheetPicture(
        "表",
        [10, 10, 0, 8],
        [30, 15, 18, 18],
        [
            cell("A1:D1", "情况统计表", size=20, horizontal="center"),
            cell("A2", "时长（小时）合计", wrap=True, size=11),
            cell("B2", "很长的一句话，写到旁边去"),
            cell("A3", "", lines=(True, True, True, True)),
        ],
    )


def test_cells_lie_where_widths_heights_and_merges_put_them(picture: SheetPicture) -> None:
    layout = SheetLayout(picture, 1.0, 1.0)
    assert layout.lefts == [0, 75, 150, 150, 211]
    title = layout.rect(Area(1, 1, 1, 4))
    assert (title.width(), title.height()) == (211, 40)
    assert layout.place_at(QPointF(200, 10)) == (1, 1)  # all of the merged title
    assert layout.place_at(QPointF(155, layout.tops[2] + 3)) == (3, 4)  # the hidden column is passed over
    assert layout.place_at(QPointF(500, 10)) is None
    assert layout.tops[2] - layout.tops[1] >= 40  # two lines of text in a row that says no height
    texts = {cell.text: room for cell, _, room in layout.cells}
    assert texts["很长的一句话，写到旁边去"].right() == 211  # over blank neighbours
    assert texts["时长（小时）合计"].right() == 75


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_edges_fall_on_pixels_of_the_screen(picture: SheetPicture, scale: float) -> None:
    layout = SheetLayout(picture, 0.8, scale)
    for edge in (*layout.lefts, *layout.tops):
        assert edge * scale == pytest.approx(round(edge * scale))


def test_marks_are_told_by_tint_words_and_sign(
    qtbot: QtBot, qapp: QApplication, picture: SheetPicture
) -> None:
    theme.start(qapp, theme.Mode.LIGHT)
    view = SheetView()
    qtbot.addWidget(view)
    view.resize(640, 400)
    view.show()
    marks = [
        Mark(Area(3, 1, 4, 1), "good", "团员数", "团员数：团员数"),
        Mark(Area(3, 2, 4, 2), "warn", "", "人数：请选定"),
    ]
    view.show_picture(picture, marks, stops=True)
    assert view.at == (3, 1)
    chosen: list[tuple[int, int]] = []
    view.chosen.connect(lambda row, column: chosen.append((row, column)))
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.accessibleDescription() == "B3，人数：请选定"
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert chosen == [(3, 2)]
    picked = view.viewport().grab().toImage()
    ratio = picked.devicePixelRatio()

    def colour(row: int, column: int) -> QColor:
        spot = view.rect_of(row, column).center() * ratio
        return picked.pixelColor(spot.toPoint())

    assert colour(4, 1).green() > colour(4, 1).red()  # green
    assert colour(4, 2).red() > colour(4, 2).blue() + 10  # amber
    assert colour(3, 4) == QColor("#ffffff")
    view.show_picture(picture, marks)  # not stops: the keys go from cell to cell
    assert view.at == (1, 1)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.at == (2, 4)
    qtbot.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert view.at == (4, 4)
