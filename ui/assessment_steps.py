"""What is done with the year's assessments: computed, taken over, led to the next step, reopened, asked for, noticed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from exports.forms import ASSESSMENT_NOTICE_FORM
from models.assessment import Assessment, Score
from models.assessment_flow import (
    NOTICE,
    Step,
    advance,
    handed_in,
    may_reopen,
    next_step,
    proposed_notice,
    reopen,
    step_to,
)
from models.assessment_parts import take_over
from models.changes import change
from models.errors import AppError
from models.fields import Kind, LongText, Text
from models.organisation import Organisation
from models.scheme import SIGNED
from models.scoring import Computed, compute
from models.snapshot import Snapshot, find
from ui import ask, jobs
from ui.ask_fields import AskFields, Values, usual_day
from ui.collect_dialog import begin_collect
from ui.desk import Desk
from ui.icons import icon
from ui.printing import preview_form
from ui.send_dialog import SendDialog
from ui.snapshot_dialog import SnapshotDialog

# So many are computed between two looks at whether the person wants to stop.
_PIECE = 50


class AssessmentSteps(QObject):
    """The actions, for the assessments that are chosen (`chosen`) or for all of the year."""

    def __init__(self, page: QWidget, desk: Desk, chosen: Callable[[], list[Assessment]]) -> None:
        super().__init__(page)
        self._page, self._desk, self._chosen = page, desk, chosen
        self.compute_action = self._action("自动计分", "sparkles", self.compute_all, "F9")
        self.compute_action.setToolTip("按考核方案里的规则，给本年度所有没有签字的考核计分（F9）")
        self.next_action = self._action("下一步…", "arrow-right", self.take_next, "Alt+Right")
        self.reopen_action = self._action("重新打开…", "lock", self.reopen_chosen)
        self.parts_action = self._action("取入点评、评议得分…", "vote", self.take_parts)
        self.send_action = self._action("下发自评表…", "file-plus", self.send_blanks)
        self.collect_action = self._action("收自评表…", "inbox", lambda: begin_collect(page.window(), desk))
        self.notice_action = self._action("打印考核结果公示…", "megaphone", self.print_notice)
        self.code_action = self._action("按编号调出评分表…", "search", self.ask_code)

    def _action(self, text: str, picture: str, work: Callable[[], object], keys: str = "") -> QAction:
        action = QAction(icon(picture), text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _=False: work())
        self._page.addAction(action)
        return action

    def menu(self) -> list[QAction]:
        """The rarer actions, in the order of the year."""
        return [
            self.send_action,
            self.collect_action,
            self.parts_action,
            self.notice_action,
            self.reopen_action,
            self.code_action,
        ]

    # -- showing ------------------------------------------------------------------------------------------

    def tell(self) -> None:
        """Say on the actions what they would do with what is chosen."""
        chosen = self._chosen()
        step, ready = self._common_step(chosen)
        self.next_action.setEnabled(step is not None)
        many = f"（{len(ready)}个）" if len(ready) > 1 else ""
        self.next_action.setText("下一步…" if step is None else f"{step.deed}{many}…")
        self.next_action.setToolTip(
            "所选的考核已经签字"
            if step is None
            else f"{ready[0].state} → {step.state}（Alt+→）；可以一次选几个团组织"
        )
        self.reopen_action.setEnabled(any(map(may_reopen, chosen)))

    def _common_step(self, chosen: Sequence[Assessment]) -> tuple[Step | None, list[Assessment]]:
        """The step of the first that is chosen, and all chosen that are as far as it."""
        first = next((each for each in chosen if each.state != SIGNED), None)
        if first is None:
            return None, []
        return next_step(first), [each for each in chosen if each.state == first.state]

    # -- deeds --------------------------------------------------------------------------------------------

    def compute_all(self) -> None:
        """Score all open assessments of the year by their rules; one action, stopped without a trace."""
        year = self._desk.year

        def work(tick: jobs.Tick) -> list[Computed]:
            open_ones = list(Assessment.select().where(Assessment.year == year, Assessment.state != SIGNED))
            found: list[Computed] = []
            with change(f"{year}年度考核自动计分"):
                for first in range(0, len(open_ones), _PIECE):
                    tick(first, len(open_ones), "按规则计分")
                    found += compute(year, open_ones[first : first + _PIECE])
                tick(len(open_ones), len(open_ones))
            return found

        jobs.run(self._page, "自动计分", work, self._computed)

    def _computed(self, found: list[Computed]) -> None:
        if not found:
            ask.inform(
                self._page,
                "自动计分",
                "考核方案里还没有自动计分规则，或者考核都已签字。",
                "规则在“考核方案”的每项指标里填写。",
            )
            return
        told = sum(1 for each in found if each.score is not None)
        of = len({each.assessment_id for each in found})
        unknown = f"，{len(found) - told}项没有数，不能计" if told < len(found) else ""
        self._desk.say(f"自动计分完成：{of}个团组织，{told}项{unknown}")

    def take_next(self) -> None:
        """Ask for what the next step needs and take it with all that are chosen and as far."""
        step, ready = self._common_step(self._chosen())
        if step is None:
            return
        year = self._desk.year
        single = ready[0] if len(ready) == 1 else None
        who = Organisation.titles().get(ready[0].organisation_id, "") if single else f"{len(ready)}个团组织"
        values: Values = {}
        if single is not None:
            values = {name: single.value(name) for name in step.fields}
        day = usual_day(year)
        for name in ("party_signed_on", "signed_on"):
            if name in step.fields and not values.get(name):
                values[name] = day
        if step.state == NOTICE and day and not values.get("notice_from"):
            first, last = proposed_notice(date.fromisoformat(day), year)
            values |= {"notice_from": first.isoformat(), "notice_until": last.isoformat()}
        fields = [field for name in step.fields if isinstance(field := Assessment.field(name), Kind)]
        own = [name for name in step.needed if all(each.value(name) for each in ready)]

        def work(given: Values) -> None:
            advance(ready, step.state, given)
            self._desk.say(f"{who}：{step.state}")

        AskFields(
            self._page.window(),
            step.deed,
            f"{who}：{ready[0].state} → {step.state}" + ("" if single else "。空着的，各自保留已有的内容。"),
            fields,
            work,
            yes=step.deed,
            values=values,
            needed=[name for name in step.needed if name not in own],
            year=year,
        ).exec()

    def reopen_chosen(self) -> None:
        """Ask why, and take what is chosen back to the office's scoring."""
        ready = [each for each in self._chosen() if may_reopen(each)]
        if not ready:
            return
        who = (
            Organisation.titles().get(ready[0].organisation_id, "")
            if len(ready) == 1
            else f"{len(ready)}个团组织"
        )
        reason = LongText(Assessment.field("reopened").label, limit=300)
        reason.name = "reason"
        AskFields(
            self._page.window(),
            "重新打开",
            f"{who}的考核退回“{step_to('已考核').state}”，可以修改；签署、公示和签字的日期要重新办。原因会留在考核表和历史记录里。",
            [reason],
            lambda given: reopen(ready, str(given["reason"] or "")),
            yes="重新打开",
            needed=["reason"],
            danger=True,
        ).exec()

    def take_parts(self) -> None:
        """Take both parts from the reviews and polls of the year into all open assessments."""
        year = self._desk.year
        if not ask.confirm(
            self._page,
            "取入点评、评议得分",
            f"从{year}年的领导点评和群众评议取分，记入所有没有签字的考核。",
            "领导点评取两方点评分的平均，群众评议取最近一次综合满意率×100；已有的分会被替换，来源列在评分表上方。",
            yes="取入",
        ):
            return
        try:
            count, wanting = take_over(year)
        except AppError as error:
            ask.show_error(self._page, error, "没有取入")
            return
        rest = f"；还缺分的有{'、'.join(wanting[:3])}{'等' if len(wanting) > 3 else ''}" if wanting else ""
        self._desk.say(f"{count}个团组织的得分有变化{rest}" if count else f"得分没有变化{rest}")

    def send_blanks(self) -> None:
        """Make the blank self-assessments that go out to the branches."""
        dialog = SendDialog(self._desk, self._page.window())
        dialog.kind.setCurrentIndex(dialog.kind.findData(Score))
        dialog.open()

    def pending(self) -> list[Assessment]:
        """Those of the year that have not handed in what they think of themselves."""
        return [
            each
            for each in Assessment.select().where(Assessment.year == self._desk.year)
            if not handed_in(each)
        ]

    def print_notice(self) -> None:
        """Show the notice of the results as it will be printed."""
        preview_form(self._desk, self._page.window(), ASSESSMENT_NOTICE_FORM)

    def ask_code(self) -> None:
        """Ask for the code on a printed form and show what stood behind it."""
        field = Text(Snapshot.field("code").label, limit=20)
        field.name = "code"
        found: list[Snapshot] = []
        AskFields(
            self._page.window(),
            "按编号调出评分表",
            "编号印在评分表每页的页脚，8个字符，没有0、O、1、I。",
            [field],
            lambda given: found.append(find(str(given["code"] or ""))),
            yes="调出",
            needed=["code"],
        ).exec()
        for snapshot in found:
            SnapshotDialog(self._desk, snapshot, self._page.window()).open()
