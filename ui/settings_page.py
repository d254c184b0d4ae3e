"""设置: the office's particulars, the dictionaries, the rules, where the data lie."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from models.document_number import USUAL_FORM, form_problem, next_number
from models.fields import Text
from models.leading_group import DUTY_SETTINGS, USUAL_DUTIES
from models.settings import OFFICE_PARTICULARS, office, set_office
from ui import ask, theme
from ui.desk import Desk
from ui.dictionary_editor import DictionaryEditor
from ui.form_fields import FieldGrid, FieldRow
from ui.icons import icon
from ui.rules_editor import RulesEditor
from ui.scrolled import scrolled

# Examples and what a particular is for; printed nowhere.
HINTS = {
    "office_name": "例如：区水务局团委",
    "office_full_name": "例如：共青团××区水务局委员会，印在推荐表和考核表上",
    "district_committee": "例如：共青团××区委员会",
    "signature": "空着用团委全称",
    "document_prefix": "例如：×水团",
    "document_form": f"空着用：{USUAL_FORM}",
    "certificate_prefix": "例如：SWTW，编成SWTW20100001",
    "theme": "写在总结里",
    # What the leading group's list says as long as nothing else is written.
    **{name: f"空着用：{USUAL_DUTIES[role]}" for role, name in DUTY_SETTINGS.items()},
}


class ParticularsSection(QWidget):
    """单位设置: what stands at the head and foot of sheets and forms."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.rows: dict[str, FieldRow] = {}
        for name, label in OFFICE_PARTICULARS.items():
            field = Text(label, limit=100, hint=HINTS.get(name, ""))
            field.name = name
            row = FieldRow(field, None)
            row.changed.connect(self._allow)
            self.rows[name] = row
        self.save_button = QPushButton("保存")
        theme.mark(self.save_button, tone="primary")
        self.save_button.setAutoDefault(False)
        self.save_button.setToolTip("保存（Ctrl+S）")
        self.save_button.clicked.connect(lambda _=False: self.save())
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self.save_button)
        note = QLabel("印在表头、表尾和推荐表、考核表上。")
        theme.mark(note, role="muted")
        self.numbers = QLabel()
        self.numbers.setWordWrap(True)
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(0, 0, theme.SMALL, 0)
        inside.setSpacing(theme.MEDIUM)
        inside.addWidget(note)
        inside.addWidget(FieldGrid("", list(self.rows.values())))
        inside.addStretch()
        # On a small screen the particulars scroll; what is said of them and the button stay.
        area = scrolled(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.MEDIUM)
        layout.addWidget(area, 1)
        layout.addWidget(self.numbers)
        layout.addLayout(foot)
        self.load()

    def load(self) -> None:
        """Show what is stored."""
        for name, row in self.rows.items():
            assert row.editor is not None
            row.editor.set_value(office(name) or None)
        following = next_number(self.desk.year)
        self.numbers.setText(
            f"{self.desk.year}年的下一个文号：{following}"
            if following
            else "填了文号字头，要文号的地方会提示下一个。"
        )
        theme.mark(self.numbers, role="muted")
        self._allow()

    def changed(self) -> dict[str, str]:
        """What differs from what is stored, by name."""
        found = {}
        for name, row in self.rows.items():
            assert row.editor is not None
            value = row.editor.reading().value or ""
            if value != office(name):
                found[name] = value
        return found

    def save(self) -> None:
        """Write what was changed as one action."""
        found = self.changed()
        wrong = form_problem(found.get("document_form") or USUAL_FORM)
        if wrong:
            self.numbers.setText(f"{OFFICE_PARTICULARS['document_form']}{wrong}")
            theme.mark(self.numbers, role="error")
            self.rows["document_form"].setFocus()
            return
        if found:
            set_office(found)
            self.desk.say("已保存单位设置")
        self.load()

    def _allow(self) -> None:
        self.save_button.setEnabled(bool(self.changed()))


class DataSection(QWidget):
    """数据: where everything is kept."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        card = QFrame()
        theme.mark(card, role="card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.LARGE)
        inside.setSpacing(theme.SMALL)
        heading = QLabel("数据文件夹")
        theme.mark(heading, role="subheading")
        place = QLabel(str(folder))
        place.setWordWrap(True)
        place.setTextFormat(Qt.TextFormat.PlainText)
        place.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        place.setAccessibleName(heading.text())
        note = QLabel("记录、照片和附件都在这个文件夹里，只保存在本机。要复制它，请先退出程序。")
        theme.mark(note, role="muted")
        note.setWordWrap(True)
        button = QPushButton(icon("folder-open"), "打开文件夹")
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        for part in (heading, place, note):
            inside.addWidget(part)
        inside.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        layout.addStretch()


class SettingsDialog(QDialog):
    """One sub-tab for each section."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("设置")
        self.resize(QSize(920, 600).boundedTo(self.screen().availableSize() - QSize(40, 60)))
        self.particulars = ParticularsSection(desk)
        self.dictionaries = DictionaryEditor(desk)
        self.rules = RulesEditor(desk)
        self.sections = QTabWidget()
        self.sections.setDocumentMode(True)
        self.sections.tabBar().setExpanding(False)
        self.sections.tabBar().setAccessibleName("设置的各部分")
        for text, section in (
            ("单位设置", self.particulars),
            ("字典", self.dictionaries),
            ("规定", self.rules),
            ("数据", DataSection(desk.store.folder)),
        ):
            self.sections.addTab(_spaced(section), text)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self.particulars.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.SMALL, theme.LARGE, theme.LARGE)
        layout.addWidget(self.sections)

    def reject(self) -> None:
        """Esc: asks about particulars that are not saved."""
        if self._let_go():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's cross asks the same."""
        if self.isVisible() and not self._let_go():
            event.ignore()
        else:
            event.accept()

    def _let_go(self) -> bool:
        if not self.particulars.changed():
            return True
        answer = ask.keep_changes(self, "单位设置")
        if answer is ask.Keep.SAVE:
            self.particulars.save()
        elif answer is ask.Keep.DISCARD:
            self.particulars.load()
        return answer is not ask.Keep.CANCEL


def _spaced(section: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(theme.SMALL, theme.LARGE, theme.SMALL, 0)
    layout.addWidget(section)
    return page
