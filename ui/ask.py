"""The one place that talks to the user in dialogs: questions, errors with their next step, choosing files."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from models.errors import AppError
from ui import icons, theme
from ui.file_chooser import speak_chinese
from ui.remember import Remember

WORKBOOKS = "表格文件 (*.xlsx *.xls)"
XLSX = "Excel 工作簿 (*.xlsx)"
PDF = "PDF 文件 (*.pdf)"
PICTURES = "图片 (*.png *.jpg *.jpeg *.bmp *.gif *.webp)"
EVERYTHING = "所有文件 (*)"

_SIGNS = {
    "info": ("info", "info"),
    "question": ("circle-help", "info"),
    "warn": ("triangle-alert", "warn"),
    "error": ("circle-alert", "bad"),
    "good": ("circle-check", "good"),
}


# The letters that people know from other programs; Y says yes to any other deed. 取消 is Esc.
_LETTERS = {"删除": "D", "保存": "S", "不保存": "N"}


class Keep(Enum):
    """The answer to “save what was changed?”."""

    SAVE = "保存"
    DISCARD = "不保存"
    CANCEL = "取消"


class Notice(QDialog):
    """A sentence, what to do about it, and buttons; `answer` is the pressed button's place, None for Esc."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        message: str,
        next_step: str = "",
        *,
        sign: str = "info",
        buttons: Sequence[tuple[str, QDialogButtonBox.ButtonRole]] = (
            ("知道了", QDialogButtonBox.ButtonRole.AcceptRole),
        ),
        default: int = 0,
        danger: int | None = None,
        details: str = "",
    ) -> None:
        super().__init__(parent)
        self.answer: int | None = None
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        box = QDialogButtonBox(self)
        self.buttons: list[QPushButton] = []
        for place, (text, (_, role)) in enumerate(zip(_lettered(buttons), buttons, strict=True)):
            button = box.addButton(text, role)
            # Enter presses the button that has the focus; the default only while none has.
            button.setAutoDefault(True)
            if place == danger:
                theme.mark(button, tone="danger")
            elif danger is not None:
                theme.mark(button, tone="plain")
            button.clicked.connect(lambda _=False, place=place: self._finish(place))
            self.buttons.append(button)
        if len(self.buttons) == 1:
            theme.mark(self.buttons[0], tone="plain")
        self.buttons[default].setDefault(True)
        self.buttons[default].setFocus()

        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.WIDE, theme.WIDE, theme.LARGE)
        layout.setSpacing(theme.WIDE)
        layout.addLayout(self._words(message, next_step, sign))
        if details:
            layout.addWidget(self._details(details, box))
        layout.addWidget(box)
        self.setAccessibleName(message)
        self.setAccessibleDescription(next_step)

    def _words(self, message: str, next_step: str, sign: str) -> QHBoxLayout:
        picture = QLabel()
        name, tone = _SIGNS[sign]
        picture.setPixmap(icons.icon(name, tone).pixmap(QSize(28, 28), self.devicePixelRatioF()))
        picture.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(theme.SMALL)
        for text, role in ((message, "subheading"), (next_step, "muted")):
            if text:
                label = QLabel(text)
                label.setProperty("role", role)
                label.setWordWrap(True)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                words.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(theme.LARGE)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _details(self, details: str, box: QDialogButtonBox) -> QPlainTextEdit:
        shown = QPlainTextEdit(details)
        shown.setReadOnly(True)
        shown.setAccessibleName("详细内容")
        shown.setMinimumSize(560, 180)
        copy = box.addButton("复制详细内容", QDialogButtonBox.ButtonRole.ActionRole)
        copy.setAutoDefault(False)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        return shown

    def _finish(self, place: int) -> None:
        self.answer = place
        self.accept()


def _lettered(buttons: Sequence[tuple[str, QDialogButtonBox.ButtonRole]]) -> list[str]:
    """The words of the buttons of a question, each deed with its letter; one of several ways has its number."""
    deeds = [text for text, role in buttons if role != QDialogButtonBox.ButtonRole.RejectRole]
    if len(buttons) == 1:
        return deeds
    ways = sum(1 for _, role in buttons if role == QDialogButtonBox.ButtonRole.AcceptRole) > 1
    keys = {text: str(place) if ways else _LETTERS.get(text, "Y") for place, text in enumerate(deeds, 1)}
    return [f"{text}(&{keys[text]})" if text in keys else text for text, _ in buttons]


def inform(
    parent: QWidget | None,
    title: str,
    message: str,
    next_step: str = "",
    *,
    details: str = "",
    sign: str = "info",
) -> None:
    """Tells something; sign is info, good, warn or error."""
    Notice(parent, title, message, next_step, details=details, sign=sign).exec()


