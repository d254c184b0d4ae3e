"""A small panel over the window it belongs to: drop-downs that take input methods, which popup windows often do not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

MARGIN = 4


class Floating(QFrame):
    """Stays inside its window; Esc, a press elsewhere or leaving the window closes it. Deleted when closed."""

    closed = Signal()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner.window())
        self._owner = owner
        self._open = False
        self.setObjectName("floating")
        self.setProperty("role", "floating")
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.hide()

    def open_below(self, anchor: QRect) -> None:
        """Show the panel under a rectangle in its owner's coordinates, above it where there is no room below."""
        window = self.window() if self.parentWidget() is None else self.parentWidget()
        self.adjustSize()
        size = self.sizeHint().boundedTo(window.size())
        corner = self._owner.mapTo(window, anchor.bottomLeft()) + QPoint(0, 2)
        if corner.y() + size.height() > window.height() - MARGIN:
            above = self._owner.mapTo(window, anchor.topLeft()).y() - size.height() - 2
            corner.setY(above if above >= MARGIN else max(MARGIN, window.height() - size.height() - MARGIN))
        corner.setX(max(MARGIN, min(corner.x(), window.width() - size.width() - MARGIN)))
        self.setGeometry(QRect(corner, size))
        self._open = True
        QApplication.instance().installEventFilter(self)
        self.show()
        self.raise_()

    def close_panel(self) -> None:
        """Take the panel away and give the keyboard back to its owner."""
        if not self._open:
            return
        self._open = False
        QApplication.instance().removeEventFilter(self)
        had_focus = self.isAncestorOf(QApplication.focusWidget()) if QApplication.focusWidget() else False
        self.hide()
        if had_focus:
            self._owner.setFocus()
        self.closed.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on a press anywhere else, and when the window changes its size or is left."""
        kind = event.type()
        if (
            kind == QEvent.Type.MouseButtonPress
            and isinstance(watched, QWidget)
            and isinstance(event, QMouseEvent)
        ):
            if watched is not self and not self.isAncestorOf(watched):
                self.close_panel()
        elif kind == QEvent.Type.Wheel and isinstance(watched, QWidget):
            # what it belongs to is scrolled away under it
            if watched is not self and not self.isAncestorOf(watched):
                self.close_panel()
        elif kind == QEvent.Type.Resize and watched is self.parentWidget():
            self.close_panel()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; keys that nothing inside wanted do not reach the window behind."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        event.accept()
