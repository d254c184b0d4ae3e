"""What the documents say exists: their pictures and links, the commands they show, the keys they list."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from exports import formats, forms
from models.member import Member
from models.sample import fill_sample
from models.store import Store
from ui import commands, start, theme
from ui.live import Live
from ui.manual_dialog import slug
from ui.record_dialog import RecordDialog
from ui.remember import Remember
from ui.tabs import TABS
from ui.views import ViewsPage

ROOT = Path(__file__).parents[1]
MANUAL = ROOT / "docs" / "手册.md"
DOCUMENTS = (ROOT / "README.md", MANUAL, ROOT / "docs" / "developer.md")
_KEY = re.compile(
    r"(?<![\w+])(?:(?:Ctrl|Shift|Alt)\+)+(?:Enter|PgUp|PgDown|F\d+|[A-Z\d,\[\]→←↓↑])|(?<!\w)F\d+"
)
_ROW = re.compile(r"^\| (\S+) \| (.+?) \|$", re.MULTILINE)
# Keys that a widget takes by itself, no action of a menu: each is tried in the test of that widget.
_OF_WIDGETS = {"F8"}
_WRITTEN = {"Enter": "Return", "→": "Right", "←": "Left", "↑": "Up", "↓": "Down", "Delete": "Del"}


def _text(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def _names(documents: tuple[Path, ...]) -> list[str]:
    return [document.name for document in documents]


@pytest.mark.parametrize("document", DOCUMENTS, ids=_names(DOCUMENTS))
def test_pictures_and_linked_files_exist(document: Path):
    targets = re.findall(r"\]\(([^)#\s]+)\)", _text(document))
    files = [target for target in targets if "://" not in target]
    assert [target for target in files if not (document.parent / target).is_file()] == []


def test_every_picture_is_shown_somewhere():
    shown = {
        (document.parent / target).resolve()
        for document in DOCUMENTS
        for target in re.findall(r"!\[[^]]*\]\(([^)\s]+)\)", _text(document))
    }
    assert set((ROOT / "docs" / "pictures").iterdir()) - shown == set()


def test_pictures_are_small():
    large = {
        path.name: path.stat().st_size
        for path in (ROOT / "docs" / "pictures").glob("*.png")
        if path.stat().st_size > 200_000
    }
    assert large == {}


def test_links_within_the_manual_lead_to_headings():
    headings = {slug(line.lstrip("# ")) for line in _text(MANUAL).splitlines() if line.startswith("#")}
    links = re.findall(r"\]\(#([^)]+)\)", _text(MANUAL))
    assert links and [link for link in links if link not in headings] == []


@pytest.mark.parametrize("document", DOCUMENTS[:2], ids=_names(DOCUMENTS[:2]))
def test_commands_are_understood(document: Path):
    blocks = re.findall(r"```sh\n(.*?)```", _text(document), re.DOTALL)
    lines = [part for block in blocks for line in block.splitlines() for part in line.split("&&")]
    shown = [shlex.split(line, comments=True) for line in lines if line.strip().startswith("./run")]
    assert len(shown) > 3
    for words in shown:
        commands._parser().parse_args(words[1:])  # exits, and fails the test, on what it does not know


def test_the_manual_names_every_table_and_form():
    titles = [each.title for each in (*formats.formats(), *forms.FORMS)]
    assert [title for title in titles if title not in _text(MANUAL)] == []


@pytest.fixture
def known_keys(store: Store, qapp: QApplication, tmp_path: Path) -> set[tuple[str, str]]:
    """(action, its key) of every list of keys that F1 shows, tab by tab, and of the form."""
    theme.start(qapp, theme.Mode.LIGHT)
    fill_sample(store, 2010)
    live = Live()
    window = start.open_window(store, Remember(tmp_path / "window.ini"), live, TABS)
    window.show()
    found: set[tuple[str, str]] = set()
    for tab in TABS:
        page = window.open_tab(tab.key)
        keys = [""]
        if tab.key == "branches":
            keys = ["plans", "commitments", "below", "members", "officers", "facts"]
        elif isinstance(page, ViewsPage):
            keys = [each.key for each in page._views]
        for key in keys:
            if key:
                (page if isinstance(page, ViewsPage) else page.page).open(key)  # type: ignore[attr-defined]
            for _, actions in window._menus.all_actions():
                found |= _keys(actions)
    form = RecordDialog(page.desk, Member.select().get(), parent=window)
    found |= _keys(form.actions()) | _keys([a for part in form.findChildren(QWidget) for a in part.actions()])
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    live.close()
    return found


def _keys(actions: list[QAction]) -> set[tuple[str, str]]:
    return {
        (action.text().rstrip("…"), keys.toString(QKeySequence.SequenceFormat.PortableText))
        for action in actions
        for keys in action.shortcuts()
    }


def _portable(key: str) -> str:
    for written, portable in _WRITTEN.items():
        key = re.sub(rf"(?<![A-Za-z]){re.escape(written)}$", portable, key)
    return key


def test_the_list_of_keys_is_that_of_the_program(known_keys: set[tuple[str, str]]):
    listed = _ROW.findall(_text(MANUAL).partition("\n## 快捷键\n")[2])
    rows = [(words, _portable(key)) for key, words in listed if set(key) != {"-"} and key != "快捷键"]
    assert len(rows) > 30
    assert [row for row in rows if row not in known_keys] == []


def test_keys_in_the_text_exist(known_keys: set[tuple[str, str]]):
    known = {key for _, key in known_keys} | _OF_WIDGETS
    said = {_portable(key) for document in DOCUMENTS for key in _KEY.findall(_text(document))}
    assert len(said) > 30
    assert said - known == set()
