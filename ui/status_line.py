"""The line at the window's foot: where the data are, what was last done, and taking it back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from models import journal
from ui import icons, theme

SAID_FOR = 8000


class StatusLine(QWidget):
    """Data folder at the left; the last saved action with 撤销 at the right; passing sentences between."""

    def __init__(self, folder: Path, undo: QAction) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._folder = QToolButton()
        self._folder.setProperty("role", "status")
        self._folder.setIcon(icons.icon("database"))
        self._folder.setIconSize(QSize(14, 14))
        self._folder.setText(_short(folder))
        self._folder.setToolTip(f"数据保存在 {folder}\n单击打开这个文件夹")
        self._folder.setAccessibleName("打开数据文件夹")
        self._folder.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._folder.clicked.connect(self.open_folder)
        self._path = folder
        self._said = QLabel()
        self._said.setProperty("role", "caption")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        # However long the sentence, it takes no more than is left over.
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._done = QLabel()
        self._done.setProperty("role", "caption")
        self._done.setTextFormat(Qt.TextFormat.PlainText)
        self._full = ""
        self._sentence = ""
        self._undo = QToolButton()
        self._undo.setProperty("role", "status-link")
        self._undo.setText("撤销")
        self._undo.setToolTip("撤销这一步（Ctrl+Z）")
        self._undo.clicked.connect(undo.trigger)
        self._fade = QTimer(self, singleShot=True, interval=SAID_FOR)
        self._fade.timeout.connect(lambda: self._show_sentence(""))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.SMALL, 2, theme.SMALL, 2)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(self._folder)
        layout.addSpacing(theme.SMALL)
        layout.addWidget(self._said, 1)
        layout.addWidget(self._done)
        layout.addWidget(self._undo)
        self.refresh()

    def refresh(self) -> None:
        """Shows what the journal says was done last."""
        last = journal.last_undoable()
        self._full = f"已保存 {last.at[5:16]}　{last.name}" if last else ""
        self._undo.setVisible(last is not None)
        self._fit()

    def open_folder(self) -> None:
        """Opens the data folder in the desktop's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))

    def say(self, sentence: str) -> None:
        """Shows a sentence for a while."""
        self._show_sentence(sentence)
        self._fade.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shortens what does not fit."""
        self._fit()

    def _show_sentence(self, sentence: str) -> None:
        self._sentence = sentence
        self._fit()

    def _fit(self) -> None:
        # What was said just now has the most of the line; what was done last can be read in the journal.
        room = max(120, self.width() // (4 if self._sentence else 2) - 120)
        _shorten(self._done, self._full, room)
        self.layout().activate()
        _shorten(self._said, self._sentence, max(40, self._said.width()))


def _shorten(label: QLabel, text: str, room: int) -> None:
    """Show a text as far as it fits, all of it in the tool tip."""
    shown = label.fontMetrics().elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, room)
    label.setText(shown)
    label.setToolTip(text if shown != text else "")


def _short(folder: Path) -> str:
    home = Path.home()
    text = f"~/{folder.relative_to(home).as_posix()}" if folder.is_relative_to(home) else str(folder)
    return text if len(text) <= 48 else f"…{text[-46:]}"
