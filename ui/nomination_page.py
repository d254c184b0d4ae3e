"""推荐: the year's nominations, narrowed by state, with the way of those that are chosen beside the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import peewee
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout

from models.attachment import Attachment
from models.award import (
    NOMINATION_STATES,
    Nomination,
    NominationStep,
    common_next_states,
    is_back,
)
from models.award_kind import award_names
from models.changes import Notice
from models.member import Member
from models.objection import Objection
from models.organisation import Organisation
from models.record import Record
from ui import theme
from ui.behind_dialog import open_in_place
from ui.certificate_actions import add_nomination_certificates
from ui.desk import Desk, Selection
from ui.export_seen import export_seen
from ui.icons import icon
from ui.nomination_quota import QuotaStrip
from ui.nomination_steps import StepsPanel, WaySection, take_step
from ui.nomination_verdict import VerdictSection
from ui.page import Page
from ui.record_dialog import RecordDialog
from ui.record_tab import RecordTab
from ui.state_strip import StateStrip
from ui.table_filter import ValueFilter

COLUMNS = (
    "rank",
    "kind",
    "subject",
    "organisation",
    "state",
    "public_from",
    "public_until",
    "sent_on",
    "sent_document",
    "decided_on",
)
REFUSED = "未获批"
TONES = {"草稿": "neutral", "公示中": "warn", "获批": "good", "已表彰": "good", REFUSED: "bad"}
STATE = "state"
# The width of the view from which the print button has its words.
WITH_WORDS = 900


class NominationPage(Page):
    """The strip of states, the list, the panel of steps."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.desk = desk
        # What was refused stands last: no arrow leads on from it, and none to it.
        order = sorted(NOMINATION_STATES, key=lambda name: name == REFUSED)
        self.strip = StateStrip([(name, TONES.get(name, "info")) for name in order], order[-2:])
        # The state is changed by steps alone, so that each has its day and its signature.
        fields = [field.name for field in Nomination.fields() if field.name not in (STATE, "subject")]
        self.list = RecordTab(
            desk,
            Nomination,
            query=self._of_the_year,
            columns=COLUMNS,
            defaults=lambda: {"year": desk.year},
            form_fields=fields,
            sections=[lambda _desk: VerdictSection(), lambda _desk: WaySection()],
            export=lambda seen: export_seen(desk, self, seen, f"{desk.year}年推荐名单"),
            watch=[Member, Organisation, NominationStep],
        )
        self.list.table.set_empty(
            "这一年还没有推荐",
            "按 Ctrl+N 新增一项：先选推荐类别，再用姓名或拼音找推荐对象。",
            [self.list.new_action],
            "award",
        )
        # A nomination is about one person or branch: a copy would only carry the other's texts and steps.
        self.list.duplicate_action.setVisible(False)
        self.panel = StepsPanel()
        self.quota = QuotaStrip()
        self._make_actions()
        self._lay_out()
        table = self.list.table
        self.strip.chosen.connect(self._narrow)
        table.picked.connect(self._follow)
        table.model.rearranged.connect(self._count)
        self.panel.step_wanted.connect(self._take)
        self.panel.papers.wanted.connect(self._open_objection)
        self.quota.chosen.connect(self._narrow_kind)
        self.quota.twice.connect(lambda ids: table.show_only(ids, "同年推荐了多项"))
        desk.live.changed.connect(self._noticed)
        desk.year_changed.connect(self._turn)
        self.setFocusProxy(table.view)
        self._count()

    def _make_actions(self) -> None:
        self.next_action = self._action(
            "办理下一步…", "arrow-right", "Alt+Right", lambda: self._step(back=False)
        )
        self.back_action = self._action("退回上一步…", "undo-2", "Alt+Left", lambda: self._step(back=True))
        self.print_action = self._action(
            "打印推荐表…", "printer", "Ctrl+P", lambda: self._print(self.list.table.chosen_ids())
        )
        self.print_all_action = self._action(
            "打印全部推荐表…", "printer", "Ctrl+Shift+P", lambda: self._print(self.list.table.shown_ids())
        )
        self.list.add_action(self.next_action, button=False)
        self.list.add_action(self.back_action, button=False)
        self.list.add_action(self.print_action, for_chosen=True)
        self.list.add_action(self.print_all_action, button=False)
        add_nomination_certificates(self.list)
        self.public_action = self._action("打印公示…", "megaphone", "Ctrl+Alt+P", self._print_publicity)
        self.list.add_action(self.public_action, button=False)
        self._print_button = next(
            button
            for button in self.list.findChildren(QToolButton)
            if button.defaultAction() is self.print_action
        )

    def _action(self, text: str, picture: str, keys: str, work: Callable[[], None]) -> QAction:
        action = QAction(icon(picture), text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(f"{text}（{keys}）")
        action.triggered.connect(lambda _=False: work())
        return action

    def _lay_out(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(theme.MEDIUM)
        below.addWidget(self.list, 1)
        below.addWidget(self.panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.MEDIUM, theme.WIDE, theme.SMALL)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(self.strip)
        layout.addWidget(self.quota)
        layout.addLayout(below, 1)

    # -- what others ask ----------------------------------------------------------------------------------

    def show_record(self, record: Record) -> None:
        """Opens a nomination, or the one to which a step or objection belongs; a new one with what it begins with."""
        if isinstance(record, NominationStep | Objection):
            record = record.nomination
        if record.get_id() is not None:
            self.list.open(record.get_id())
            return
        values = {field.name: record.value(field.name) for field in record.stored_fields()}
        self.list.new(**{name: value for name, value in values.items() if value is not None})
        if record.value("deeds"):
            self._read_from_the_top()

    def _read_from_the_top(self) -> None:
        """A draft from the records is first read, from its beginning; a blank form begins at the first blank."""
        form = self.window().findChildren(RecordDialog)[-1].form
        form.go_to(form.parts[0][1])

    def show_records(self, selection: Selection) -> None:
        """List just these nominations, of whatever year, under a title that can be clicked away."""
        ids = list(selection.ids)
        if selection.kind in (NominationStep, Objection):
            ids = [one.nomination_id for one in selection.kind.select().where(selection.kind.id.in_(ids))]
        self.list.show_only(ids, selection.title)
        self._choose_first()

    def _turn(self, _year: int = 0) -> None:
        self.list.show_only(None, "")
        self._choose_first()

    # -- inside -------------------------------------------------------------------------------------------

    def _of_the_year(self) -> peewee.ModelSelect:
        kinds = peewee.Case(
            Nomination.kind, [(name, at) for at, name in enumerate(award_names(self.desk.year))]
        )
        return (
            Nomination.select()
            .where(Nomination.year == self.desk.year)
            .order_by(kinds, Nomination.rank.is_null(), Nomination.rank, Nomination.id)
        )

    def _narrow(self, state: str) -> None:
        table = self.list.table
        table.set_filter(STATE, ValueFilter(frozenset({state})) if state else None)
        self._choose_first()

    def _narrow_kind(self, kind: str) -> None:
        self.list.table.set_filter("kind", ValueFilter(frozenset({kind})) if kind else None)
        self._choose_first()

    def _open_objection(self, objection: Objection) -> None:
        open_in_place(self, self.desk, objection, self.list.table.view.setFocus)

    def _count(self) -> None:
        model = self.list.table.model
        self.quota.show_year(self.desk.year)
        kinds = model.filters.get("kind")
        one_kind = isinstance(kinds, ValueFilter) and len(kinds.texts) == 1
        self.quota.show_chosen(next(iter(kinds.texts)) if one_kind else "")
        self.strip.show_counts(model.counts(Nomination.field(STATE)))
        now = model.filters.get(STATE)
        only = next(iter(now.texts)) if isinstance(now, ValueFilter) and len(now.texts) == 1 else ""
        self.strip.show_chosen(only)
        for part in (self.strip, self.panel):
            part.setVisible(bool(model.rows.ids))
        self._follow()

    def _chosen(self) -> Sequence[Nomination]:
        return _nominations(self.list.table.chosen_ids())

    def _follow(self) -> None:
        chosen = self._chosen()
        keyboard = self.panel.has_keyboard()
        self.panel.show_nominations(chosen)
        if keyboard and not self.panel.has_keyboard():
            self.list.table.view.setFocus()
        states = common_next_states(chosen)
        self.next_action.setEnabled(any(not is_back(chosen[0], state) for state in states))
        self.back_action.setEnabled(any(is_back(chosen[0], state) for state in states))

    def _step(self, back: bool) -> None:
        chosen = self._chosen()
        state = next(state for state in common_next_states(chosen) if is_back(chosen[0], state) is back)
        self._take(state)

    def _take(self, state: str) -> None:
        take_step(self.desk, self, self._chosen(), state)
        self._noticed(None)
        self._choose_first()  # a narrowed list has lost those that went on
        self.list.table.view.setFocus()

    def _noticed(self, notice: Notice | None) -> None:
        if notice is None or {Nomination, NominationStep, Objection, Attachment} & notice.ids.keys():
            self._follow()

    def _choose_first(self) -> None:
        table = self.list.table
        ids = table.shown_ids()
        if ids and not table.chosen_ids():
            table.choose(ids[:1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the search box needs the room of the button's words."""
        super().resizeEvent(event)
        style = Qt.ToolButtonStyle
        with_words = event.size().width() >= WITH_WORDS
        self._print_button.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if with_words else style.ToolButtonIconOnly
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Something is always chosen, so that the panel has something to say."""
        super().showEvent(event)
        self._choose_first()

    def _print(self, ids: Sequence[int]) -> None:
        # Print support is heavy: it is imported when something is first printed.
        from ui.printing import preview_nominations

        wanted = _nominations(ids)
        if wanted:
            preview_nominations(self.desk, self, wanted)

    def _print_publicity(self) -> None:
        # As above.
        from ui.nomination_publicity import preview_publicity

        chosen = self._chosen() or _nominations(self.list.table.shown_ids())
        if chosen:
            preview_publicity(self.desk, self, chosen)


def _nominations(ids: Sequence[int]) -> list[Nomination]:
    """The nominations with these ids, in their order."""
    found = {one.id: one for one in Nomination.select().where(Nomination.id.in_(list(ids)))} if ids else {}
    return [found[id_] for id_ in ids if id_ in found]
