"""The tree of organisations at the left of 支部: found by pinyin, chosen by keys, with counts and badges."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from models.organisation import Organisation
from ui import theme
from ui.icons import icon
from ui.organisation_model import BADGE_ROLE, COUNT_ROLE, OFFICE, OrganisationModel

_Index = QModelIndex | QPersistentModelIndex


class OrganisationTree(QWidget):
    """`chosen` says which organisation is wanted (OFFICE: all); what else is wanted is told by the other signals.

    `organisation_actions` are offered in the context menu; their owner keeps them fit for what is chosen.
    """

    chosen = Signal(int)
    open_wanted = Signal(int)
    move_wanted = Signal(int, int)

    def __init__(self, year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.organisation_actions: list[QAction | None] = []
        self.model = OrganisationModel(year, self)
        self._closed: set[int] = set()
        self._last = OFFICE
        self._settling = False
        self._make_view()
        self._lay_out()
        self._rest = QTimer(self, singleShot=True, interval=60)
        self._rest.timeout.connect(self._tell)
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        self.view.installEventFilter(self)
        self.model.move_wanted.connect(self._ask_move)
        self._after_reset()
        self.view.setCurrentIndex(self.model.index_of(OFFICE))

    def _make_view(self) -> None:
        self.view = QTreeView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_Line(self.view))
        self.view.setHeaderHidden(True)
        self.view.setIndentation(18)
        self.view.setUniformRowHeights(True)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.view.setDragDropOverwriteMode(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.setAccessibleName(Organisation.label)
        self.view.customContextMenuRequested.connect(self._menu)
        self.view.doubleClicked.connect(lambda index: self._open(index))
        self.view.expanded.connect(self._note_open)
        self.view.collapsed.connect(self._note_closed)
        self.view.selectionModel().currentChanged.connect(self._current_changed)

    def _lay_out(self) -> None:
        self.search = QLineEdit()
        theme.mark(self.search, role="search")
        self.search.setPlaceholderText("查找团组织：名称或拼音")
        self.search.setAccessibleName("查找团组织")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.ended_action = QAction(icon("archive"), "显示已撤并的团组织", self)
        self.ended_action.setCheckable(True)
        self.ended_action.setProperty("menu", "视图")
        self.ended_action.toggled.connect(self._show_ended)
        self.addAction(self.ended_action)
        more = QToolButton()
        more.setIcon(icon("ellipsis"))
        more.setIconSize(QSize(theme.ICON, theme.ICON))
        more.setToolTip("更多")
        more.setAccessibleName("团组织列表的更多操作")
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setStyleSheet("QToolButton::menu-indicator { image: none; } QToolButton { padding-right: 6px; }")
        menu = QMenu(more)
        menu.addAction(self.ended_action)
        menu.addSeparator()
        menu.addAction("全部展开", self._expand)
        menu.addAction("全部收起", self._collapse)
        more.setMenu(menu)
        self.bar = QHBoxLayout()
        self.bar.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.SMALL, theme.TIGHT)
        self.bar.setSpacing(theme.TIGHT)
        self.bar.addWidget(self.search, 1)
        self.bar.addWidget(more)
        self._nothing = QLabel("没有找到这样的团组织。\n换个词，或清除查找。")
        theme.mark(self._nothing, role="muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self.bar)
        layout.addWidget(self._pages, 1)
        self.setMinimumWidth(200)

    # -- what others ask ------------------------------------------------------------------------------

    def current(self) -> int:
        """The chosen organisation's id; OFFICE for the whole office."""
        return self._last

    def choose(self, organisation_id: int) -> None:
        """Choose an organisation; a search or the hiding of ended ones gives way when it hides it."""
        if not self.model.index_of(organisation_id).isValid() and self.search.text():
            self.search.clear()
        if not self.model.index_of(organisation_id).isValid() and not self.model.with_ended:
            self.ended_action.setChecked(True)
        index = self.model.index_of(organisation_id)
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)

    def reload(self) -> None:
        """Read the organisations again; what is chosen and what is folded stay so."""
        self._changing(self.model.reload)

    def set_year(self, year: int) -> None:
        """Counts and badges of another work year."""
        self._changing(lambda: self.model.set_year(year))

    def focus(self) -> None:
        """Go to the tree."""
        self.view.setFocus()

    # -- keeping in step ------------------------------------------------------------------------------

    def _changing(self, work: Callable[[], None]) -> None:
        """Do what resets the model; what was chosen stays chosen, or the first line is when it is gone."""
        chosen = self._last
        self._rest.stop()
        self._settling = True
        work()
        self._after_reset()
        index = self.model.index_of(chosen)
        if not index.isValid() and not self.model.needle:
            index = self.model.index(0, 0)
        self.view.setCurrentIndex(index)
        self._settling = False
        if index.isValid() and index.internalId() != chosen:
            self._last = index.internalId()
            self.chosen.emit(self._last)

    def _after_reset(self) -> None:
        self._pages.setCurrentIndex(0 if self.model.rowCount() else 1)
        self.view.expandAll()
        if not self.model.needle:
            for id_ in self._closed:
                self.view.collapse(self.model.index_of(id_))

    def _note_open(self, index: QModelIndex) -> None:
        if not self._settling:
            self._closed.discard(index.internalId())

    def _note_closed(self, index: QModelIndex) -> None:
        if not self._settling:
            self._closed.add(index.internalId())

    def _show_ended(self, wanted: bool) -> None:
        self._changing(lambda: self.model.show_ended(wanted))

    def _search(self, text: str) -> None:
        self._changing(lambda: self.model.search(text))

    def _expand(self) -> None:
        self._closed.clear()
        self.view.expandAll()

    def _collapse(self) -> None:
        self.view.collapseAll()

    def _current_changed(self, current: QModelIndex) -> None:
        if not self._settling and current.isValid() and current.internalId() != self._last:
            self._last = current.internalId()
            # Held arrow keys pass many lines: the page follows when they rest.
            self._rest.start()

    def _tell(self) -> None:
        self.chosen.emit(self._last)

    # -- keys, menu, drop -----------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the box ↓ and Enter go to the finds, Esc takes the search away; letters in the tree go to the box."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key = event.key()
        if watched is self.search:
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.model.rowCount():
                self._take_find()
            elif key == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                self.view.setFocus()
            else:
                return False
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.view.currentIndex())
            return True
        text = event.text()
        commands = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if text and text.isprintable() and not text.isspace() and not event.modifiers() & commands:
            if text in "+-*":
                return False
            self.search.setFocus()
            self.search.setText(text)
            return True
        return False

    def _take_find(self) -> None:
        """The first organisation that matches by itself, not only for what is below it."""
        index = self.view.currentIndex()
        if self.model.needle and not self.model.is_found(index):
            index = self.model.index_of(self.model.first_found())
        self.view.setCurrentIndex(index)
        self.view.setFocus()

    def _open(self, index: _Index) -> None:
        if index.isValid() and index.internalId() != OFFICE:
            self.open_wanted.emit(index.internalId())

    def _ask_move(self, organisation_id: int, target_id: int) -> None:
        # Not from inside the drop: Windows holds the mouse until the drop has returned.
        QTimer.singleShot(0, lambda: self.move_wanted.emit(organisation_id, target_id))

    def _menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        if index.isValid():
            self.view.setCurrentIndex(index)
            self._rest.stop()
            self._tell()
        menu = QMenu(self)
        for action in self.organisation_actions:
            if action is None:
                menu.addSeparator()
            elif action.isEnabled():
                menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.view.viewport().mapToGlobal(place))


