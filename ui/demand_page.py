"""上级要求: what the district committee wants by when; its workbooks are filled from here, and sending them answers it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import peewee
from PySide6.QtGui import QAction

from models.attachment import Attachment
from models.changes import change
from models.demand import Demand, workbooks_of
from models.errors import AppError
from models.fields import Kind
from models.reporting import Sent
from ui import ask
from ui.ask_fields import AskFields, Values, usual_day
from ui.desk import Desk
from ui.fill_dialog import begin_fill
from ui.icons import icon
from ui.list_page import ListPage

COLUMNS = ("name", "document", "received", "due", "form", "state", "done", "handler")
_FILL, _DONE = "填其中的表", "办结"


class DemandPage(ListPage):
    """The list of the work year, with what is done about a demand."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            Demand,
            columns=COLUMNS,
            query=self._open_first,
            watch=[Sent],
            empty=("还没有上级要求", "收到团区委的通知后按 Ctrl+N 登记：要什么、什么时候要，附上发来的表。"),
        )
        self._folder = tempfile.TemporaryDirectory(prefix="demand-")
        self.destroyed.connect(self._folder.cleanup)
        self.fill = self._action(f"{_FILL}…", "file-spreadsheet", self._fill)
        self.finish = self._action(f"{_DONE}…", "circle-check", self._finish)
        for action in (self.fill, self.finish):
            self.list.add_action(action, for_chosen=True)

    def _open_first(self) -> peewee.ModelSelect:
        """What is still to be done by its day, then what is done, the latest first."""
        of_year = Demand.select().where(Demand.year == self.desk.year)
        return of_year.order_by(Demand.done.is_null(False), Demand.done.desc(), Demand.due, Demand.id)

    def _action(self, text: str, picture: str, work: object) -> QAction:
        action = QAction(icon(picture), text, self.list)
        action.triggered.connect(lambda _=False: work())  # type: ignore[operator]
        return action

    def _current(self) -> Demand | None:
        return Demand.get_or_none(Demand.id == self.list.table.current_id())

    def _fill(self) -> None:
        """Open an attached workbook for filling; one of several is asked for."""
        demand = self._current()
        if demand is None:
            return
        books = workbooks_of(demand)
        if not books:
            ask.inform(
                self,
                _FILL,
                f"“{demand.heading()}”没有附 Excel 表。",
                f"打开它，把发来的表添加到“{Demand.field('files').label}”。",
            )
            return
        at: int | None = 0
        if len(books) > 1:
            names = [str(each.name) for each in books]
            at = ask.choose(self, _FILL, f"“{demand.heading()}”有{len(books)}张表。", options=names)
        if at is None:
            return
        try:
            path = self._copy(books[at])
        except OSError:
            ask.show_error(self, AppError("附件的文件不在数据文件夹里。", "请从备份恢复附件文件夹。"))
            return
        begin_fill(self.window(), self.desk, path)

    def _copy(self, book: Attachment) -> Path:
        """A copy of a kept file under its own name, by which the filled one is called."""
        folder = Path(self._folder.name) / str(book.id)
        folder.mkdir(exist_ok=True)
        path = folder / str(book.name)
        shutil.copyfile(self.desk.store.attachments.path(str(book.digest)), path)
        return path

    def _finish(self) -> None:
        """Note that a demand is done, with what was sent if it was registered."""
        demand = self._current()
        if demand is None:
            return
        names = ("done", "sent", "remark")
        fields = [field for name in names if isinstance(field := Demand.field(name), Kind)]

        def work(values: Values) -> None:
            with change(f"{_DONE}“{demand.heading()}”"):
                for name, value in values.items():
                    setattr(demand, name, value)
                demand.save()

        start = {
            "done": demand.done or usual_day(self.desk.year),
            "sent": demand.sent_id,
            "remark": demand.remark,
        }
        words = f"“{demand.heading()}”办好了；填表后登记过上报的，会自动办结。"
        dialog = AskFields(
            self.window(), _DONE, words, fields, work, yes=_DONE, values=start, needed=("done",)
        )
        if dialog.exec() == AskFields.DialogCode.Accepted:
            self.list.table.reload({demand.id})
        dialog.deleteLater()
