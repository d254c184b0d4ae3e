"""Opens the window on a data folder: the application, its language and look, the store, the crash hook."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, Qt, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from models import settings
from models.errors import AppError
from models.organisation import Organisation
from models.store import Store, open_store
from ui import ask, icons, jobs, theme
from ui.crash import CrashHook
from ui.desk import Desk
from ui.live import Live
from ui.page import Tab
from ui.remember import Remember
from ui.tabs import TABS
from ui.window import PROGRAM_NAME, MainWindow

REMEMBERED = "window.ini"
REFUSED = 2


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """The one QApplication, speaking Chinese also in Qt's own dialogs and context menus."""
    _prefer_an_input_method_that_is_there()
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication([sys.argv[0], *arguments])
    app.setApplicationName("league-office")
    app.setApplicationDisplayName("")
    speak_chinese(app)
    app.setWindowIcon(icons.app_icon())
    return app


def speak_chinese(app: QApplication) -> None:
    """Makes Qt's own buttons, menus and dialogs Chinese, whatever the system speaks."""
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    QTimer.singleShot(200, app, _name_months_in_chinese)


def run_window(folder: Path) -> int:
    """Opens the window on a data folder and returns the exit code when it is closed.

    A folder that cannot be opened (in use, damaged, newer) is said in a dialog; the code is then 2.
    """
    # No collections while everything is being built: they found nothing and took a tenth of the start.
    gc.disable()
    app = make_application()
    QTimer.singleShot(1000, gc.enable)
    remember = Remember(folder / REMEMBERED)
    theme.start(app, _look(remember))
    try:
        store = open_store(folder)
    except AppError as error:
        ask.show_error(None, error, PROGRAM_NAME)
        return REFUSED
    hook = CrashHook(folder)
    hook.install()
    live = Live()
    try:
        window = open_window(store, remember, live, TABS)
        window.show()
        return app.exec()
    finally:
        hook.remove()
        live.close()
        store.close()


def open_window(store: Store, remember: Remember, live: Live, tabs: Sequence[Tab]) -> MainWindow:
    """The main window on an open store; a store without organisations begins with the first page."""
    desk = Desk(store, remember, live, settings.work_year())
    window = MainWindow(desk, tabs)
    desk.import_wanted.connect(lambda files: _import(window, desk, files))
    if not Organisation.select().exists():
        _welcome(window, desk)
    return window


def _import(window: MainWindow, desk: Desk, files: Sequence[Path]) -> None:
    # Workbooks are read by few sessions: the start does not wait for what reads them.
    from ui.import_dialog import begin_import

    begin_import(window, desk, files)


def _welcome(window: MainWindow, desk: Desk) -> None:
    # Only a first run needs its page and the sample: not every start.
    from ui.first_run import FirstRun

    first = FirstRun()
    window.show_first(first)

    def begun() -> None:
        desk.live.changed.disconnect(look)
        window.end_first(first)

    def look() -> None:
        # However the first organisation comes in, by import, by sample or by undo of neither: then it is no first run.
        if Organisation.select().exists():
            begun()

    def begin_empty() -> None:
        begun()
        desk.open_record(Organisation())

    desk.live.changed.connect(look)
    first.import_wanted.connect(desk.import_files)
    first.sample_wanted.connect(lambda: _fill_sample(window, desk))
    first.empty_wanted.connect(begin_empty)


def _fill_sample(window: MainWindow, desk: Desk) -> None:
    # Wanted once in the life of a data folder.
    from models.sample import fill_sample

    def done(_: object) -> None:
        desk.set_year(settings.work_year())
        desk.say("示例数据已装入，可以在“编辑”菜单里撤销。")

    jobs.run(window, "装入示例数据", lambda _tick: fill_sample(desk.store), done)


def _look(remember: Remember) -> theme.Mode:
    stored = remember.get("look")
    return theme.Mode(stored) if stored in list(theme.Mode) else theme.Mode.SYSTEM


def _name_months_in_chinese() -> None:
    # For calendars. QLocale brings enumerations of 15 ms, so the window is shown before.
    from PySide6.QtCore import QLocale

    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))


def _prefer_an_input_method_that_is_there() -> None:
    if not sys.platform.startswith("linux"):
        return
    identities = [Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id")]
    if not any(file.exists() and file.stat().st_size for file in identities):
        # A bare container: libdbus would end the process on looking for a bus.
        os.environ["QT_IM_MODULE"] = "none"
        os.environ.setdefault("DBUS_SESSION_BUS_ADDRESS", "disabled:")
    elif os.environ.get("QT_IM_MODULE", "fcitx").startswith("fcitx"):
        # PySide6 ships the ibus plug-in only; fcitx5 answers to it too. Without this Chinese could not be typed there.
        os.environ["QT_IM_MODULE"] = "ibus"
