"""The look of the program: a style sheet filled from the colour tokens, light or dark, fonts, distances."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from ui import icons
from ui.palette import tokens

STYLE = Path(__file__).resolve().parent.parent / "resources" / "style"

# Chinese first: the Latin letters and digits of these families go well with their own characters.
FAMILIES = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "HarmonyOS Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimSun",
)
POINTS = 10.0

# Distances and heights in device-independent pixels.
TIGHT, SMALL, MEDIUM, LARGE, WIDE = 4, 8, 12, 16, 24
ROW_HEIGHT = 32
ICON = 18


class Mode(StrEnum):
    """Which look is used; the values are the words of the 视图 menu."""

    SYSTEM = "跟随系统"
    LIGHT = "浅色"
    DARK = "深色"


class _Announcer(QObject):
    changed = Signal()


# Emitted after the look has changed: for what paints itself and keeps something prepared. Ordinary widgets
# are restyled by Qt.
announcer = _Announcer()

_current = tokens(dark=False)
_dark = False
_mode = Mode.SYSTEM


def start(app: QApplication, mode: Mode = Mode.SYSTEM) -> None:
    """Gives the application its style, font and colours, and keeps following the system's look."""
    app.setStyle("Fusion")
    app.setFont(base_font())
    app.styleHints().colorSchemeChanged.connect(_system_changed)
    set_mode(mode)


def set_mode(mode: Mode) -> None:
    """Changes the look of all windows at once."""
    global _mode
    _mode = mode
    hints = QGuiApplication.styleHints()
    # Telling Qt as well gives window frames and native parts of dialogs the same look.
    if mode is Mode.SYSTEM:
        hints.unsetColorScheme()
    else:
        hints.setColorScheme(Qt.ColorScheme.Dark if mode is Mode.DARK else Qt.ColorScheme.Light)
    _wear(_wants_dark())


def mode() -> Mode:
    """The look that was chosen."""
    return _mode


def colour(token: str) -> QColor:
    """The colour of a token in the look on screen; ask when painting, not when building."""
    return QColor(_current[token])


def base_font() -> QFont:
    """The font of the program: the first Chinese family that is installed, the others behind it."""
    font = QFont()
    installed = [family for family in FAMILIES if QFontDatabase.hasFamily(family)]
    font.setFamilies(installed or [font.family()])
    font.setPointSizeF(POINTS)
    return font


def font(factor: float = 1.0, bold: bool = False) -> QFont:
    """The program's font at a multiple of its size, for painting."""
    made = QFont(QApplication.font())
    made.setPointSizeF(POINTS * factor)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made


def mark(widget: QWidget, **properties: object) -> None:
    """Sets style properties (role=, tone=, badge=, invalid=…) on a widget and shows them at once."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def style_sheet(dark: bool) -> str:
    """The whole style sheet of one look. Raises KeyError for a token that does not exist."""
    names = tokens(dark) | {
        "icons": STYLE.as_posix(),
        "check": "check-dark" if dark else "check-light",
        "dash": "dash-dark" if dark else "dash-light",
    }
    return Template((STYLE / "style.qss").read_text(encoding="utf-8")).substitute(names)


def _system_changed() -> None:
    if _mode is Mode.SYSTEM and _wants_dark() != _dark:
        _wear(_wants_dark())


def _wants_dark() -> bool:
    system = QGuiApplication.styleHints().colorScheme()
    return _mode is Mode.DARK or (_mode is Mode.SYSTEM and system == Qt.ColorScheme.Dark)


def _wear(dark: bool) -> None:
    global _current, _dark
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    _dark, _current = dark, tokens(dark)
    icons.wear("dark" if dark else "light", _current)
    app.setPalette(_palette(_current))
    app.setStyleSheet(style_sheet(dark))
    announcer.changed.emit()


def _palette(look: dict[str, str]) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for name, token in (
        (role.Window, "window"),
        (role.WindowText, "text"),
        (role.Base, "surface"),
        (role.AlternateBase, "stripe"),
        (role.Text, "text"),
        (role.Button, "surface"),
        (role.ButtonText, "text"),
        (role.BrightText, "on_accent"),
        (role.ToolTipBase, "tip"),
        (role.ToolTipText, "tip_text"),
        (role.PlaceholderText, "text_faint"),
        (role.Highlight, "selection"),
        (role.HighlightedText, "selection_text"),
        (role.Link, "link"),
        (role.LinkVisited, "link"),
        (role.Light, "surface"),
        (role.Midlight, "hover"),
        (role.Mid, "edge"),
        (role.Dark, "scroll_hover"),
        (role.Shadow, "sunken"),
        (role.Accent, "focus"),
    ):
        palette.setColor(name, QColor(look[token]))
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(look["text_disabled"]))
    return palette
