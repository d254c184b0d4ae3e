"""The editor for attached files: dropped or chosen, shown small, opened, saved elsewhere, taken away."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QIcon, QImageReader, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.attachment import PICTURES, Attachment, attach, attachments_of
from models.errors import AppError
from models.fields import Attachments
from models.files import FileStore
from models.record import Record
from ui import ask, theme
from ui.icons import icon

THUMBNAIL = QSize(96, 72)


@dataclass
class _File:
    """One file shown: already kept, or only to be kept when the record is saved."""

    name: str
    path: Path
    attachment: Attachment | None = None


class FilesEditor(QWidget):
    """Changes nothing until `save(record)` is called inside the form's change."""

    changed = Signal()
    left = Signal()

    def __init__(self, field: Attachments, store: FileStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._store = store
        self._files: list[_File] = []
        self._removed: list[Attachment] = []
        self.list = QListWidget()
        self.list.setAccessibleName(field.label)
        self.list.setViewMode(QListWidget.ViewMode.IconMode)
        self.list.setIconSize(THUMBNAIL)
        self.list.setGridSize(QSize(THUMBNAIL.width() + 24, THUMBNAIL.height() + 40))
        self.list.setMovement(QListWidget.Movement.Static)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setWordWrap(False)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setProperty("role", "framed")
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.itemActivated.connect(lambda item: self._open(self.list.row(item)))
        self.setAcceptDrops(True)
        self.setFocusProxy(self.list)
        row = QHBoxLayout()
        row.setSpacing(theme.TIGHT)
        self.add_button = self._button("添加文件…", "paperclip", self.choose)
        self.remove_button = self._button("移除", "trash-2", self.remove_chosen)
        row.addWidget(self.add_button)
        row.addWidget(self.remove_button)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.TIGHT)
        layout.addWidget(self.list)
        layout.addLayout(row)
        self.list.itemSelectionChanged.connect(self._allow)
        self._show()

    def load(self, record: Record) -> None:
        """Show the files of a record; none for one that is not saved yet."""
        kept = attachments_of(record) if record.get_id() is not None else []
        self._files = [_File(str(one.name), self._store.path(str(one.digest)), one) for one in kept]
        self._removed = []
        self._show()

    def add(self, paths: Sequence[Path]) -> None:
        """Add files, to be kept when the record is saved; folders and files already there are passed over."""
        known = {one.path for one in self._files}
        new = [_File(path.name, path) for path in paths if path.is_file() and path not in known]
        if new:
            self._files += new
            self._show()
            self.changed.emit()

    def names(self) -> list[str]:
        """The names of the files shown."""
        return [one.name for one in self._files]

    def is_changed(self) -> bool:
        """Whether saving would add or remove a file."""
        return bool(self._removed) or any(one.attachment is None for one in self._files)

    def save(self, record: Record) -> None:
        """Keep what was added and delete what was removed; within the running change. AppError: unreadable."""
        for attachment in self._removed:
            attachment.delete_instance()
        attach(record, [one.path for one in self._files if one.attachment is None], self._store)

    def choose(self) -> None:
        """Ask for files."""
        self.add(ask.open_files(self, f"添加{self.field.label}", ask.EVERYTHING))

    def remove_chosen(self) -> None:
        """Take the chosen files out; they are deleted when the record is saved."""
        rows = {self.list.row(item) for item in self.list.selectedItems()}
        if not rows:
            return
        self._removed += [
            one.attachment for at, one in enumerate(self._files) if at in rows and one.attachment is not None
        ]
        self._files = [one for at, one in enumerate(self._files) if at not in rows]
        self._show()
        self.changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the dropped files."""
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def _button(self, text: str, picture: str, work: object) -> QPushButton:
        button = QPushButton(icon(picture), text)
        button.setAutoDefault(False)
        button.setAccessibleName(f"{self.field.label}：{text}")
        theme.mark(button, tone="quiet")
        button.clicked.connect(work)
        return button

    def _show(self) -> None:
        self.list.clear()
        for one in self._files:
            item = QListWidgetItem(_picture(one), one.name)
            item.setToolTip(one.name)
            self.list.addItem(item)
        self.list.setVisible(bool(self._files))
        lines = 1 if len(self._files) <= 4 else 2
        self.list.setFixedHeight(lines * self.list.gridSize().height() + 8)
        self._allow()

    def _allow(self) -> None:
        self.remove_button.setVisible(bool(self._files))
        self.remove_button.setEnabled(bool(self.list.selectedItems()))

    def _menu(self, point: object) -> None:
        item = self.list.itemAt(point)
        if item is None:
            return
        row = self.list.row(item)
        menu = QMenu(self)
        menu.addAction(icon("eye"), "打开").triggered.connect(lambda: self._open(row))
        menu.addAction(icon("download"), "另存为…").triggered.connect(lambda: self._save_as(row))
        menu.addAction(icon("trash-2"), "移除").triggered.connect(self.remove_chosen)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.list.viewport().mapToGlobal(point))

    def _open(self, row: int) -> None:
        """Open a copy under the file's own name: the store's file has none and must not be changed."""
        one = self._files[row]
        folder = Path(tempfile.mkdtemp(prefix="attachment-"))
        try:
            shutil.copyfile(one.path, folder / one.name)
        except OSError:
            error = AppError(f"附件“{one.name}”打不开，文件可能已被移走。", "请从备份恢复附件文件夹。")
            ask.show_error(self, error)
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder / one.name)))

    def _save_as(self, row: int) -> None:
        one = self._files[row]
        target = ask.save_file(self, "另存附件", one.name, ask.EVERYTHING)
        if target is None:
            return
        try:
            shutil.copyfile(one.path, target)
        except OSError:
            ask.show_error(self, AppError(f"“{target.name}”没有写成。", "请换一个文件夹，或检查磁盘空间。"))


def _picture(one: _File) -> QIcon:
    """A small picture of the file; a sheet of paper for what is no picture."""
    if Path(one.name).suffix.lower() in PICTURES:
        reader = QImageReader(str(one.path))
        # Only as large as it is shown: a photo of 12 megapixels would take 48 MB.
        reader.setAutoTransform(True)
        size = reader.size()
        if size.isValid():
            reader.setScaledSize(size.scaled(THUMBNAIL * 2, Qt.AspectRatioMode.KeepAspectRatio))
            picture = reader.read()
            if not picture.isNull():
                return QIcon(QPixmap.fromImage(picture))
    return icon("file-text")
