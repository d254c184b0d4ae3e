"""The page for a store without records: import the office's sheets, try with a sample, or begin empty."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui import icons, theme


class Choice(QAbstractButton):
    """One way to begin: a picture, what it is called, what will happen."""

    def __init__(self, picture: str, name: str, words: str, main: bool) -> None:
        super().__init__()
        self._picture = picture
        self._words = words
        self._main = main
        self.setText(name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A card."""
        return QSize(260, 208)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2 if self.hasFocus() else 1
        area = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        ground = "pressed" if self.isDown() else "hover" if self.underMouse() else "surface"
        painter.setPen(QPen(theme.colour("focus" if self.hasFocus() else "line"), width))
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(area, 12, 12)
        inner = area.adjusted(22, 22, -22, -16)
        sign = QRectF(inner.left(), inner.top(), 48, 48)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent" if self._main else "neutral_soft"))
        painter.drawRoundedRect(sign, 12, 12)
        picture = icons.icon(self._picture, "on_accent" if self._main else "neutral")
        drawn = picture.pixmap(QSize(24, 24), self.devicePixelRatioF())
        painter.drawPixmap(sign.center() - QPointF(12, 12), drawn)
        painter.setFont(theme.font(1.2, bold=True))
        painter.setPen(theme.colour("text"))
        name = QRectF(inner.left(), sign.bottom() + 16, inner.width(), QFontMetricsF(painter.font()).height())
        painter.drawText(name, Qt.AlignmentFlag.AlignLeft, self.text())
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text_muted"))
        words = QRectF(inner.left(), name.bottom() + 6, inner.width(), inner.bottom() - name.bottom() - 6)
        painter.drawText(words, Qt.TextFlag.TextWordWrap, self._words)


class FirstRun(QWidget):
    """Says by a signal how the person wants to begin."""

    import_wanted = Signal()
    sample_wanted = Signal()
    empty_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        welcome = QLabel("开始记录创先争优活动")
        welcome.setProperty("role", "title")
        words = QLabel("这个数据文件夹还是空的。先选一种开始的办法，以后随时可以再导入。")
        words.setProperty("role", "muted")
        choices = QHBoxLayout()
        choices.setSpacing(theme.LARGE)
        self.choices: list[Choice] = []
        for picture, name, text, signal in (
            (
                "file-spreadsheet",
                "导入现有表格",
                "团组织一览表、团员花名册、活动记录表，.xlsx 和 .xls 都可以；先看预览再保存。也可以把文件拖到窗口里。",
                self.import_wanted,
            ),
            (
                "sparkles",
                "用示例数据试一试",
                "装入一个虚构的局团委：支部、团员、活动和考核都有，看看各页怎样用。可以整体撤销。",
                self.sample_wanted,
            ),
            (
                "file-plus",
                "从空白开始",
                "先建立局团委和各团支部，再逐个登记团员和活动。",
                self.empty_wanted,
            ),
        ):
            choice = Choice(picture, name, text, main=not self.choices)
            choice.clicked.connect(signal)
            self.choices.append(choice)
            choices.addWidget(choice)
        middle = QWidget()
        middle.setMaximumWidth(920)
        column = QVBoxLayout(middle)
        column.setSpacing(theme.SMALL)
        column.addWidget(welcome)
        column.addWidget(words)
        column.addSpacing(theme.LARGE)
        column.addLayout(choices)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(middle, 8)
        across.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(across)
        layout.addStretch(3)
        self.choices[0].setFocus()
