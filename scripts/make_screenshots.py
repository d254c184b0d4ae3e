"""Makes the pictures of the manual and of the README from the sample office, the same ones each time, without a display.

Run: .venv/bin/python scripts/make_screenshots.py [FOLDER]      FOLDER is docs/pictures unless given
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from exports.collect import collect, take_in
from models import clock
from models.activity import Activity
from models.award import Nomination
from models.member import Member
from models.organisation import Organisation
from models.sample import fill_sample
from models.store import open_store
from models.summary import YEARLY, Summary
from scripts import picture_sheets
from ui import start, theme
from ui.appraisal_page import AppraisalPage
from ui.collect_dialog import CollectDialog, begin_collect
from ui.fill_dialog import FillDialog
from ui.import_dialog import ImportDialog
from ui.live import Live
from ui.participants import ParticipantsEditor
from ui.printing import Preview
from ui.record_dialog import RecordDialog
from ui.remember import Remember
from ui.request_dialog import RequestDialog
from ui.scheme_dialog import SchemeDialog
from ui.summary_dialog import SummaryDialog
from ui.table_filter import RangeFilter, ValueFilter
from ui.tabs import TABS
from ui.window import MainWindow

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
DAY = date(2010, 12, 20)
SIZE = (1280, 760)
SETTLED = 500  # milliseconds until a page has read its records and painted them
PATIENCE = 20_000  # milliseconds for a dialog to come
EDGE = QColor("#c9ced6")
_W = TypeVar("_W", bound=QWidget)


class Camera:
    """Saves pictures of widgets into a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.taken: list[tuple[str, int]] = []

    def take(self, name: str, widget: QWidget, height: int | None = None) -> None:
        """Write NAME.png, with a fine edge so that it stands out from a white page; `height` cuts it off below."""
        wait(SETTLED)
        image = widget.grab().toImage()
        if height is not None:
            image = image.copy(0, 0, image.width(), min(height, image.height()))
        image = image.convertToFormat(QImage.Format.Format_RGB888)
        painter = QPainter(image)
        painter.setPen(EDGE)
        painter.drawRect(image.rect().adjusted(0, 0, -1, -1))
        painter.end()
        target = self.folder / f"{name}.png"
        # 0 is the best compression that PNG has; it loses nothing.
        _few_colours(image).save(str(target), "PNG", 0)
        self.taken.append((target.name, target.stat().st_size))


def _few_colours(image: QImage) -> QImage:
    """The same picture in 256 colours: a third of the size, and no difference to the eye.

    The commonest colours, then the commonest of every part of the colour space that these leave out:
    a few blue letters on a grey page must stay blue.
    """
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    counted = [colour for colour, _ in Counter(memoryview(image.constBits()).cast("I")).most_common()]
    table = dict.fromkeys(counted[:128])
    parts = {colour & 0xF0F0F0 for colour in table}
    for colour in counted[128:]:
        if len(table) == 256:
            break
        if colour & 0xF0F0F0 not in parts:
            parts.add(colour & 0xF0F0F0)
            table[colour] = None
    plain = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    return image.convertToFormat(QImage.Format.Format_Indexed8, list(table), plain)


