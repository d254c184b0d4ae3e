"""The lines that belong to a record (the steps of a plan, the indicators of a scheme), written in its form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout

from models.errors import AppError
from models.record import Record, RecordProblems
from ui import theme
from ui.desk import Desk
from ui.icons import icon
from ui.owned_lines_grid import LineGrid
from ui.owned_lines_model import NUMBER, Line, LineModel
from ui.record_form import FormSection

Begin = Mapping[str, Any] | Callable[[Record], Mapping[str, Any]]
_HOW = "Enter 到下一格　Ctrl+Del 删除行　可从 Excel 粘贴"


class OwnedLines(FormSection):
    """A grid of child records: `sections=[lambda desk: OwnedLines(desk, PlanStep, "plan", title="方案步骤")]`.

    `link` is the child's Link(owner=True) to the form's record, `columns` are the fields shown (all but the link, if none
    are named), `begin` what a new line begins with: values, or what gives them for the record of the form. Lines come in
    the order of the child's `number`, which they are then given from 1 on, else in the order of entry. Nothing is written
    before the form is saved; then a cell that cannot be read keeps the whole form from being saved.
    """

    def __init__(
        self,
        desk: Desk,
        kind: type[Record],
        link: str,
        *,
        columns: Sequence[str] = (),
        title: str | None = None,
        begin: Begin | None = None,
    ) -> None:
        super().__init__()
        self.title = kind.label if title is None else title
        self._kind, self._link = kind, link
        self._seen: dict[str, Any] = {}

        def begun(parent: Record) -> dict[str, Any]:
            return dict(begin(parent) if callable(begin) else begin or {})

        self.model = LineModel(kind, link, columns, begun, desk.year, self)
        self.grid = LineGrid(self.model, desk.year)
        self.grid.setAccessibleName(self.title)
        self.said = QLabel()
        self.said.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(self.grid)
        layout.addLayout(self._buttons())
        self.setFocusProxy(self.grid)
        self.model.changed.connect(self._changed)
        self.grid.placed.connect(self._tell)
        self.grid.removed.connect(lambda count: self._say("caption", f"已去掉{count}行，保存后生效。"))
        self._tell()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.TIGHT)
        works: list[tuple[str, str, str, Callable[[], object]]] = [
            ("plus", "加一行", "Insert 或 Ctrl+加号", self.grid.add),
            ("trash-2", "删除行", "Ctrl+Del", self.grid.remove),
        ]
        if self.model.ordered:
            works.append(("arrow-up", "上移", "Alt+↑", lambda: self.grid.move_line(-1)))
            works.append(("arrow-down", "下移", "Alt+↓", lambda: self.grid.move_line(1)))
        for picture, text, keys, work in works:
            button = QToolButton()
            button.setIcon(icon(picture))
            button.setIconSize(QSize(theme.ICON, theme.ICON))
            button.setToolTip(f"{text}（{keys}）")
            button.setAccessibleName(f"{self.title}：{text}")
            # Reached by its key; Tab goes from the grid to the next field.
            button.setFocusPolicy(self.focusPolicy())
            button.clicked.connect(lambda _=False, work=work: work())
            row.addWidget(button)
        row.addSpacing(theme.SMALL)
        row.addWidget(self.said, 1)
        return row

    # -- what the form asks ---------------------------------------------------------------------------------

    def load(self, record: Record) -> None:
        """Show a record's lines; a new record has none."""
        self._seen = dict(record.__data__)
        self.model.load(record)
        self.grid.setCurrentIndex(self.model.index(0, 0))
        self.grid.clearSelection()
        self.grid.fit()
        self._tell()

    def follow(self, record: Record) -> None:
        """What is typed above may matter to the rules of the lines."""
        if record.__data__ != self._seen:
            self._seen = dict(record.__data__)
            self.model.follow(record)

    def is_changed(self) -> bool:
        """Whether lines were written, moved or taken out; what is being typed counts."""
        self.grid.commit()
        return self.model.is_changed()

    def save(self, record: Record) -> None:
        """Delete, save and number the lines. Raises AppError naming line and column of what cannot be saved."""
        self.grid.commit()
        wrong = self.model.first_error()
        if wrong is not None:
            row, name, reason = wrong
            self._go_to(row, name)
            raise self._refusal(row, name, reason)
        for gone in self.model.gone():
            gone.delete_instance()
        for number, line in enumerate(self.model.lines(), 1):
            setattr(line.record, self._link, record)
            if self.model.ordered:
                setattr(line.record, NUMBER, number)
            try:
                line.record.save()
            except RecordProblems as error:
                raise self._refused(line, error) from error

    def records(self) -> list[Record]:
        """The lines as they are written now, in their order; not all need be saved, or right."""
        return [line.record for line in self.model.lines()]

    # -- inside ---------------------------------------------------------------------------------------------

    def _refused(self, line: Line, error: RecordProblems) -> AppError:
        problem = error.problems[0]
        return self._refusal(self.model.row_of(line), problem.field, problem.message)

    def _refusal(self, row: int, name: str | None, reason: str) -> AppError:
        column = f"的“{self._kind.field(name).label}”" if name else ""
        return AppError(
            f"{self.title}第{row + 1}行{column}不能保存：{reason}。",
            "请改正这一格，或按 Ctrl+Del 删除这一行。",
        )

    def _go_to(self, row: int, name: str | None) -> None:
        columns = [at for at, field in enumerate(self.model.fields) if field.name == name]
        self.grid.setCurrentIndex(self.model.index(row, columns[0] if columns else 0))
        self.grid.setFocus()

    def _changed(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        """What is wrong about the current cell, else about its line, else how lines are written."""
        index = self.grid.currentIndex()
        if index.isValid():
            name = self.model.fields[index.column()].name
            problem = self.model.problem(index.row(), name) or self.model.problem(index.row(), None)
            if problem is not None:
                label = f"{self._kind.field(problem.field).label}：" if problem.field else ""
                role = "error" if problem.severity == "error" else "warning"
                self._say(role, f"第{index.row() + 1}行{label}{problem.message}")
                return
        self._say("caption", _HOW + ("　Alt+↑↓ 移动" if self.model.ordered else ""))

    def _say(self, role: str, text: str) -> None:
        self.said.setText(text)
        if self.said.property("role") != role:
            theme.mark(self.said, role=role)
