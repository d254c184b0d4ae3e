"""The main window: the top line, the rail with its tabs, the open page, the status line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeySequence,
    QMoveEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QMenuBar,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from models import settings, years
from models.record import Record
from ui import ask, icons, jobs, theme
from ui.desk import Desk, Selection
from ui.drop_hint import DropHint, dropped_files
from ui.find_everywhere import FindEverywhere, Found
from ui.menus import Menus, look_menu
from ui.page import Page, Tab
from ui.rail import Rail
from ui.search_box import SearchBox
from ui.status_line import StatusLine
from ui.undo_redo import redo, undo
from ui.year_switch import YearSwitch

PROGRAM_NAME = "创先争优记录"
USUAL_SIZE = QSize(1280, 760)
SMALL_SCREEN = QSize(1400, 820)  # what a window of the usual size with its frame and a task bar needs
SEARCH_LEAST, SEARCH_MOST = 180, 340
SETTLED = 400  # milliseconds after which the window's size is noted


class MainWindow(QMainWindow):
    """Holds the tabs together. Pages are built when they are first opened."""

    def __init__(
        self, desk: Desk, tabs: Sequence[Tab], more_actions: dict[str, Sequence[QAction]] | None = None
    ) -> None:
        super().__init__()
        self._desk = desk
        self._tabs = tabs
        self._pages: dict[str, Page] = {}
        self._closing = False
        self._stack = QStackedWidget()
        self._make_actions()
        self._rail = Rail(tabs)
        self._search = SearchBox(FindEverywhere(desk, {kind: tab.icon for tab in tabs for kind in tab.kinds}))
        self._search.chosen.connect(self._open_found)
        self._search.setMinimumWidth(SEARCH_LEAST)
        self._search.setMaximumWidth(SEARCH_MOST)
        self._years = YearSwitch(desk, years.known_years)
        self._status = StatusLine(desk.store.folder, self._undo_action)
        self._drop = DropHint(self)
        self._lay_out()
        self._menus = Menus(self._bar, self._fixed_actions(more_actions or {}), self.page)
        self._connect()
        self._name_window()
        self.setAcceptDrops(True)
        # Small enough for 1920×1080 at 200 %.
        self.setMinimumSize(900, 480)
        self._note_place = QTimer(self, singleShot=True, interval=SETTLED)
        self._note_place.timeout.connect(lambda: desk.remember.keep_window(self))
        self._begin_size()
        self.open_tab(str(desk.remember.get("tab", tabs[0].key)))

    def _begin_size(self) -> None:
        """The size of last time; at the first start one that the screen has room for, a small screen as a whole."""
        self.resize(USUAL_SIZE)
        if self._desk.remember.restore_window(self):
            return
        room = self.screen().availableSize()
        if room.width() < SMALL_SCREEN.width() or room.height() < SMALL_SCREEN.height():
            self.resize(USUAL_SIZE.boundedTo(room * 0.9))
            self.setWindowState(Qt.WindowState.WindowMaximized)

    # -- what others may ask ----------------------------------------------------------------------

    def page(self) -> Page | None:
        """The page that is open."""
        widget = self._stack.currentWidget()
        return widget if isinstance(widget, Page) else None

    def open_tab(self, key: str) -> Page:
        """Opens a tab, building its page the first time; the first tab when there is none of that key."""
        place = next((place for place, tab in enumerate(self._tabs) if tab.key == key), 0)
        tab = self._tabs[place]
        if tab.key not in self._pages:
            page = tab.build(self._desk)
            page.setAccessibleName(tab.label)
            self._pages[tab.key] = page
            self._stack.addWidget(page)
        page = self._pages[tab.key]
        self._stack.setCurrentWidget(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self._rail.show()
        self._rail.show_open(place)
        self._desk.remember.put("tab", tab.key)
        self._menus.refresh()
        return page

    def show_first(self, page: QWidget) -> None:
        """Shows a page in the place of all tabs, until end_first()."""
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self._rail.hide()
        self._menus.refresh()

    def end_first(self, page: QWidget) -> None:
        """Goes from the first page to the tabs."""
        self._stack.removeWidget(page)
        page.deleteLater()
        self.open_tab(self._tabs[0].key)

    # -- building ---------------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self._undo_action = self._action("撤销", "undo-2", "Ctrl+Z", lambda: undo(self._desk, self))
        self._redo_action = self._action("重做", "redo-2", "Ctrl+Y", lambda: redo(self._desk, self))
        self._backup_action = self._action("备份到…", "archive", "", self._backup)
        self._import_action = self._action("导入表格…", "import", "Ctrl+I", lambda: self._desk.import_files())
        self._folder_action = self._action(
            "打开数据文件夹", "folder-open", "", lambda: self._status.open_folder()
        )
        self._quit_action = self._action("退出", "log-out", "Ctrl+Q", self.close)
        self._find_action = self._action("查找全部", "search", "Ctrl+K", lambda: self._search.begin())
        self._journal_action = self._action("操作记录…", "history", "Ctrl+Shift+J", self._show_journal)
        self._settings_action = self._action("设置…", "settings", "Ctrl+,", self._show_settings)
        self._manual_action = self._action("使用手册", "book-open", "Shift+F1", self._show_manual)
        self._keys_action = self._action("快捷键一览", "keyboard", "F1", self._show_keys)
        self._about_action = self._action("关于", "info", "", self._about)
        self._tab_actions = [
            self._action(tab.label, tab.icon, f"Ctrl+{number}", lambda tab=tab: self.open_tab(tab.key))
            for number, tab in enumerate(self._tabs, 1)
        ]

    def _action(self, text: str, picture: str, keys: str, work: Callable[[], object]) -> QAction:
        action = QAction(icons.icon(picture), text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _=False: work())
        self.addAction(action)
        return action

    def _fixed_actions(
        self, more: dict[str, Sequence[QAction]]
    ) -> dict[str, Sequence[QAction | QMenu | None]]:
        fixed: dict[str, list[QAction | QMenu | None]] = {
            "文件": [
                self._import_action,
                None,
                self._backup_action,
                self._folder_action,
                None,
                self._quit_action,
            ],
            "编辑": [self._undo_action, self._redo_action, None, self._find_action],
            "视图": [
                *self._tab_actions,
                None,
                self._years.earlier,
                self._years.later,
                None,
                look_menu(self, self._set_look),
            ],
            "工具": [self._journal_action, self._settings_action],
            "帮助": [self._manual_action, self._keys_action, None, self._about_action],
        }
        for name, actions in more.items():
            fixed.setdefault(name, []).extend(actions)
            self.addActions(list(actions))
        return fixed

    def _lay_out(self) -> None:
        self._bar = QMenuBar()
        # A global menu bar of the desktop would tear the line apart.
        self._bar.setNativeMenuBar(False)
        emblem = QLabel()
        emblem.setPixmap(icons.app_icon().pixmap(QSize(22, 22), self.devicePixelRatioF()))
        top = QWidget()
        top.setObjectName("top")
        top.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(top)
        line.setContentsMargins(theme.LARGE, theme.SMALL, theme.MEDIUM, theme.SMALL)
        line.setSpacing(theme.SMALL)
        line.addWidget(emblem)
        # All its menus are always to be seen; in a narrow window the search gives way.
        self._bar.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        line.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch(1)
        line.addWidget(self._search, 1000)
        line.addSpacing(theme.TIGHT)
        line.addWidget(self._years)
        self.setMenuWidget(top)
        middle = QWidget()
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self._rail)
        across.addWidget(self._stack, 1)
        down = QVBoxLayout(middle)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(across, 1)
        down.addWidget(self._status)
        self.setCentralWidget(middle)
        self.setWindowIcon(icons.app_icon())

    def _connect(self) -> None:
        desk = self._desk
        self._rail.chosen.connect(lambda place: self.open_tab(self._tabs[place].key))
        desk.record_wanted.connect(self._show_record)
        desk.records_wanted.connect(self._show_records)
        desk.tab_wanted.connect(self.open_tab)
        desk.said.connect(self._status.say)
        desk.year_changed.connect(self._turn_year)
        desk.live.changed.connect(self._noticed)

    # -- records, years, undo ---------------------------------------------------------------------

    def _home_of(self, kind: type[Record]) -> Page | None:
        for tab in self._tabs:
            if kind.kind_name() in tab.kinds:
                return self.open_tab(tab.key)
        return None

    def _show_record(self, record: Record) -> None:
        page = self._home_of(type(record))
        if page is not None:
            page.show_record(record)

    def _show_records(self, selection: Selection) -> None:
        page = self._home_of(selection.kind)
        if page is not None:
            page.show_records(selection)

    def _open_found(self, found: Found) -> None:
        record = found.kind.get_or_none(found.kind.id == found.id)
        if record is not None:
            self._show_record(record)

    def _turn_year(self, year: int) -> None:
        settings.set_work_year(year)
        self._name_window()
        self._menus.refresh()

    def _noticed(self) -> None:
        self._status.refresh()
        self._name_window()

    def _name_window(self) -> None:
        office = settings.office("office_name")
        parts = [office, f"{self._desk.year}年"] if office else [f"{self._desk.year}年"]
        self.setWindowTitle(f"{'　'.join(parts)} — {PROGRAM_NAME}")

    def _backup(self) -> None:
        # Wanted now and then, not at every start.
        from ui.make_backup import make_backup

        make_backup(self._desk, self)

    def _set_look(self, mode: theme.Mode) -> None:
        theme.set_mode(mode)
        self._desk.remember.put("look", mode.value)

    # -- small dialogs ----------------------------------------------------------------------------

    def _show_manual(self) -> None:
        # Like the list of keys.
        from ui.manual_dialog import show_manual

        show_manual(self)

    def _show_keys(self) -> None:
        # Built when it is first asked for: the start does not need it.
        from ui.key_list import KeyList

        KeyList(self, self._menus.all_actions()).exec()

    def _show_journal(self) -> None:
        # Like the list of keys.
        from ui.journal_dialog import JournalDialog

        dialog = JournalDialog(self._desk, self)
        dialog.exec()
        dialog.deleteLater()

    def _show_settings(self) -> None:
        # Like the list of keys.
        from ui.settings_page import SettingsDialog

        dialog = SettingsDialog(self._desk, self)
        dialog.exec()
        dialog.deleteLater()

    def _about(self) -> None:
        ask.inform(
            self,
            f"关于{PROGRAM_NAME}",
            PROGRAM_NAME,
            "局团委创先争优活动的记录、考评和报表。数据只保存在本机，不联网。",
        )

    # -- dropping files ---------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere on the window."""
        if dropped_files(event):
            event.acceptProposedAction()
            self._drop.cover()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Takes the hint away."""
        self._drop.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Gives the files to the open page, else to the import."""
        self._drop.hide()
        files = dropped_files(event)
        event.acceptProposedAction()
        # After the drop has ended: a dialog inside it would hold up the program the files came from.
        QTimer.singleShot(0, lambda: self._take(files))

    def _take(self, files: list[Path]) -> None:
        page = self.page()
        if page is None or not page.take_files(files):
            self._desk.import_files(files)

    # -- closing ----------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Asks about a job under way and about what is unsaved; keeps the window's size."""
        if jobs.busy():
            event.ignore()
            if not self._closing and ask.confirm(
                self,
                "退出",
                "还有工作没有做完。",
                "停止后，没有做完的部分不会保存。",
                yes="停止并退出",
                danger=True,
            ):
                self._closing = True
                jobs.stop_all()
                self._close_when_idle()
            return
        if not all(page.may_close() for page in self._pages.values()):
            event.ignore()
            return
        self._note_place.stop()
        self._desk.remember.keep_window(self)
        self._desk.remember.write()
        event.accept()

    def _close_when_idle(self) -> None:
        if jobs.busy():
            QTimer.singleShot(50, self._close_when_idle)
        else:
            self._closing = False
            self.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Notes the size soon, not only when the window is closed: a session may end without that."""
        super().resizeEvent(event)
        self._settle()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Notes the place like the size."""
        super().moveEvent(event)
        self._settle()

    def _settle(self) -> None:
        if self.isVisible():
            self._note_place.start()

    def changeEvent(self, event: QEvent) -> None:
        """Notes that the window is maximised; leaves the search when another program comes to the front."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self._settle()
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self._drop.hide()
