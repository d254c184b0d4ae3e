"""The lists of polls and of the organisations in one: entering is setting up a poll, and typing its ballots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import peewee

from models.ballot import Ballot, PollCount, PollTotal
from models.errors import AppError
from models.organisation import Organisation
from models.poll import Poll, PollClass, PollItem, PollTarget
from models.poll_setup import first_plan, plan_of
from ui import ask
from ui.ballot_dialog import BallotDialog
from ui.desk import Desk
from ui.owned_lines import OwnedLines
from ui.poll_counts import PaperCounts
from ui.poll_setup_dialog import PollSetupDialog
from ui.poll_totals_dialog import TotalsDialog
from ui.record_tab import RecordTab

POLL_COLUMNS = ("name", "held")
TARGET_COLUMNS = ("organisation", "issued", "returned", "valid", "progress", "satisfaction", "make_up")
VOTES = (Ballot, PollCount, PollTotal, PollItem, PollClass)


class PollList(RecordTab):
    """The polls of the work year, the latest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            Poll,
            query=self._of_the_year,
            columns=POLL_COLUMNS,
            sections=(
                lambda desk: OwnedLines(desk, PollItem, "poll", columns=("content",)),
                lambda desk: OwnedLines(desk, PollClass, "poll", columns=("name", "weight", "each")),
            ),
            watch=(PollTarget,),
            name="polls/list",
        )
        self.table.set_empty(
            "这一年还没有群众评议",
            "“新增群众评议”从上一次的项目和类别开始，一次设好。",
            [self.new_action],
            "vote",
        )

    def _of_the_year(self) -> peewee.ModelSelect:
        return Poll.select().where(Poll.year == self.desk.year).order_by(Poll.held.desc(), Poll.id.desc())

    def new(self, **values: Any) -> None:
        """Set up a poll as the last one was."""
        self._set_up(PollSetupDialog(self.desk, first_plan(self.desk.year), self.window()))

    def duplicate(self) -> None:
        """Set up a poll as the current one is."""
        current = self._current()
        if isinstance(current, Poll):
            self._set_up(PollSetupDialog(self.desk, plan_of(current), self.window()))

    def _set_up(self, dialog: PollSetupDialog) -> None:
        dialog.made.connect(self._saved)
        dialog.finished.connect(lambda: self.table.view.setFocus())
        dialog.open()


class TargetList(RecordTab):
    """The organisations of one poll, with how far their ballots are and what they came to."""

    def __init__(self, desk: Desk) -> None:
        self.poll: Poll | None = None
        super().__init__(
            desk,
            PollTarget,
            query=self._of_the_poll,
            columns=TARGET_COLUMNS,
            defaults=lambda: {"poll": None if self.poll is None else self.poll.id},
            form_fields=("organisation", "opinions", "remark"),
            sections=(lambda desk: PaperCounts(),),
            watch=VOTES,
            name="polls/targets",
            empty=("这次评议还没有被评议的团组织", "按 Ctrl+N 增加一个。"),
        )
        # They come with the poll; a further one is rare.
        self.new_button.hide()

    def _of_the_poll(self) -> peewee.ModelSelect:
        mine = PollTarget.poll == (0 if self.poll is None else self.poll.id)
        order = (Organisation.position, Organisation.id)
        return PollTarget.select().join(Organisation).where(mine).order_by(*order)

    def show_poll(self, poll: Poll | None) -> None:
        """List the organisations of another poll, or read the same again."""
        elsewhere = (None if self.poll is None else self.poll.id) != (None if poll is None else poll.id)
        self.poll = poll
        if elsewhere:
            self.show_only(None, "")
        self.table.reload()

    def title(self) -> str:
        """The poll's name and what is listed."""
        return f"{'' if self.poll is None else self.poll.name}情况"

    def chosen(self) -> list[PollTarget]:
        """The chosen organisations, else all that are listed."""
        ids = self.table.chosen_ids() or self.table.shown_ids()
        found = {target.id: target for target in PollTarget.select().where(PollTarget.id.in_(ids))}
        return [found[id_] for id_ in ids if id_ in found]

    def type_ballots(self) -> None:
        """Type the ballots on the current organisation, or on the first one."""
        self._with_current(lambda target: BallotDialog(self.desk, target, self.window()).open())

    def type_totals(self) -> None:
        """Type what was counted by hand."""
        self._with_current(lambda target: TotalsDialog(self.desk, target, self.window()).open())

    def _with_current(self, work: Callable[[PollTarget], object]) -> None:
        ids = self.table.shown_ids()
        id_ = self.table.current_id() or (ids[0] if ids else None)
        target = None if id_ is None else PollTarget.get_or_none(PollTarget.id == id_)
        try:
            if target is None:
                raise AppError("这次评议还没有被评议的团组织。", "请先增加被评议的团组织。")
            form = target.poll
            if not PollItem.select().where(PollItem.poll == form.id).exists():
                raise AppError("这次评议还没有评议项目。", "请打开这次评议，填写评议项目。")
            if not PollClass.select().where(PollClass.poll == form.id).exists():
                raise AppError("这次评议还没有评议人类别。", "请打开这次评议，填写评议人类别。")
            work(target)
        except AppError as error:
            ask.show_error(self, error)
