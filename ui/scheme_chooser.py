"""Which scheme is edited: those of its year, each in its latest version, and the one that is open."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from models.scheme import Scheme, current_schemes


class SchemeChooser(QComboBox):
    """`wanted` carries the id of another scheme that a person has chosen."""

    wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: int | None = None
        self.setAccessibleName("本年的方案")
        self.setMinimumWidth(320)
        self.activated.connect(self._choose)

    def follow(self, scheme: Scheme) -> None:
        """List the schemes of the year of the one that is open, which may be an old version or not stored yet."""
        self._shown = scheme.id
        found = [(_called(each), each.id) for each in current_schemes(scheme.year)]
        if scheme.id not in [id_ for _, id_ in found]:
            found.append((_called(scheme) + ("（未保存）" if scheme.id is None else "（旧版）"), scheme.id))
        if found != [(self.itemText(at), self.itemData(at)) for at in range(self.count())]:
            self.clear()
            for words, id_ in found:
                self.addItem(words, id_)
        self.setCurrentIndex([id_ for _, id_ in found].index(scheme.id))

    def _choose(self, place: int) -> None:
        chosen = self.itemData(place)
        if chosen is not None and chosen != self._shown:
            self.wanted.emit(chosen)


def _called(scheme: Scheme) -> str:
    later = f"　第{scheme.version}版" if (scheme.version or 1) > 1 else ""
    return f"{scheme.year}年　{scheme.kind or '各类团组织'}　{scheme.name or '（新方案）'}{later}"
