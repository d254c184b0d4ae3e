"""计分标准: what news earns from which year on, by which paper; a later year begins with a copy."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from models.changes import change
from models.errors import AppError
from models.fields import Kind
from models.news_points import NewsStandard, copy_standard, points_table, set_points, standard_of
from ui import ask, theme
from ui.ask_fields import AskFields, Values
from ui.desk import Desk
from ui.icons import icon
from ui.news_points_model import NewsPointsModel


class NewsPointsDialog(QDialog):
    """Shows one standard at a time; what is written is kept with 保存, or asked about."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(NewsStandard.label)
        self.standard: NewsStandard | None = None
        self._changed = False
        self.years = QComboBox()
        self.years.setAccessibleName(NewsStandard.field("year").label)
        self.source = QLineEdit()
        self.source.setMaxLength(500)
        self.source.setAccessibleName(NewsStandard.field("source").label)
        self.highest = QCheckBox(NewsStandard.field("only_highest").label)
        self.highest.setToolTip(NewsStandard.field("only_highest").hint)
        self.model = NewsPointsModel(self)
        self.view = QTableView()
        self.view.setAccessibleName(NewsStandard.label)
        self.view.setModel(self.model)
        theme.mark(self.view, role="framed")
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.view.horizontalHeader().setHighlightSections(False)
        self.view.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
        self.view.verticalHeader().setHighlightSections(False)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.copy_button = QPushButton(icon("copy"), "从新的一年起…")
        self.delete_button = QPushButton(icon("trash-2"), "删除…")
        self.save_button = QPushButton("保存")
        theme.mark(self.save_button, tone="primary")
        self.close_button = QPushButton("关闭")
        self._lay_out()
        self.years.activated.connect(lambda _place: self._turn())
        for signal in (self.source.textEdited, self.highest.clicked, self.model.edited):
            signal.connect(lambda *_: self._touch())
        self.model.refused.connect(lambda reason: self._say("error", reason))
        self._fill_years(standard_of(desk.year))
        self.view.setFocus()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(theme.LARGE)
        first = QHBoxLayout()
        first.addWidget(self.years)
        first.addStretch()
        first.addWidget(self.copy_button)
        first.addWidget(self.delete_button)
        form.addRow("标准", first)
        form.addRow(NewsStandard.field("source").label, self.source)
        form.addRow("", self.highest)
        hint = QLabel("直接在格子里改分值，空着是不计分。同一条信息在同一级被采用几次都只计一次。")
        theme.mark(hint, role="caption")
        hint.setWordWrap(True)
        bottom = QHBoxLayout()
        bottom.addWidget(self.said, 1)
        bottom.addWidget(self.save_button)
        bottom.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, theme.LARGE)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(form)
        layout.addWidget(self.view, 1)
        layout.addWidget(hint)
        layout.addLayout(bottom)
        self.resize(720, 520)
        for button, work in (
            (self.copy_button, self._copy),
            (self.delete_button, self._delete),
            (self.save_button, self.save),
            (self.close_button, self.close),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, work=work: work())

    # -- showing --------------------------------------------------------------------------------------

    def _fill_years(self, chosen: NewsStandard | None) -> None:
        self.years.clear()
        found = list(NewsStandard.select().order_by(NewsStandard.year))
        for each in found:
            self.years.addItem(f"{each.year}年起", each.id)
        wanted = chosen or (found[0] if found else None)
        self.years.setCurrentIndex(self.years.findData(wanted.id) if wanted else -1)
        self._show(wanted)

    def _show(self, standard: NewsStandard | None) -> None:
        self.standard = standard
        self.source.setText(standard.source if standard else "")
        self.highest.setChecked(bool(standard and standard.only_highest))
        self.model.show_table(points_table(standard) if standard else {})
        self._changed = False
        self._say("", "")
        self._allow()

    def _touch(self) -> None:
        self._changed = True
        self._say("", "")
        self._allow()

    def _allow(self) -> None:
        self.save_button.setEnabled(self._changed)
        self.copy_button.setEnabled(self.standard is not None)
        self.delete_button.setEnabled(self.years.count() > 1)

    def _say(self, role: str, text: str) -> None:
        theme.mark(self.said, role=role or "caption")
        self.said.setText(text)

    # -- what can be done -----------------------------------------------------------------------------

    def save(self) -> bool:
        """Keep what is written; False when it could not be."""
        if self.standard is None or not self._changed:
            return True
        self.standard.source = self.source.text().strip() or None
        self.standard.only_highest = self.highest.isChecked()
        try:
            set_points(self.standard, self.model.table)
        except AppError as error:
            self._say("error", f"{error.message}{error.next_step}")
            return False
        self._changed = False
        self._allow()
        self._say("", "已保存，得分和排名已重新计算")
        return True

    def reject(self) -> None:
        """Ask before what is written is lost."""
        if self._may_leave():
            super().reject()

    def _may_leave(self) -> bool:
        if not self._changed or self.standard is None:
            return True
        answer = ask.keep_changes(self, self.standard.heading())
        return answer is ask.Keep.DISCARD or (answer is ask.Keep.SAVE and self.save())

    def _turn(self) -> None:
        if not self._may_leave():
            assert self.standard is not None
            self.years.setCurrentIndex(self.years.findData(self.standard.id))
            return
        self._show(NewsStandard.get_or_none(NewsStandard.id == self.years.currentData()))

    def _copy(self) -> None:
        standard = self.standard
        if standard is None or not self._may_leave():
            return

        def work(values: Values) -> None:
            copied = copy_standard(standard, values["year"])
            self._fill_years(copied)

        last = int(self.years.itemText(self.years.count() - 1)[:4])
        year = NewsStandard.field("year")
        assert isinstance(year, Kind)
        AskFields(
            self,
            "从新的一年起",
            "先照现在这份复制一份，再改分值；以前年度的得分不变。",
            [year],
            work,
            yes="复制",
            values={"year": max(self.desk.year, last + 1)},
            needed=["year"],
        ).exec()

    def _delete(self) -> None:
        standard = self.standard
        if standard is None:
            return
        said = f"{standard.year}年以来的得分改按前一份标准计算；可以用 Ctrl+Z 撤销。"
        if ask.confirm(self, "删除标准", f"要删除{standard.heading()}吗？", said, yes="删除", danger=True):
            with change(f"删除{standard.heading()}"):
                standard.delete_instance()
            self._fill_years(standard_of(self.desk.year))
