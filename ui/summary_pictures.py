"""The pictures a summary may show, beside its text: ticked ones are shown, their captions are written in place."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImageReader, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from models.attachment import Attachment
from models.files import FileStore
from models.summary import MOST_PICTURES, Summary, candidates, period_of, pictures_of
from ui import theme
from ui.wrapped_label import WrappedLabel

THUMBNAIL = QSize(150, 100)
_MOST_OFFERED = 40  # the best activities' come first; each costs a moment to be made small
_PICTURE = Qt.ItemDataRole.UserRole
_WORDS = "打勾的放进总结，最多{}张；按 F2 改图片说明，Alt+↑↓ 改先后。"


class SummaryPictures(QWidget):
    """`changed` when pictures or captions are others; nothing is written here."""

    changed = Signal()

    def __init__(self, files: FileStore) -> None:
        super().__init__()
        self._files = files
        self._start: list[tuple[int, str]] = []
        self.list = _PictureList()
        self.list.setAccessibleName("可选的活动图片")
        self.list.itemChanged.connect(self._settle)
        self.list.model().rowsMoved.connect(lambda *_: self.changed.emit())
        self._words = WrappedLabel(_WORDS.format(MOST_PICTURES))
        theme.mark(self._words, role="caption")
        heading = QLabel("配图")
        theme.mark(heading, role="subheading")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SMALL, 0, 0, 0)
        layout.setSpacing(theme.TIGHT)
        layout.addWidget(heading)
        layout.addWidget(self._words)
        layout.addWidget(self.list, 1)

    def load(self, summary: Summary) -> None:
        """Show the summary's pictures, ticked, and behind them the others of its activities."""
        shown = [(each.picture, str(each.caption or "")) for each in pictures_of(summary)]
        known = {picture.id for picture, _ in shown}
        others = [
            (each.attachment, each.caption)
            for each in candidates(summary.organisation_id, period_of(summary))
            if each.attachment.id not in known
        ]
        self.list.blockSignals(True)
        self.list.clear()
        for place, (picture, caption) in enumerate([*shown, *others[:_MOST_OFFERED]]):
            self.list.addItem(self._item(picture, caption, place < len(shown)))
        self.list.blockSignals(False)
        self._start = self._ids()
        if not self.list.count():
            self._words.setText("这段时间的活动还没有图片。在活动里添加照片后，可以在这里选用。")

    def chosen(self) -> list[tuple[Attachment, str]]:
        """The ticked pictures with their captions, from above."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return [
            (item.data(_PICTURE), item.text().strip())
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]

    def is_changed(self) -> bool:
        """Whether saving would change anything."""
        return self._ids() != self._start

    def finish_typing(self) -> None:
        """Take over a caption that is still being typed."""
        focus = QApplication.focusWidget()
        if focus is not None and focus is not self.list and self.list.isAncestorOf(focus):
            self.list.setFocus()

    def saved(self) -> None:
        """What is ticked now is what is kept."""
        self._start = self._ids()

    def _ids(self) -> list[tuple[int, str]]:
        return [(picture.id, caption) for picture, caption in self.chosen()]

    def _item(self, picture: Attachment, caption: str, ticked: bool) -> QListWidgetItem:
        item = QListWidgetItem(_small(picture, self._files), caption)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        item.setData(_PICTURE, picture)
        item.setToolTip(f"{caption}\n{picture.name}")
        return item

    def _settle(self, item: QListWidgetItem) -> None:
        if item.checkState() == Qt.CheckState.Checked and len(self.chosen()) > MOST_PICTURES:
            self.list.blockSignals(True)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.blockSignals(False)
        self.changed.emit()


class _PictureList(QListWidget):
    """A list whose current line moves with Alt and the arrows."""

    def __init__(self) -> None:
        super().__init__()
        self.setIconSize(THUMBNAIL)
        self.setSpacing(2)
        self.setWordWrap(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setProperty("role", "framed")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+↑ and Alt+↓ move the picture."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        row = self.currentRow()
        if step is None or event.modifiers() != Qt.KeyboardModifier.AltModifier or row < 0:
            super().keyPressEvent(event)
            return
        target = row + step
        if 0 <= target < self.count():
            self.model().moveRow(self.rootIndex(), row, self.rootIndex(), target + (step > 0))
            self.setCurrentRow(target)


def _small(picture: Attachment, files: FileStore) -> QIcon:
    """The picture as large as it is shown; nothing where its file is gone."""
    reader = QImageReader(str(files.path(str(picture.digest))))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return QIcon() if image.isNull() else QIcon(QPixmap.fromImage(image))
