"""Makes the pictures of every tab, light and dark, from the sample office: for the README and for looking at them.

Run it on a display or under Xvfb: .venv/bin/python scripts/make_screenshots.py FOLDER [WIDTH HEIGHT]
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtCore import QEventLoop, QTimer

from models import settings
from models.sample import fill_sample
from models.store import open_store
from ui import start, theme
from ui.live import Live
from ui.remember import Remember
from ui.tabs import TABS

SETTLED = 600  # milliseconds until a page has read its records and painted them


def main(folder: Path, width: int = 1366, height: int = 768) -> None:
    """Write TAB-light.png and TAB-dark.png for every tab into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    app = start.make_application()
    theme.start(app, theme.Mode.LIGHT)
    with tempfile.TemporaryDirectory() as home:
        # The status line shows the data folder: not one of this computer's.
        os.environ["HOME"] = home
        data = Path(home) / "创先争优记录"
        store = open_store(data, who="示例")
        fill_sample(store)
        live = Live()
        window = start.open_window(store, Remember(data / "window.ini"), live, TABS)
        window.resize(width, height)
        window.show()
        for mode, name in ((theme.Mode.LIGHT, "light"), (theme.Mode.DARK, "dark")):
            theme.set_mode(mode)
            for tab in TABS:
                window.open_tab(tab.key)
                _wait(SETTLED)
                window.grab().save(str(folder / f"{tab.key}-{name}.png"))
        print(f"{settings.work_year()}: {2 * len(TABS)} pictures in {folder}")
        window.close()
        live.close()
        store.close()


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:4]))
