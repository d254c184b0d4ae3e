"""A page of numbers: counted anew when it is seen and what it rests on, or the work year, has changed."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent

from models.changes import Notice
from models.record import Record
from ui.desk import Desk
from ui.page import Page


class CountedPage(Page):
    """Several changes in a row are counted once; a page that is not seen waits until it is."""

    # The kinds on whose records the page rests; None: on any.
    rests_on: ClassVar[frozenset[type[Record]] | None] = None
    # The page first, its numbers with the next turn of the event loop: it is there sooner.
    page_first: ClassVar[bool] = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._stale = True
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.reload)
        desk.year_changed.connect(self._mark_stale)
        desk.live.changed.connect(self._noticed)

    def reload(self) -> None:
        """Count now."""
        self._stale = False
        self.count()

    def count(self) -> None:
        """Read the records and show the numbers."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while the page was out of sight is counted now."""
        super().showEvent(event)
        if not self._stale:
            return
        if self.page_first:
            self._later.start()
        else:
            self.reload()

    def _noticed(self, notice: Notice) -> None:
        if self.rests_on is None or self.rests_on & notice.ids.keys():
            self._mark_stale()

    def _mark_stale(self, _year: int = 0) -> None:
        self._stale = True
        if self.isVisible():
            self._later.start()
