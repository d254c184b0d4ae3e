"""Qt's own chooser of files, where the system has none: kinds, sizes and days in Chinese, arrows seen in any look."""

from __future__ import annotations

from PySide6.QtCore import QFileInfo, QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import (
    QFileDialog,
    QFileSystemModel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
)

from ui.icons import icon

_SIZE, _KIND, _DAY = 1, 2, 3  # the columns of Qt's list of files after the name
_KINDS = {
    "xlsx": "Excel 工作簿",
    "xls": "Excel 97-2003 工作簿",
    "pdf": "PDF 文件",
    "csv": "CSV 文件",
    "zip": "压缩文件",
}
_PICTURES = {
    "backButton": "chevron-left",
    "forwardButton": "chevron-right",
    "toParentButton": "chevron-up",
    "newFolderButton": "plus",
    "listModeButton": "layout-dashboard",
    "detailModeButton": "list",
}


def speak_chinese(dialog: QFileDialog) -> None:
    """Amend Qt's own chooser; one of the system is left as it is."""
    view = dialog.findChild(QTreeView, "treeView")
    if view is None:
        return
    facts = _Facts(view)
    for column in (_SIZE, _KIND, _DAY):
        view.setItemDelegateForColumn(column, facts)
    for name, picture in _PICTURES.items():
        button = dialog.findChild(QToolButton, name)
        if button is not None:
            button.setIcon(icon(picture))


class _Facts(QStyledItemDelegate):
    """Size, kind and day of a file; Qt writes them in the system's language and has no Chinese words for some."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The cell with its text in our words."""
        super().initStyleOption(option, index)
        path = index.data(QFileSystemModel.Roles.FilePathRole)
        if isinstance(path, str) and path:
            option.text = _fact(QFileInfo(path), index.column())


def _fact(file: QFileInfo, column: int) -> str:
    if column == _DAY:
        return file.lastModified().toString("yyyy-MM-dd HH:mm")
    if column == _KIND:
        if file.isDir():
            return "文件夹"
        ending = file.suffix()
        return _KINDS.get(ending.lower(), f"{ending.upper()} 文件" if ending else "文件")
    return "" if file.isDir() else _size(file.size())


def _size(count: float) -> str:
    if count < 1024:
        return f"{count:.0f} B"
    units = ("KB", "MB", "GB")
    for unit in units:
        count /= 1024
        if count < 1024 or unit == units[-1]:
            break
    return f"{count:.1f} {unit}"
