"""团干部: the terms of office at the left, and who holds or held which office at the right."""

from __future__ import annotations

from typing import Any

import peewee
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from models import partial_date
from models.member import Office
from models.organisation import Term
from models.record import Record
from ui import theme
from ui.desk import Desk
from ui.organisation_lists import ListSection
from ui.organisation_scope import Scope
from ui.several_lists import SeveralLists


class OfficeList(ListSection):
    """Offices held now; past ones as well when wanted, or those of one term."""

    kind = Office
    columns = ("member", "post", "since", "until", "nature", "organisation", "grade", "remark")
    empty = ("还没有登记团干部", "按 Ctrl+N 登记任职；在团员的“团内职务”里填写也会记在这里。")
    called = "{}团干部名单"

    def build(self) -> None:
        """Past ones, and those of all below."""
        self.past = self.add_switch("含已离任")
        self.below = self.add_switch("含下级", on=True)
        self.term: tuple[str, str | None] | None = None

    def belongs(self) -> Any:
        """Of the organisations, in office now, or during the term chosen."""
        ids = self.scope.ids if self.below.isChecked() else self.scope.own
        condition: Any = None if ids is None else Office.organisation.in_(ids)
        if self.term is not None:
            begin, end = self.term
            during: Any = Office.until.is_null() | (Office.until > begin)
            if end is not None:
                during = during & (Office.since.is_null() | (Office.since < end))
        elif self.past.isChecked():
            return condition
        else:
            during = Office.until.is_null()
        return during if condition is None else condition & during

    def ordered(self, query: peewee.ModelSelect) -> peewee.ModelSelect:
        """Those in office first, by organisation; the latest of the past first."""
        return query.order_by(
            Office.until.is_null().desc(), Office.organisation, Office.until.desc(), Office.id
        )

    def begin(self) -> dict[str, Any]:
        """One of this organisation."""
        return {"organisation": self._organisation_id}

    def show_scope(self, scope: Scope) -> None:
        """Another organisation's officers."""
        self.below.setVisible(scope.has_below)
        if scope.organisation != self.scope.organisation:
            self.term = None
        super().show_scope(scope)

    def show_term(self, begin: str, end: str | None) -> None:
        """Those who were in office between two elections; `end` None for the present term."""
        self.term = (begin, end)
        self.table.reload()

    def show_all_terms(self) -> None:
        """Not of one term only."""
        self.term = None
        self.table.reload()


class TermList(ListSection):
    """届次: the elections of the organisation."""

    kind = Term
    columns = ("number", "elected")
    empty = ("还没有届次", "登记换届选举，到期会提前提醒。")
    called = "历届换届一览表"

    def belongs(self) -> Any:
        """The organisation's own; all for the whole office."""
        return None if self.scope.own is None else Term.organisation.in_(self.scope.own)

    def ordered(self, query: peewee.ModelSelect) -> peewee.ModelSelect:
        """The latest first."""
        return query.order_by(Term.elected.desc())

    def begin(self) -> dict[str, Any]:
        """The next one of this organisation."""
        if self._organisation_id is None:
            return {}
        last = Term.select().where(self.belongs()).order_by(Term.elected.desc()).first()
        number = last.number + 1 if last is not None and last.number else None
        return {"organisation": self._organisation_id, "number": number}


class OfficerSection(SeveralLists):
    """Choosing a term shows who was in office then."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.offices = OfficeList(desk)
        self.terms = TermList(desk)
        self.terms.table.search.hide()
        self.said = QLabel()
        theme.mark(self.said, role="muted")
        left = _with_heading("届次", self.terms)
        right = _with_heading("任职", self.offices, self.said, self.offices.switches)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([320, 680])
        splitter.setStretchFactor(1, 1)
        desk.remember.follow_splitter("officers", splitter)
        self._left = left
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)
        self.terms.table.picked.connect(self._follow_term)

    def current_list(self) -> ListSection:
        """Who is in office."""
        return self.offices

    def list_of(self, kind: type[Record]) -> ListSection:
        """Both lists are in sight."""
        return self.offices if kind is Office else self.terms

    def show_scope(self, scope: Scope) -> None:
        """Another organisation's officers and elections."""
        self.terms.show_scope(scope)
        self.offices.show_scope(scope)
        if self.offices.term is None:
            self.said.clear()
        self._left.setVisible(scope.organisation is not None)

    def _follow_term(self) -> None:
        ids = self.terms.table.chosen_ids()
        if len(ids) != 1:
            self.offices.show_all_terms()
            self.said.clear()
            return
        term = Term.get_by_id(ids[0])
        later = (
            Term.select()
            .where(Term.organisation == term.organisation_id, Term.elected > term.elected)
            .order_by(Term.elected)
            .first()
        )
        self.offices.show_term(term.elected, later.elected if later else None)
        until = partial_date.show_day(later.elected) if later else "现在"
        self.said.setText(f"{partial_date.show_day(term.elected)}至{until}在任的")


def _with_heading(
    heading: str, content: QWidget, beside: QLabel | None = None, at_end: QWidget | None = None
) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout()
    row.setContentsMargins(theme.WIDE, theme.MEDIUM, theme.WIDE, 0)
    row.setSpacing(theme.MEDIUM)
    title = QLabel(heading)
    theme.mark(title, role="heading")
    row.addWidget(title)
    if beside is not None:
        row.addWidget(beside)
    row.addStretch(1)
    if at_end is not None:
        row.addWidget(at_end)
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addLayout(row)
    layout.addWidget(content, 1)
    return whole
