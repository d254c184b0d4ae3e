"""Rules of the design that the source itself can show: one-way imports, no rings, no label typed twice."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

from models.kinds import all_kinds
from tests.source_tree import (
    Source,
    is_telling,
    repeated_labels,
    rings,
    sources,
    strangers,
    types_itself,
    unexplained_imports,
)

ROOT = Path(__file__).parents[1]
OURS = sources(ROOT)
EVERYTHING = [*OURS, *sources(ROOT, ("tests", "scripts", "benchmarks"))]
LONGEST_FILE = 400
LONGEST_TEST = 500  # cases are easier to skip over than code

# Words that are the name of another thing than the field with the same label, each for the reason given.
OTHER_THINGS = {
    (
        "models/dictionary.py",
        None,
    ),  # names of dictionaries: 政治面貌 is the list of words, the field chooses from it
    (
        "models/figures.py",
        None,
    ),  # header words that a figure answers to: declarations of the catalogue itself
    ("models/assessment.py", "考核内容"),  # the block of a scoring sheet that holds the ordinary indicators
}


def declared_labels() -> dict[str, set[str]]:
    """The labels of all fields of all kinds of record, each with the modules that declare it."""
    for file in sources(ROOT, ("models",)):
        importlib.import_module(file.module)
    labels: dict[str, set[str]] = {}
    for kind in all_kinds():
        if kind.__module__.startswith("models."):
            for field in kind.fields():
                if is_telling(field.label):
                    labels.setdefault(field.label, set()).add(kind.__module__)
    return labels


@pytest.fixture
def plant(tmp_path: Path):
    """Writes a small project of the given files and reads it."""

    def write(**texts: str) -> list[Source]:
        for name, text in texts.items():
            path = tmp_path.joinpath(*name.split("__")).with_suffix(".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return sources(tmp_path)

    return write


def test_imports_point_one_way() -> None:
    assert list(strangers(OURS)) == []


def test_strangers_are_found(plant) -> None:
    files = plant(
        models__a="import openpyxl\nfrom exports.b import c\nimport json, peewee",
        exports__b="from models import a\n\ndef f():\n    from PySide6 import QtCore\n",
        ui__c="from . import d\nimport PySide6.QtGui\nimport sqlcipher3",
        main="import ui.c\nimport models.a\nfrom PySide6 import QtWidgets",
    )
    found = {each.split(" ")[0] for each in strangers(files)}
    assert found == {
        "models/a.py:1",
        "models/a.py:2",
        "exports/b.py:4",
        "ui/c.py:1",
        "ui/c.py:3",
        "main.py:3",
    }


def test_no_modules_import_each_other() -> None:
    assert rings(OURS) == []


def test_rings_are_found(plant) -> None:
    files = plant(
        models__a="from models import b",
        models__b="def f():\n    from models.c import d\n",
        models__c="if TYPE_CHECKING:\n    import models.e\nfrom models.a import x",
        models__e="import models.c",
    )
    assert rings(files) == [["models.a", "models.b", "models.c", "models.a"]]


def test_imports_inside_functions_say_why() -> None:
    assert list(unexplained_imports(OURS)) == []


def test_unexplained_imports_are_found(plant) -> None:
    files = plant(
        models__a="def f():\n    import json\n    # slow\n    import re\n    import ast\n",
        models__b="def f():\n    x = 1\n    import json  # slow\n    x = 2\n    import re\n",
        models__c="# Imported when wanted\ndef f():\n    import json\n",
    )
    assert list(unexplained_imports(files)) == ["models/a.py:2", "models/b.py:5"]


def test_no_label_is_typed_twice() -> None:
    """A field's label stands where the field is declared and nowhere else: all other code asks the field.

    The one place may be a constant of another module that the declaration takes. Only whole literals of three
    or more Chinese characters count, so that a sentence may mention a field and ordinary words stay usable; a
    final colon does not hide a label.
    """
    labels = declared_labels()
    by_module = {file.module: file for file in OURS}
    found: dict[str, list[str]] = {}
    for file in OURS:
        for line, label in repeated_labels(file, labels):
            if not {(file.name, None), (file.name, label)} & OTHER_THINGS:
                found.setdefault(label, []).append(f"{file.name}:{line}")
    twice = {
        label: places
        for label, places in found.items()
        if len(places) > 1 or any(types_itself(by_module[module], label) for module in labels[label])
    }
    assert twice == {}


def test_repeated_labels_are_found(plant) -> None:
    labels = {"身份证号": {"models.a"}, "所在团组织": {"models.a"}}
    files = plant(
        models__a='WORD = "所在团组织"\nclass A:\n    n = IdNumber("身份证号", aliases=["所在团组织"])\n',
        models__b='WORDS = ["身份证号"]\nfigure = Figure("x", words=("身份证号",))\n',
        ui__c='"""身份证号"""\ntext = f"身份证号：{x}"\nother = "身份证号不能空着" + f"所在团组织{x}"\n',
    )
    found = [(file.name, line) for file in files for line, _ in repeated_labels(file, labels)]
    assert found == [("models/b.py", 1), ("ui/c.py", 1), ("ui/c.py", 2)]


def test_every_label_is_declared_in_models() -> None:
    assert {"身份证号", "出生年月"} <= set(declared_labels())


@pytest.mark.parametrize("file", EVERYTHING, ids=lambda file: file.name)
def test_file_says_what_it_is_for_and_is_short(file: Source) -> None:
    assert not file.lines or ast.get_docstring(file.tree), (
        "opens without a sentence that says what the file is for"
    )
    assert len(file.lines) <= (LONGEST_TEST if file.layer == "tests" else LONGEST_FILE), (
        "too long for one subject: split it"
    )
