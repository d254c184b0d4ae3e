"""承诺 on the page of 支部: the ledger of public commitments with the share kept, how they are kept and judged, the sheets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import peewee
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from models.commitment import KEPT, NOT_BEGUN, OVERDUE, RUNNING, SUBJECTS, Commitment, CommitmentEvidence
from models.commitment_ledger import judge, keep, kept_share, share_text
from models.fields import Kind
from models.member import Member
from ui import theme
from ui.ask_fields import AskFields, Values, usual_day
from ui.icons import icon
from ui.organisation_lists import ListSection
from ui.organisation_scope import Scope
from ui.picked_records import PickedRecords
from ui.state_strip import StateStrip
from ui.table_filter import ValueFilter

_STATE = "state"
_TONES = ((NOT_BEGUN, "neutral"), (RUNNING, "info"), (OVERDUE, "bad"), (KEPT, "good"))
_LOW = 380
_JUDGED = ("judged_self", "judged_public", "judged_organisation", "judged")


class CommitmentList(ListSection):
    """A click on a state narrows the ledger; what is chosen is entered as kept, judged or printed in one go."""

    kind = Commitment
    columns = (
        "promiser",
        "title",
        "due",
        "state",
        "done",
        "criterion",
        "judged_self",
        "judged_public",
        "judged_organisation",
        "subject",
        "organisation",
    )
    sections = (
        lambda desk: PickedRecords(
            desk, CommitmentEvidence, "commitment", "activity", columns=("start", "title", "branch")
        ),
    )
    watch = (Member,)
    empty = ("这一年还没有公开承诺", "按 Ctrl+N 登记一条，或把公开承诺登记表拖到窗口里导入。")
    called = "{}公开承诺一览表"

    def build(self) -> None:
        """The states with the share kept above the list, and what is done with commitments."""
        self.strip = StateStrip(_TONES, [name for name, _ in _TONES])
        self.share, self.told = QLabel(), QLabel()
        theme.mark(self.share, role="heading")
        theme.mark(self.told, role="caption")
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertLayout(0, self._heading())
        layout.setSpacing(theme.SMALL)
        self.new_action.setText("新增承诺")
        self.new_button.setText(self.new_action.text())
        self._add("登记兑现…", "check", "Alt+D", self.enter_kept)
        self._add("评诺…", "clipboard-check", "Alt+J", self.enter_judgement)
        self._add("打印承诺书…", "printer", "Ctrl+P", lambda: self._print(self.table.chosen_ids()))
        every = self._made("打印全部承诺书…", "printer", "Ctrl+Shift+P", self._print_all)
        self.add_action(every, button=False)
        self.strip.chosen.connect(self._narrow)
        self.table.model.rearranged.connect(self._count)

    def _heading(self) -> QHBoxLayout:
        kept = QFrame()
        theme.mark(kept, role="card")
        kept.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._kept = inside = QBoxLayout(QBoxLayout.Direction.TopToBottom, kept)
        inside.setContentsMargins(theme.LARGE, theme.TIGHT, theme.LARGE, theme.TIGHT)
        inside.setSpacing(0)
        inside.addWidget(self.share)
        inside.addWidget(self.told, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.MEDIUM)
        row.addWidget(self.strip, 1)
        row.addWidget(kept)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the list needs the room of the states; their column can be narrowed as well."""
        super().resizeEvent(event)
        low = event.size().height() < _LOW
        way = QBoxLayout.Direction
        self.strip.setVisible(not low)
        self._kept.setDirection(way.LeftToRight if low else way.TopToBottom)
        self._kept.setSpacing(theme.LARGE if low else 0)

    def _add(self, text: str, picture: str, keys: str, work: Callable[[], None]) -> None:
        self.add_action(self._made(text, picture, keys, work), for_chosen=True)

    def _made(self, text: str, picture: str, keys: str, work: Callable[[], None]) -> QAction:
        action = QAction(icon(picture), text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(f"{text}（{keys}）")
        action.triggered.connect(lambda _=False: work())
        return action

    def begin(self) -> dict[str, Any]:
        """One of this organisation for the work year."""
        day = usual_day(self.scope.year)
        return {"organisation": self._organisation_id, "year": self.scope.year} | (
            {"made": day} if day else {}
        )

    def ordered(self, query: peewee.ModelSelect) -> peewee.ModelSelect:
        """By organisation: its own, then those of its officers and members."""
        order = peewee.Case(Commitment.subject, [(name, at) for at, name in enumerate(SUBJECTS)])
        return query.order_by(
            Commitment.organisation, order, Commitment.promiser, Commitment.due, Commitment.id
        )

    def show_scope(self, scope: Scope) -> None:
        """List another organisation's or year's."""
        super().show_scope(scope)
        self._count()

    # -- what is done -----------------------------------------------------------------------------------

    def enter_kept(self) -> None:
        """Ask for the day on which the chosen ones were kept."""
        chosen = self._chosen()
        open_ones = [each for each in chosen if not each.done]
        if not open_ones:
            self.desk.say("所选的承诺都已登记兑现" if chosen else "请先选中承诺")
            return
        done = Commitment.field("done")
        assert isinstance(done, Kind)

        def work(given: Values) -> None:
            count = keep(open_ones, given["done"])
            self.desk.say(f"已登记{count}条承诺兑现，Ctrl+Z 撤销")

        AskFields(
            self.window(),
            "登记兑现",
            _what(open_ones),
            [done],
            work,
            yes="登记",
            values={"done": usual_day(self.scope.year)},
            needed=["done"],
            year=self.scope.year,
        ).exec()

    def enter_judgement(self) -> None:
        """Ask how the chosen ones were judged; what is left blank stays as it is."""
        chosen = self._chosen()
        if not chosen:
            return
        fields = [Commitment.field(name) for name in _JUDGED]
        one = chosen[0] if len(chosen) == 1 else None
        values = {name: one.value(name) if one else None for name in _JUDGED}

        def work(given: Values) -> None:
            judge(chosen, given)
            self.desk.say(f"已登记{len(chosen)}条承诺的评诺，Ctrl+Z 撤销")

        AskFields(
            self.window(),
            "评诺",
            _what(chosen) + ("" if one else "\n空着的一项不改动。"),
            [field for field in fields if isinstance(field, Kind)],
            work,
            yes="登记",
            values={**values, "judged": values["judged"] or usual_day(self.scope.year)},
            needed=["judged"],
            year=self.scope.year,
        ).exec()

    def _print_all(self) -> None:
        self._print(self.table.shown_ids())

    def _print(self, ids: Sequence[int]) -> None:
        # Print support is heavy: it is imported when something is first printed.
        from exports import forms
        from exports.form_commitment import commitment_documents
        from ui.printing import preview

        wanted = self._with(ids)
        name = f"{self.scope.year}年度{forms.COMMITMENT_FORM.title}"
        if wanted:
            preview(
                self.window(),
                forms.COMMITMENT_FORM,
                lambda _full: commitment_documents(wanted),
                name,
                self.desk.remember,
            )

    # -- inside -----------------------------------------------------------------------------------------

    def _with(self, ids: Sequence[int]) -> list[Commitment]:
        found = (
            {one.id: one for one in Commitment.select().where(Commitment.id.in_(list(ids)))} if ids else {}
        )
        return [found[id_] for id_ in ids if id_ in found]

    def _chosen(self) -> list[Commitment]:
        return self._with(self.table.chosen_ids())

    def _narrow(self, state: str) -> None:
        self.table.set_filter(_STATE, ValueFilter(frozenset({state})) if state else None)

    def _count(self) -> None:
        model = self.table.model
        self.strip.show_counts(model.counts(Commitment.field(_STATE)))
        now = model.filters.get(_STATE)
        only = next(iter(now.texts)) if isinstance(now, ValueFilter) and len(now.texts) == 1 else ""
        self.strip.show_chosen(only)
        made, kept, in_time = (
            self.scope.figure(f"commitments.{name}") for name in ("made", "kept", "in_time")
        )
        self.share.setText(f"兑现率 {share_text(kept_share(made, kept)) or '—'}")
        self.told.setText(f"承诺{made}条，已兑现{kept}条，按期{in_time}条")


def _what(commitments: Sequence[Commitment]) -> str:
    named = "\n".join(each.heading() for each in commitments[:4])
    return named + (f"\n等{len(commitments)}条" if len(commitments) > 4 else "")
