"""What composing a summary anew would change, line by line, before anything of it is taken over."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTextBrowser, QVBoxLayout, QWidget

from models.summary_text import Changed
from ui import theme

_LOOKS = {"+": ("good", "新"), "-": ("bad", "删")}


class ChangesDialog(QDialog):
    """The kept lines as they are, new ones green, those that would go red; Enter changes nothing."""

    def __init__(self, parent: QWidget, found: Sequence[Changed]) -> None:
        super().__init__(parent)
        self.setWindowTitle("重新编写")
        gone = sum(each.sign == "-" for each in found)
        new = sum(each.sign == "+" for each in found)
        words = QLabel(
            f"按现在的记录重新编写，会去掉{gone}段，换上{new}段。正文里手工改过的内容也在去掉之列。"
        )
        words.setWordWrap(True)
        self.view = QTextBrowser()
        self.view.setAccessibleName("重新编写前后的不同")
        self.view.setFont(theme.font(1.1))
        self.view.setHtml("".join(_paragraph(each) for each in found))
        box = QDialogButtonBox()
        self.yes = box.addButton("换成新的", QDialogButtonBox.ButtonRole.AcceptRole)
        self.no = box.addButton("保留现在的", QDialogButtonBox.ButtonRole.RejectRole)
        theme.mark(self.yes, tone="danger")
        theme.mark(self.no, tone="plain")
        self.no.setDefault(True)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        layout.addWidget(words)
        layout.addWidget(self.view, 1)
        layout.addWidget(box)
        self.resize(QSize(900, 640).boundedTo(parent.window().size() - QSize(40, 40)))
        self.no.setFocus()


def _paragraph(each: Changed) -> str:
    text = html.escape(each.line) or "&nbsp;"
    if each.sign not in _LOOKS:
        return f"<p style='margin:4px 0; color:{theme.colour('text_muted').name()}'>{text}</p>"
    tone, word = _LOOKS[each.sign]
    ground, ink = theme.colour(f"{tone}_soft").name(), theme.colour(tone).name()
    struck = "text-decoration:line-through;" if each.sign == "-" else ""
    return (
        f"<p style='margin:4px 0; background-color:{ground}; color:{ink}'>"
        f"<b>{word}</b>　<span style='{struck}'>{text}</span></p>"
    )
