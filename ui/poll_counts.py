"""How many papers went out and came back, by class, in the form of an organisation in a poll."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout

from models.ballot import PollCount
from models.poll import PollTarget
from models.record import Record
from ui import theme
from ui.number_grid import NumberGrid
from ui.poll_totals_model import PapersModel, papers_of, save_papers
from ui.record_form import FormSection


class PaperCounts(FormSection):
    """A line a class; ballots are printed for the numbers that go out."""

    title = PollCount.label

    def __init__(self) -> None:
        super().__init__()
        self.model = PapersModel(self)
        self.grid: NumberGrid | None = None
        self._first: list[list[int | None]] = []
        self.said = QLabel("测评票照发出票数编号打印；逐张录入的，收回和有效票数由程序数出，收回票可以另填。")
        theme.mark(self.said, role="caption")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.SMALL)
        self._layout.addWidget(self.said)

    def load(self, record: Record) -> None:
        """Show an organisation's papers; of a new one what its classes say."""
        assert isinstance(record, PollTarget)
        if self.grid is not None:
            self._layout.removeWidget(self.grid)
            self.grid.deleteLater()
        self.model = papers_of(record)
        self.model.setParent(self)
        self._first = [] if record.get_id() is None else [[*line] for line in self.model.numbers]
        self.grid = NumberGrid(self.model, self.title)
        self.grid.fit_height()
        self._layout.insertWidget(0, self.grid)
        self.setFocusProxy(self.grid)
        self.model.edited.connect(self.changed)
        self.model.refused.connect(self.said.setText)

    def is_changed(self) -> bool:
        """Whether a number was typed; those of a new organisation go with it."""
        return bool(self._first) and self.model.numbers != self._first

    def save(self, record: Record) -> None:
        """Keep the numbers. Raises RecordProblems when more came back than went out."""
        assert isinstance(record, PollTarget)
        save_papers(record, self.model)
