"""总结: the year's summaries of the branches and the office's reports; all of them composed, printed, saved in one go."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QAction

from models.clock import end_of_year, today
from models.errors import AppError
from models.fields import Kind
from models.leading_group import top_committee
from models.organisation import Organisation, branches
from models.record import Record
from models.summary import MONTHLY, YEARLY, Summary, SummaryPicture
from models.summary_text import Composed, begin, compose_all
from ui import ask, jobs
from ui.ask_fields import AskFields, Values
from ui.desk import Desk
from ui.icons import icon
from ui.list_page import ListPage
from ui.record_tab import RecordTab
from ui.summary_dialog import SummaryDialog
from ui.summary_out import export_summaries, print_summaries

COLUMNS = ("title", "kind", "organisation", "year", "month", "state", "touched", "date")
_PARTICULARS = ("organisation", "year", "kind", "month", "title", "state", "date", "body", "files", "remark")
_ALL = "编写全部支部总结"


class SummaryList(RecordTab):
    """A list whose records open in the editor of summaries; a new one is composed at once."""

    def __init__(self, desk: Desk, record_class: type[Record], **how: Any) -> None:
        super().__init__(desk, record_class, form_fields=_PARTICULARS, **how)
        # A copy would be a second summary of the same.
        self.duplicate_action.setEnabled(False)
        self.duplicate_action.setVisible(False)
        self._for_one.remove(self.duplicate_action)
        self.particulars = self._more("总结的各项内容…", "list", self._open_form)
        self._for_one.append(self.particulars)
        self.all = self._more(f"{_ALL}…", "sparkles", self.compose_all)
        self.print = self._more("打印总结…", "printer", self._preview)
        self.word = self._more("存为 Word…", "file-text", self._to_word)
        self.add_action(self.all)
        self.add_action(self.print)
        self.add_action(self.word)
        self.add_action(self.particulars, button=False)

    def open(self, record_id: int) -> None:
        """Open a summary in its editor."""
        summary = Summary.get_or_none(Summary.id == record_id)
        if summary is None:
            super().open(record_id)
            return
        dialog = SummaryDialog(self.desk, summary, self.window())
        dialog.saved.connect(self._saved)
        dialog.finished.connect(lambda _result: self.table.view.setFocus())
        dialog.open()
        self.opened.emit(record_id)

    def new(self, **values: Any) -> None:
        """Ask whose summary of what it is, compose it and open it."""
        top = top_committee()
        start = {"organisation": top.id if top else None, "kind": YEARLY, "month": today().month, **values}
        made: list[Summary] = []

        def work(answer: Values) -> None:
            month = answer["month"] if answer["kind"] == MONTHLY else None
            organisation = Organisation.get_by_id(answer["organisation"])
            made.append(begin(organisation, self.desk.year, answer["kind"], month))

        if self._ask(
            "编写总结", "按记录写出底稿，可以再修改。", ("organisation", "kind", "month"), work, start
        ):
            self._saved(made[0].id)
            self.open(made[0].id)

    def compose_all(self) -> None:
        """Ask for the kind, and compose the summaries of all branches of the work year."""
        year = self.desk.year
        start = {"kind": YEARLY, "month": today().month}
        words = f"给{year}年的每个团支部写出底稿；手工改过的和定稿的不动。"
        chosen: list[Values] = []
        if not self._ask(_ALL, words, ("kind", "month"), chosen.append, start):
            return
        kind = chosen[0]["kind"]
        month = chosen[0]["month"] if kind == MONTHLY else None
        if kind == MONTHLY and month is None:
            ask.inform(self, _ALL, "还没有填是哪个月。", "请再选一次。", sign="warn")
            return

        def work(tick: jobs.Tick) -> Composed:
            return compose_all(branches(end_of_year(year)), year, kind, month, tick)

        def then(done: Composed) -> None:
            self.table.reload()
            left = f"，{done.left}份手工改过或已定稿的没有动" if done.left else ""
            self.desk.say(f"新写{done.new}份，更新{done.renewed}份{left}")

        jobs.run(self, _ALL, work, then)

    def _ask(self, title: str, words: str, names: tuple[str, ...], work: Any, start: Values) -> bool:
        fields = [field for name in names if isinstance(field := Summary.field(name), Kind)]
        needed = [name for name in names if name != "month"]
        dialog = AskFields(self.window(), title, words, fields, work, yes="编写", values=start, needed=needed)
        agreed = dialog.exec() == AskFields.DialogCode.Accepted
        dialog.deleteLater()
        return agreed

    def _more(self, text: str, picture: str, work: Any) -> QAction:
        action = QAction(icon(picture), text, self)
        action.triggered.connect(lambda _=False: work())
        return action

    def _open_form(self) -> None:
        record = self._current()
        if record is not None:
            self._show(record, self.table.shown_ids())

    def _wanted(self) -> list[Summary]:
        """The chosen summaries, or all that are listed."""
        ids = self.table.chosen_ids() or self.table.shown_ids()
        found = {each.id: each for each in Summary.select().where(Summary.id.in_(ids))}
        return [found[id_] for id_ in ids if id_ in found]

    def _preview(self) -> None:
        self._with_some(print_summaries)

    def _to_word(self) -> None:
        self._with_some(export_summaries)

    def _with_some(self, work: Any) -> None:
        wanted = self._wanted()
        if wanted:
            work(self.desk, self, wanted)
        else:
            ask.show_error(self, AppError("还没有总结。", f"先点“{_ALL}”，或新增一份。"))


class SummaryPage(ListPage):
    """The summaries of the work year."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            Summary,
            columns=COLUMNS,
            watch=[SummaryPicture],
            empty=("还没有总结", f"点“{_ALL}”，按各支部的记录写出底稿。"),
            tab=SummaryList,
        )

    def show_record(self, record: Record) -> None:
        """Opens a summary in its editor, also from one of its pictures."""
        if isinstance(record, SummaryPicture):
            record = record.summary
        super().show_record(record)
