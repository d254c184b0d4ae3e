"""The program's line icons (Lucide, ISC licence): in the colours of the look, sharp at every scale."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

from PySide6.QtGui import QIcon

from ui.palette import tokens

SOURCE = Path(__file__).resolve().parent.parent / "resources" / "icons"

# Qt reloads the icons of an icon theme by itself when the theme's name changes. So each look is a small icon
# theme, written with coloured copies of the icons asked for. An icon engine of our own in Python is no way:
# Qt frees it under PySide's hands.
_INDEX = """[Icon Theme]
Name={look}
Directories=scalable

[scalable]
Size=24
MinSize=8
MaxSize=512
Type=Scalable
"""

_folder: Path | None = None
_look = "light"
_colours = tokens(dark=False)
_asked: dict[tuple[str, str], QIcon] = {}


def icon(name: str, tone: str = "text_muted") -> QIcon:
    """resources/icons/NAME.svg drawn in a colour token; follows the look. Raises FileNotFoundError."""
    key = (name, tone)
    if key not in _asked:
        _write(*key)
        _asked[key] = QIcon.fromTheme(_file_name(*key))
    return _asked[key]


def app_icon() -> QIcon:
    """The program's own picture, the same in every look."""
    return QIcon(str(SOURCE / "app.svg"))


def wear(look: str, colours: dict[str, str]) -> None:
    """Changes all icons to a look, given the name of the look and its token table."""
    global _look, _colours
    _look, _colours = look, colours
    _themes()
    for key in _asked:
        _write(*key)
    QIcon.setThemeName(look)


def _file_name(name: str, tone: str) -> str:
    # Qt shortens unknown names at their dashes ("plus-accent" → "plus").
    return f"{name}-{tone}".replace("-", "_")


def _write(name: str, tone: str) -> None:
    target = _themes() / _look / "scalable" / f"{_file_name(name, tone)}.svg"
    if not target.exists():
        drawing = (SOURCE / f"{name}.svg").read_text(encoding="utf-8")
        # A little thinner than drawn: at 16 to 20 pixels two units look heavy beside Chinese text.
        drawing = drawing.replace('stroke-width="2"', 'stroke-width="1.75"')
        target.write_text(drawing.replace("currentColor", _colours[tone]), encoding="utf-8")


def _themes() -> Path:
    global _folder
    if _folder is None:
        _folder = Path(tempfile.mkdtemp(prefix="record-icons-"))
        atexit.register(shutil.rmtree, _folder, ignore_errors=True)
        for look in ("light", "dark"):
            (_folder / look / "scalable").mkdir(parents=True)
            (_folder / look / "index.theme").write_text(_INDEX.format(look=look), encoding="utf-8")
        QIcon.setThemeSearchPaths([str(_folder)])
        QIcon.setThemeName(_look)
    return _folder