class _Line(QStyledItemDelegate):
    """One line: picture, name, badge, and the count of members in small grey at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """As high as rows of lists."""
        return QSize(160, theme.ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Ground from the style, the rest by hand."""
        bare = QStyleOptionViewItem(option)
        self.initStyleOption(bare, index)
        text, picture = bare.text, bare.icon
        bare.text = ""
        bare.features &= ~QStyleOptionViewItem.ViewItemFeature.HasDecoration
        view = option.widget
        view.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, bare, painter, view)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        room = QRect(option.rect).adjusted(theme.TIGHT, 0, -theme.MEDIUM, 0)
        size = QSize(theme.ICON, theme.ICON)
        painter.drawPixmap(
            room.left(),
            room.center().y() - size.height() // 2,
            picture.pixmap(size, view.devicePixelRatioF()),
        )
        room.setLeft(room.left() + size.width() + theme.SMALL)
        room.setRight(self._paint_count(painter, room, str(index.data(COUNT_ROLE))))
        badge = index.data(BADGE_ROLE)
        if badge is not None:
            room.setRight(self._paint_badge(painter, room, badge.text, badge.tone))
        painter.setFont(theme.font(bold=index.internalId() == OFFICE))
        ended = badge is not None and badge.tone == "neutral"
        painter.setPen(theme.colour("selection_text" if selected else "text_muted" if ended else "text"))
        shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    @staticmethod
    def _paint_count(painter: QPainter, room: QRect, text: str) -> int:
        painter.setFont(theme.font(0.9))
        painter.setPen(theme.colour("text_muted"))
        painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        return room.right() - QFontMetrics(painter.font()).horizontalAdvance(text) - theme.SMALL

    @staticmethod
    def _paint_badge(painter: QPainter, room: QRect, text: str, tone: str) -> int:
        painter.setFont(theme.font(0.82))
        metrics = QFontMetrics(painter.font())
        width, height = metrics.horizontalAdvance(text) + 12, metrics.height() + 2
        pill = QRectF(room.right() - width, room.center().y() - height / 2 + 0.5, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(f"{tone}_soft"))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(theme.colour(tone))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        return round(pill.left()) - theme.TIGHT
