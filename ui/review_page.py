"""领导点评: the year's reviews, and beside them who was reviewed by whom and who was forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout

from models.changes import Notice
from models.correction import Correction
from models.member import Member
from models.organisation import Organisation
from models.review import Covered, Review
from ui.desk import Desk
from ui.icons import icon
from ui.list_page import ListPage
from ui.owned_lines import OwnedLines
from ui.record_dialog import MakeSection
from ui.review_cover import ReviewCover

# The organisation and the member stand last: by them an exported list is known again.
COLUMNS = (
    *("date", "subject", "by", "reviewer", "achievements", "problems", "direction", "score", "grade"),
    *("organisation", "member"),
)
CORRECTIONS = ("task", "measure", "due", "responsible", "result", "done")
SECTIONS: Sequence[MakeSection] = (
    lambda desk: OwnedLines(desk, Correction, "review", columns=CORRECTIONS, title="整改措施和落实"),
)


class ReviewPage(ListPage):
    """The list at the left; at the right every organisation, or member, with its two reviewers."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            Review,
            columns=COLUMNS,
            sections=SECTIONS,
            watch=[Member, Organisation],
            empty=(
                "这一年还没有领导点评",
                "按 Ctrl+N 登记一次；右边列着谁还没有被点评，选中后按回车就从它开始。",
            ),
        )
        self.cover = ReviewCover(desk)
        self.cover.opened.connect(self.list.open)
        self.cover.wanted.connect(self._begin)
        self.cover.blanks.connect(self._print_blank)
        halves = QSplitter()
        halves.setChildrenCollapsible(False)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        halves.addWidget(self.list)
        halves.addWidget(self.cover)
        halves.setStretchFactor(0, 1)
        halves.setSizes([860, 400])
        desk.remember.follow_splitter("reviews/splitter", halves)
        layout.addWidget(halves, 1)
        self.print_action = self._action(
            "打印点评表…", "Ctrl+P", lambda: self._print(self.list.table.chosen_ids())
        )
        self.print_all_action = self._action(
            "打印全部点评表…", "Ctrl+Shift+P", lambda: self._print(self.list.table.shown_ids())
        )
        self.list.add_action(self.print_action, for_chosen=True)
        self.list.add_action(self.print_all_action, button=False)
        summary = QPushButton(icon("file-spreadsheet"), "导出汇总表…")
        summary.clicked.connect(lambda _=False: self._export())
        self.top.addWidget(summary)
        desk.year_changed.connect(lambda _year: self.cover.refresh())
        desk.live.changed.connect(self._noticed)

    def _action(self, text: str, keys: str, work: object) -> QAction:
        action = QAction(icon("printer"), text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(f"{text}（{keys}）")
        action.triggered.connect(lambda _=False: work())  # type: ignore[operator]
        return action

    def _noticed(self, notice: Notice) -> None:
        if {Review, Organisation, Member} & notice.ids.keys():
            self.cover.refresh()

    def _begin(self, covered: Covered, by: str) -> None:
        self.list.new(
            organisation=covered.organisation.id, member=covered.member.id if covered.member else None, by=by
        )

    def _print(self, ids: Sequence[int]) -> None:
        found = {each.id: each for each in Review.select().where(Review.id.in_(list(ids)))} if ids else {}
        if found:
            self._preview([found[id_] for id_ in ids if id_ in found])

    def _print_blank(self, covered: list[Covered]) -> None:
        # Print support is heavy: it is imported when something is first printed.
        from exports.form_review import blank_reviews

        self._preview(blank_reviews(covered))

    def _preview(self, reviews: list[Review]) -> None:
        # As above.
        from exports import forms
        from exports.form_review import review_documents
        from ui.printing import preview

        name = f"{self.desk.year}年度{forms.REVIEW_FORM.title}"
        preview(self, forms.REVIEW_FORM, lambda _full: review_documents(reviews), name, self.desk.remember)

    def _export(self) -> None:
        # Workbooks are wanted only now.
        from ui.export_format import export_format

        export_format(self.desk, self.window(), "review-summary")
