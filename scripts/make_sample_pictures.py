"""Draws the invented pictures of the sample office's activities into resources/starter/pictures; no person is in them."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPolygonF

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "starter" / "pictures"
WIDTH, HEIGHT = 480, 320
_SKIN, _RED = "#e8b98f", "#c8161d"
_COATS = ("#2f6fa8", "#3c8f83", "#4a5568", "#b9772f", "#7a6bb8")


def _ground(painter: QPainter, sky: str, horizon: int, ground: str) -> None:
    painter.fillRect(QRectF(0, 0, WIDTH, horizon), QColor(sky))
    painter.fillRect(QRectF(0, horizon, WIDTH, HEIGHT - horizon), QColor(ground))


def _box(painter: QPainter, x: float, y: float, w: float, h: float, colour: str, round_: float = 0) -> None:
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(x, y, w, h), round_, round_)


def _person(painter: QPainter, x: float, foot: float, size: float, coat: str) -> None:
    """A figure of simple shapes, with the red band of a volunteer."""
    _box(painter, x - size * 0.16, foot - size * 0.45, size * 0.14, size * 0.45, "#39424e")
    _box(painter, x + size * 0.02, foot - size * 0.45, size * 0.14, size * 0.45, "#39424e")
    _box(painter, x - size * 0.22, foot - size * 0.9, size * 0.44, size * 0.5, coat, size * 0.08)
    _box(painter, x + size * 0.17, foot - size * 0.8, size * 0.1, size * 0.1, _RED)
    painter.setBrush(QColor(_SKIN))
    painter.drawEllipse(QPointF(x, foot - size * 1.03), size * 0.15, size * 0.16)
    painter.setBrush(QColor("#2b2b2b"))
    painter.drawPie(QRectF(x - size * 0.16, foot - size * 1.2, size * 0.32, size * 0.32), 0, 180 * 16)


def _people(
    painter: QPainter, draw: random.Random, count: int, left: float, right: float, foot: float, size: float
) -> None:
    for place in range(count):
        x = left + (right - left) * (place + 0.5) / count
        _person(painter, x, foot + draw.randint(-5, 5), size, _COATS[place % len(_COATS)])


def river(painter: QPainter, draw: random.Random) -> None:
    """Cleaning a river from a boat."""
    _ground(painter, "#9cc9ea", 120, "#6fa56a")
    painter.fillRect(QRectF(0, 165, WIDTH, 155), QColor("#5d9cc4"))
    for _ in range(26):
        _box(painter, draw.randint(0, WIDTH), draw.randint(175, 315), draw.randint(14, 40), 2, "#8fc0dd")
    for x in (40, 110, 390, 450):
        _box(painter, x, 95, 8, 50, "#7a5a3c")
        painter.setBrush(QColor("#3f7f47"))
        painter.drawEllipse(QPointF(x + 4, 85), 26, 30)
    painter.setBrush(QColor("#8a5a34"))
    painter.drawPolygon(
        QPolygonF([QPointF(150, 235), QPointF(350, 235), QPointF(325, 275), QPointF(175, 275)])
    )
    _people(painter, draw, 3, 180, 320, 240, 72)
    painter.save()
    painter.translate(330, 190)
    painter.rotate(35)
    _box(painter, 0, 0, 90, 5, "#c9a56b")
    painter.restore()


def street(painter: QPainter, draw: random.Random) -> None:
    """A stall for advice in a housing estate."""
    _ground(painter, "#b8d8ee", 190, "#cfc9be")
    for place, colour in enumerate(("#d9b48f", "#c6d0d8", "#dcc7a8", "#b9c6cf")):
        x = place * 125 - 6
        _box(painter, x, 40 + place % 2 * 22, 112, 160, colour)
        for row in range(4):
            for column in range(3):
                _box(painter, x + 14 + column * 32, 62 + place % 2 * 22 + row * 32, 20, 18, "#7d97ab")
    _box(painter, 120, 110, 240, 26, _RED, 3)
    _box(painter, 122, 130, 5, 130, "#8f8f8f")
    _box(painter, 353, 130, 5, 130, "#8f8f8f")
    _people(painter, draw, 4, 130, 350, 262, 78)
    _box(painter, 110, 232, 260, 52, "#e8eef3", 3)
    _box(painter, 110, 226, 260, 10, "#2f6fa8", 3)
    _people(painter, draw, 2, 20, 110, 300, 84)
    _people(painter, draw, 1, 390, 460, 300, 84)


def lesson(painter: QPainter, draw: random.Random) -> None:
    """A talk before a board."""
    _ground(painter, "#e9e4d6", 210, "#b89a74")
    _box(painter, 90, 30, 300, 130, "#2f4f46", 4)
    for row in range(4):
        _box(painter, 115, 55 + row * 24, draw.randint(120, 240), 4, "#dfe8e3")
    _person(painter, 420, 222, 96, _COATS[0])
    for row, (foot, size) in enumerate(((262, 62), (318, 74))):
        _people(painter, draw, 5 + row, 30, 400, foot, size)
        _box(painter, 20, foot - size * 0.42, 385, size * 0.3, "#a07c52", 3)


def meeting(painter: QPainter, draw: random.Random) -> None:
    """A meeting at a long table."""
    _ground(painter, "#dfe6ec", 200, "#a98b68")
    _box(painter, 60, 34, 360, 34, _RED, 2)
    for x in (70, 380):
        _box(painter, x, 90, 40, 70, "#b8cfdf")
    _people(painter, draw, 7, 60, 420, 232, 74)
    painter.setBrush(QColor("#8a6237"))
    painter.drawPolygon(QPolygonF([QPointF(60, 206), QPointF(420, 206), QPointF(470, 300), QPointF(10, 300)]))
    for place in range(7):
        _box(painter, 74 + place * 50, 222, 30, 18, "#f5f3ec")


def pump(painter: QPainter, draw: random.Random) -> None:
    """Practice at the machines of a pumping station."""
    _ground(painter, "#d4dde4", 225, "#9aa4ab")
    for x in (40, 170, 300):
        _box(painter, x, 150, 96, 100, "#3f7fae", 8)
        painter.setBrush(QColor("#2b5d83"))
        painter.drawEllipse(QPointF(x + 48, 190), 30, 30)
        _box(painter, x + 40, 70, 16, 84, "#5f6d78")
    _box(painter, 20, 62, 410, 16, "#5f6d78", 6)
    _box(painter, 410, 120, 50, 110, "#e3e7ea", 4)
    for row in range(3):
        _box(painter, 420, 132 + row * 30, 30, 12, ("#3c8f83", _RED, "#b9772f")[row], 3)
    _people(painter, draw, 4, 90, 400, 302, 86)


SCENES: dict[str, Callable[[QPainter, random.Random], None]] = {
    "river": river,
    "street": street,
    "lesson": lesson,
    "meeting": meeting,
    "pump": pump,
}


def main() -> None:
    """Write every picture anew, the same each time."""
    _app = QGuiApplication([])
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, scene in SCENES.items():
        image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        scene(painter, random.Random(name))
        painter.end()
        image.save(str(FOLDER / f"{name}.png"))
        print(name, (FOLDER / f"{name}.png").stat().st_size)


if __name__ == "__main__":
    main()