def confirm(
    parent: QWidget | None, title: str, message: str, next_step: str = "", *, yes: str, danger: bool = False
) -> bool:
    """Asks before something is done; `yes` names the deed (“删除”). Enter does nothing dangerous."""
    role = QDialogButtonBox.ButtonRole
    notice = Notice(
        parent,
        title,
        message,
        next_step,
        sign="warn" if danger else "question",
        buttons=[(yes, role.AcceptRole), ("取消", role.RejectRole)],
        default=1 if danger else 0,
        danger=0 if danger else None,
    )
    notice.exec()
    return notice.answer == 0


def keep_changes(parent: QWidget | None, what: str) -> Keep:
    """Asks what becomes of unsaved changes to `what` (“团员 张三”); Esc is cancel."""
    role = QDialogButtonBox.ButtonRole
    answers = [Keep.SAVE, Keep.DISCARD, Keep.CANCEL]
    notice = Notice(
        parent,
        "保存修改",
        f"“{what}”的修改还没有保存。",
        "不保存的话，这次修改的内容就没有了。",
        sign="question",
        buttons=[
            (Keep.SAVE.value, role.AcceptRole),
            (Keep.DISCARD.value, role.DestructiveRole),
            (Keep.CANCEL.value, role.RejectRole),
        ],
    )
    notice.exec()
    return Keep.CANCEL if notice.answer is None else answers[notice.answer]


def choose(
    parent: QWidget | None, title: str, message: str, next_step: str = "", *, options: Sequence[str]
) -> int | None:
    """Asks for one of a few ways to go on; returns its place, None when the person cancels."""
    role = QDialogButtonBox.ButtonRole
    buttons = [(text, role.AcceptRole) for text in options] + [("取消", role.RejectRole)]
    notice = Notice(parent, title, message, next_step, sign="question", buttons=buttons)
    notice.exec()
    return None if notice.answer == len(options) else notice.answer


def show_error(parent: QWidget | None, error: AppError, title: str = "没有完成") -> None:
    """Shows what a person can act on: the sentence and the next step."""
    inform(parent, title, error.message, error.next_step, sign="error")


def open_files(
    parent: QWidget | None, title: str, kinds: str, remember: Remember | None = None
) -> list[Path]:
    """Asks for files to read; empty when the person cancels. `kinds` as WORKBOOKS, several divided by ;;"""
    dialog = file_dialog(parent, title, kinds, "打开", remember)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return _chosen(dialog, kinds, remember)


def open_file(
    parent: QWidget | None, title: str, kinds: str, remember: Remember | None = None
) -> Path | None:
    """Asks for one file to read; None when the person cancels."""
    dialog = file_dialog(parent, title, kinds, "打开", remember)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return next(iter(_chosen(dialog, kinds, remember)), None)


def save_file(
    parent: QWidget | None, title: str, name: str, kinds: str, remember: Remember | None = None
) -> Path | None:
    """Asks where to write, proposing `name`; adds the kind's ending when none was typed. None on cancel.

    An existing file is asked about by the chooser itself.
    """
    dialog = file_dialog(parent, title, kinds, "保存", remember)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, "保存")
    dialog.selectFile(name)
    return next(iter(_chosen(dialog, kinds, remember)), None)


def folder(parent: QWidget | None, title: str, remember: Remember | None = None) -> Path | None:
    """Asks for a folder; None when the person cancels."""
    dialog = file_dialog(parent, title, "", "选择", remember)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return next(iter(_chosen(dialog, "", remember)), None)


def file_dialog(
    parent: QWidget | None, title: str, kinds: str, accept: str, remember: Remember | None
) -> QFileDialog:
    """The chooser of files in the folder of last time; the system's own where it has one."""
    dialog = QFileDialog(parent, title, _folder(remember, kinds), kinds)
    label = QFileDialog.DialogLabel
    # Qt's Chinese catalogue leaves some of these out.
    for part, text in (
        (label.LookIn, "位置(&L)："),
        (label.FileName, "文件名(&N)："),
        (label.FileType, "文件类型(&T)："),
        (label.Accept, accept),
        (label.Reject, "取消"),
    ):
        dialog.setLabelText(part, text)
    speak_chinese(dialog)
    return dialog


def _chosen(dialog: QFileDialog, purpose: str, remember: Remember | None) -> list[Path]:
    answered = dialog.exec() == QDialog.DialogCode.Accepted
    chosen = [Path(name) for name in dialog.selectedFiles()] if answered else []
    dialog.deleteLater()
    if chosen and remember:
        place = chosen[0] if chosen[0].is_dir() else chosen[0].parent
        remember.put(f"folder/{purpose}", str(place))
    return chosen


def _folder(remember: Remember | None, purpose: str) -> str:
    last = str(remember.get(f"folder/{purpose}", "")) if remember else ""
    return last if last and Path(last).is_dir() else str(Path.home())
