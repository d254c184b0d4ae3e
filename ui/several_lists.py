"""A sub-tab of 支部 that holds more than one list, of which one at a time has the keys."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from models.record import Record
from ui.organisation_lists import ListSection


class SeveralLists(QWidget):
    """Says which of its lists is at work, and which one records of a kind are listed in."""

    def current_list(self) -> ListSection:
        """The list that gets the keys when the sub-tab is opened."""
        raise NotImplementedError

    def list_of(self, kind: type[Record]) -> ListSection:
        """The list of a kind, brought to the front."""
        raise NotImplementedError