def wait(milliseconds: int) -> None:
    """Let the window work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def dialog(kind: type[_W]) -> _W:
    """The open dialog of a class, waited for."""
    for _ in range(PATIENCE // 50):
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, kind) and widget.isVisible():
                wait(SETTLED)
                return widget
        wait(50)
    raise TimeoutError(f"no {kind.__name__} came")


def close(widget: QDialog) -> None:
    """Close a dialog and let it go."""
    widget.done(0)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    wait(50)


# -- what is on the pictures --------------------------------------------------------------------------


def first_run(camera: Camera, window: MainWindow) -> None:
    """An empty data folder."""
    camera.take("first-run", window)


def overview(camera: Camera, window: MainWindow) -> None:
    """总览, light and dark."""
    window.open_tab("overview")
    camera.take("overview", window)
    theme.set_mode(theme.Mode.DARK)
    camera.take("dark", window)
    theme.set_mode(theme.Mode.LIGHT)
    wait(SETTLED)


def branches(camera: Camera, window: MainWindow) -> None:
    """A branch's facts, and the office's members narrowed to some."""
    page = window.open_tab("branches")
    chosen = Organisation.get(Organisation.name == "河道水闸管理所团支部")
    page.show_record(chosen)
    camera.take("branch", window)
    page.tree.choose(0)
    members = page.page.open("members")
    members.table.set_filter("politics", ValueFilter(frozenset({"共青团员"})))
    members.table.set_filter("born", RangeFilter("1988", None))
    camera.take("members", window)
    members.table.clear()


def member_form(camera: Camera, window: MainWindow) -> None:
    """One member's form."""
    page = window.open_tab("branches")
    member = Member.select().where(Member.post == "书记").get()
    page.show_record(member)
    form = dialog(RecordDialog)
    camera.take("member-form", form)
    close(form)


def activity_form(camera: Camera, window: MainWindow) -> None:
    """An activity with its participants."""
    page = window.open_tab("activities")
    camera.take("activities", window)
    page.show_record(Activity.select().where(Activity.person_hours > 20).get())
    form = dialog(RecordDialog)
    form.form.ensureWidgetVisible(form.findChild(ParticipantsEditor), 0, 400)
    camera.take("activity-form", form)
    close(form)


def importing(camera: Camera, window: MainWindow, scratch: Path) -> None:
    """The preview of a roster with all that can become of a row, and how its columns were understood."""
    page = window.open_tab("branches")
    page.desk.import_files([picture_sheets.roster(scratch)])
    preview = dialog(ImportDialog)
    preview.rows.views.button(0).click()
    for _ in range(2):
        preview.rows.next_issue.trigger()
    preview.rows.table.horizontalScrollBar().setValue(0)
    camera.take("import", preview)
    preview.tabs.setCurrentIndex(1)
    camera.take("import-columns", preview)
    close(preview)


def awards(camera: Camera, window: MainWindow) -> None:
    """The nominations and how far one has come."""
    page = window.open_tab("awards")
    public = Nomination.get(Nomination.state == "公示中")
    page.open("nominations").list.choose([public.id])
    camera.take("awards", window)


def assessments(camera: Camera, window: MainWindow) -> None:
    """The ranking, the scoring sheet and its printed form."""
    page = window.open_tab("assessments").open("assessments")
    page.list.choose([page.list.table.shown_ids()[0]])
    wait(SETTLED)
    grid = page.sheet.grid
    ruled = page.sheet.model.index(2, grid.currentIndex().column())  # behind the block's heading
    grid.setCurrentIndex(ruled)
    camera.take("assessment", window)
    page.scheme_action.trigger()
    scheme = dialog(SchemeDialog)
    scheme.tree.choose(next(line for line in scheme.draft.lines if line.rule))
    wait(SETTLED)
    camera.take("scheme", scheme)
    close(scheme)
    page.print_action.trigger()
    preview = dialog(Preview)
    preview.resize(1000, 720)
    camera.take("print", preview)
    close(preview)


def campaign(camera: Camera, window: MainWindow) -> None:
    """What the branches owe, what was said of them, what is due and what was written of the year."""
    branches_ = window.open_tab("branches")
    branches_.tree.choose(0)
    for key in ("plans", "commitments"):
        branches_.page.open(key)
        camera.take(key, window)
    for tab, view, name in (
        ("activities", "news", "news"),
        ("awards", "eligible", "eligible"),
        ("assessments", "years", "years"),
        ("assessments", "appraisals", "appraisal"),
        ("assessments", "supervision", "supervision"),
        ("assessments", "polls", "polls"),
        ("overview", "calendar", "calendar"),
    ):
        page = window.open_tab(tab).open(view)
        if isinstance(page, AppraisalPage):
            page.view.setCurrentIndex(page.branches.index(1, 0))
        camera.take(name, window)
    for tab in ("activities", "awards", "assessments", "overview"):
        made = window.open_tab(tab)
        made.open(made._keys[0])
    page = window.open_tab("reports").open("summaries")
    page.show_record(Summary.select().where(Summary.kind == YEARLY).order_by(Summary.id.desc()).get())
    editor = dialog(SummaryDialog)
    camera.take("summary", editor)
    close(editor)


