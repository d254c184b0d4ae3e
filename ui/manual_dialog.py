"""使用手册: docs/手册.md with its pictures beside the work, its headings at the left, searched with Ctrl+F."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPalette,
    QShortcut,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from models.errors import AppError
from ui import ask, theme
from ui.icons import icon

MANUAL = Path(__file__).resolve().parents[1] / "docs" / "手册.md"
USUAL_SIZE = QSize(1120, 760)
PICTURE_WIDTH = 760
_PLACE = Qt.ItemDataRole.UserRole


def slug(heading: str) -> str:
    """The name by which a link in the text calls a heading: without punctuation, blanks as hyphens."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def show_manual(window: QWidget) -> None:
    """Open the manual, or bring it to the front; it may stay open beside the work."""
    try:
        dialog = window.findChild(ManualDialog) or ManualDialog(window)
    except AppError as error:
        ask.show_error(window, error)
        return
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()


class ManualView(QTextBrowser):
    """The text; pictures are made to fit."""

    def loadResource(self, kind: int, name: QUrl) -> Any:
        """A picture in the width of the text, sharp on any screen."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        image = QImage(self.source().resolved(name).toLocalFile())
        ratio = self.devicePixelRatioF()
        if image.isNull() or image.width() <= PICTURE_WIDTH:
            return image
        image = image.scaledToWidth(int(PICTURE_WIDTH * ratio), Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio)
        return image

    def read(self, file: Path) -> None:
        """Show a file and give it the distances of a printed page."""
        self.setSource(QUrl.fromLocalFile(str(file)), QTextDocument.ResourceType.MarkdownResource)
        document = self.document()
        document.setDocumentMargin(theme.WIDE)
        block = document.begin()
        while block.isValid():
            self._dress(block)
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                form = frame.format()
                form.setBorder(1)
                form.setBorderCollapse(True)
                form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                form.setBorderBrush(theme.colour("line"))
                form.setCellPadding(theme.SMALL)
                frame.setFormat(form)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _dress(self, block: QTextBlock) -> None:
        form = QTextBlockFormat(block.blockFormat())
        level = form.headingLevel()
        cursor = QTextCursor(block)
        if level:
            form.setTopMargin(theme.WIDE if level < 3 else theme.LARGE)
            form.setBottomMargin(theme.SMALL)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            letters = cursor.charFormat()
            letters.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            letters.setFontPointSize(theme.POINTS * {1: 1.7, 2: 1.35}.get(level, 1.1))
            letters.setFontWeight(QFont.Weight.DemiBold)
            cursor.mergeCharFormat(letters)
        elif (
            cursor.currentTable() is None and not form.nonBreakableLines()
        ):  # the lines of a command stand close
            form.setTopMargin(theme.TIGHT)
            form.setBottomMargin(theme.TIGHT if block.textList() else theme.SMALL)
            form.setLineHeight(135, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if _is_picture(block):
            form.setLineHeight(100, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        QTextCursor(block).setBlockFormat(form)


class ManualDialog(QDialog):
    """Not modal: it is read while one works. Raises AppError when the file is not there."""

    def __init__(self, parent: QWidget | None) -> None:
        if not MANUAL.is_file():
            raise AppError("找不到使用手册。", "程序文件夹里应有 docs/手册.md，请重新安装程序。")
        super().__init__(parent)
        self.setWindowTitle("使用手册")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(USUAL_SIZE.boundedTo(self.screen().availableSize() - QSize(40, 60)))
        self.view = ManualView()
        self.view.setAccessibleName("使用手册")
        theme.mark(self.view, role="page")
        self.view.setOpenLinks(False)
        self.view.anchorClicked.connect(
            lambda link: self.go(link.fragment(QUrl.ComponentFormattingOption.FullyDecoded))
        )
        self.headings = QListWidget()
        self.headings.setAccessibleName("目录")
        self.headings.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.search = QLineEdit()
        theme.mark(self.search, role="search")
        self.search.setPlaceholderText("在手册里查找（Ctrl+F）")
        self.search.setAccessibleName("在手册里查找")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(lambda _text: self._mark_all())
        self.said = QLabel()
        theme.mark(self.said, role="muted")
        self._found: list[QTextCursor] = []
        self._at = 0
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self._begin_search)
        QShortcut(QKeySequence("F3"), self).activated.connect(lambda: self.find_next())
        QShortcut(QKeySequence("Shift+F3"), self).activated.connect(lambda: self.find_next(-1))
        self._lay_out()
        self.view.read(MANUAL)
        self._list_headings()
        self.headings.currentItemChanged.connect(lambda item, _: item and self._show_place(item.data(_PLACE)))
        self.view.setFocus()

    def _lay_out(self) -> None:
        side = QWidget()
        down = QVBoxLayout(side)
        down.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.MEDIUM)
        down.setSpacing(theme.SMALL)
        down.addWidget(self.search)
        down.addWidget(self.said)
        down.addWidget(self.headings, 1)
        self.said.hide()
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(side)
        splitter.addWidget(self.view)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([290, 830])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    # -- headings -------------------------------------------------------------------------------------

    def _list_headings(self) -> None:
        block = self.view.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            if level in (2, 3):
                item = QListWidgetItem(("　" if level == 3 else "") + block.text())
                item.setData(_PLACE, block.position())
                self.headings.addItem(item)
            block = block.next()

    def go(self, name: str) -> None:
        """To the heading that a link calls so."""
        for row in range(self.headings.count()):
            item = self.headings.item(row)
            if slug(item.text()) == name:
                self.headings.setCurrentItem(item)
                self._show_place(item.data(_PLACE))
                return

    def _show_place(self, position: int) -> None:
        """Bring a place of the text to the top."""
        cursor = QTextCursor(self.view.document())
        cursor.setPosition(position)
        self.view.setTextCursor(cursor)
        bar = self.view.verticalScrollBar()
        bar.setValue(bar.value() + self.view.cursorRect(cursor).top() - theme.MEDIUM)

    # -- searching ------------------------------------------------------------------------------------

    def _begin_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _mark_all(self) -> None:
        """Mark every place where the text stands, and go to the first one."""
        words, self._found = self.search.text().strip(), []
        if words:
            cursor = QTextCursor(self.view.document())
            while not (cursor := self.view.document().find(words, cursor)).isNull():
                self._found.append(QTextCursor(cursor))
        palette = self.view.palette()
        marks = []
        for found in self._found:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = found  # type: ignore[assignment]
            mark.format.setBackground(theme.colour("warn_soft"))  # type: ignore[attr-defined]
            mark.format.setForeground(palette.color(QPalette.ColorRole.Text))  # type: ignore[attr-defined]
            marks.append(mark)
        self.view.setExtraSelections(marks)
        self._at = -1
        if self._found:
            self.find_next()
        else:
            cursor = self.view.textCursor()
            cursor.clearSelection()
            self.view.setTextCursor(cursor)
            self._tell()

    def find_next(self, step: int = 1) -> None:
        """The next place, or the one before, round the end."""
        if self._found:
            self._at = (self._at + step) % len(self._found)
            self.view.setTextCursor(self._found[self._at])
        self._tell()

    def _tell(self) -> None:
        self.said.setVisible(bool(self.search.text().strip()))
        self.said.setText(f"第{self._at + 1}处，共{len(self._found)}处" if self._found else "没有找到")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the search goes on, Shift+Enter back; Esc takes the search away before it closes the manual."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.search.hasFocus():
            self.find_next(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        else:
            super().keyPressEvent(event)


def _is_picture(block: QTextBlock) -> bool:
    parts = block.begin()
    return not parts.atEnd() and parts.fragment().charFormat().isImageFormat()