def reports(camera: Camera, window: MainWindow) -> None:
    """What can be written and printed."""
    window.open_tab("reports").open("reports")
    camera.take("reports", window)


def filling(camera: Camera, window: MainWindow, scratch: Path) -> None:
    """The committee's sheet as it was understood, and as it is filled."""
    page = window.open_tab("reports")
    page.take_files([picture_sheets.committee_sheet(scratch)])
    filled = dialog(FillDialog)
    camera.take("fill-places", filled)
    filled.preview.click()
    for _ in range(PATIENCE // 50):
        if filled.versions:
            break
        wait(50)
    filled.view.go_to(8, 6)
    camera.take("fill", filled)
    close(filled)


def collecting(camera: Camera, window: MainWindow, scratch: Path) -> None:
    """The branches' returned sheets before they are taken in, and the ledger of who has sent."""
    page = window.open_tab("reports")
    folder = picture_sheets.returned(scratch, DAY.year)
    begin_collect(window, page.desk, [folder])
    collected = dialog(CollectDialog)
    model = collected.lines.table.model()
    faulty = next(row for row in range(model.rowCount()) if model.index(row, 5).data())
    collected.lines.table.setCurrentIndex(model.index(faulty, 0))
    camera.take("collect", collected)
    close(collected)
    take_in(collect(Activity, [folder], DAY.year), skip_problems=True)
    wait(SETTLED)
    ledger = RequestDialog(page.desk, window)
    ledger.open()
    camera.take("ledger", ledger)
    close(ledger)


# -- one after the other ------------------------------------------------------------------------------


def main(folder: Path) -> None:
    """Write every picture into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        # The status line shows the data folder: not one of this computer's.
        os.environ["HOME"] = home
        _no_display(Path(home))
        _stop_the_clock()
        app = start.make_application()
        theme.start(app, theme.Mode.LIGHT)
        data = Path(home) / "创先争优记录"
        store = open_store(data, who="示例")
        live = Live()
        camera = Camera(folder)
        window = start.open_window(store, Remember(data / "window.ini"), live, TABS)
        window.resize(*SIZE)
        window.show()
        wait(SETTLED)
        first_run(camera, window)
        fill_sample(store)
        wait(SETTLED)
        for work in (overview, branches, member_form, activity_form):
            work(camera, window)
        importing(camera, window, Path(home))
        for work in (awards, assessments, campaign, reports):
            work(camera, window)
        for work in (filling, collecting):
            work(camera, window, Path(home))
        window.close()
        live.close()
        store.close()
    for name, size in camera.taken:
        print(f"{name:24} {size // 1024:4} KB")


def _stop_the_clock() -> None:
    """The pictures must not change with the day on which they are made."""
    stopped = {clock.today: lambda: DAY, clock.now_text: lambda: f"{DAY} 09:30:00"}
    for module in list(sys.modules.values()):
        for name in ("today", "now_text"):
            work = vars(module).get(name)
            if work in stopped:
                setattr(module, name, stopped[work])


def _no_display(home: Path) -> None:
    """Qt draws into memory, on a screen that is large enough for every dialog."""
    screen = {"name": "pictures", "x": 0, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96, "dpr": 1}
    described = home / "screen.json"
    described.write_text(json.dumps({"screens": [screen]}))
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={described}"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)
