"""Reading our own source files for the architecture test: what they import, which labels they repeat."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

LAYERS = ("models", "exports", "ui", "main")
# What each layer may import from outside, besides the standard library and the layers below it.
OUTSIDE = {
    "models": {"chinese_calendar", "peewee", "playhouse", "sqlcipher3", "platformdirs"},
    "exports": {"peewee", "openpyxl", "python_calamine", "docx", "typst", "pypdfium2"},
    "ui": {"peewee", "platformdirs", "PySide6", "shiboken6", "pypdfium2"},
    "main": set(),
}


@dataclass(frozen=True)
class Import:
    """One module named by an import statement."""

    module: str
    line: int
    in_function: bool
    for_types_only: bool


@dataclass(frozen=True)
class Source:
    """One of our Python files."""

    path: Path
    root: Path

    @property
    def name(self) -> str:
        """The file's path as people name it."""
        return self.path.relative_to(self.root).as_posix()

    @property
    def module(self) -> str:
        """The dotted name by which it is imported."""
        return ".".join(self.path.relative_to(self.root).with_suffix("").parts).removesuffix(".__init__")

    @property
    def layer(self) -> str:
        """models, exports, ui or main."""
        return self.module.split(".")[0]

    @cached_property
    def lines(self) -> list[str]:
        """The text by lines."""
        return self.path.read_text(encoding="utf-8").splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed text."""
        return ast.parse("\n".join(self.lines), self.name)

    def imports(self) -> Iterator[Import]:
        """Every import; `from a import b` counts as a and as a.b, because b may be a module."""
        yield from _imports(self.tree, in_function=False, for_types_only=False)


def sources(root: Path, folders: Iterable[str] = LAYERS) -> list[Source]:
    """The Python files below these folders of the project, main.py for “main”."""
    found = [path for folder in folders for path in sorted((root / folder).rglob("*.py"))]
    if "main" in folders and (root / "main.py").exists():
        found.append(root / "main.py")
    return [Source(path, root) for path in found]


def _imports(node: ast.AST, in_function: bool, for_types_only: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for each in child.names:
                yield Import(each.name, child.lineno, in_function, for_types_only)
        elif isinstance(child, ast.ImportFrom):
            base = "." * child.level + (child.module or "")
            for module in (base, *(f"{base}.{each.name}" for each in child.names)):
                yield Import(module, child.lineno, in_function, for_types_only)
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for statement in child.body:
                yield from _imports(ast.Module([statement], []), in_function, True)
            yield from _imports(ast.Module(child.orelse, []), in_function, for_types_only)
        else:
            inside = in_function or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _imports(child, inside, for_types_only)


def strangers(files: Iterable[Source]) -> Iterator[str]:
    """Imports that point upwards, or to a package that the layer must not know."""
    for file in files:
        allowed = OUTSIDE[file.layer] | set(LAYERS[: LAYERS.index(file.layer) + 1]) | {"__future__"}
        for each in file.imports():
            top = each.module.split(".")[0]
            if top not in allowed and top not in sys.stdlib_module_names:
                yield f"{file.name}:{each.line} imports {each.module or 'a relative module'}"


def rings(files: Iterable[Source]) -> list[list[str]]:
    """Modules that import each other in a circle; imports for type checkers do not count, lazy ones do."""
    files = list(files)
    ours = {file.module for file in files}
    graph = {
        file.module: {each.module for each in file.imports() if not each.for_types_only}
        & ours - {file.module}
        for file in files
    }
    found: list[list[str]] = []
    done: set[str] = set()

    def visit(module: str, trail: list[str]) -> None:
        if module in trail:
            found.append([*trail[trail.index(module) :], module])
        elif module not in done:
            for each in sorted(graph[module]):
                visit(each, [*trail, module])
            done.add(module)

    for module in sorted(graph):
        visit(module, [])
    return found


def unexplained_imports(files: Iterable[Source]) -> Iterator[str]:
    """Imports inside functions that do not say why: in a comment on their line, above the block of imports, or
    at the top of the file for all of them.
    """
    for file in files:
        if any(line.startswith("#") and "import" in line.lower() for line in file.lines):
            continue
        lazy = {each.line for each in file.imports() if each.in_function}
        for line in sorted(lazy):
            first = line
            while first - 1 in lazy or not file.lines[first - 2].strip():
                first -= 1
            if "#" not in file.lines[line - 1] and not file.lines[first - 2].strip().startswith("#"):
                yield f"{file.name}:{line}"


def is_telling(label: str) -> bool:
    """Three Chinese characters or more: shorter labels (姓名, 备注) are also ordinary words."""
    return len(re.findall("[\u4e00-\u9fff]", label)) >= 3


def repeated_labels(file: Source, labels: dict[str, set[str]]) -> Iterator[tuple[int, str]]:
    """Where a file types a field's label again: line and label. `labels` says which modules declare each.

    Declarations are the assignments in a class body of models/, aliases included, and any `words=` argument;
    a constant at the top of the module that declares the field is part of its declaration too.
    """
    declared_here = {label for label, modules in labels.items() if file.module in modules}
    declarations: set[int] = set()
    for node in ast.walk(file.tree):
        if file.layer == "models" and isinstance(node, ast.ClassDef):
            for statement in node.body:
                if isinstance(statement, ast.Assign | ast.AnnAssign):
                    declarations.update(id(each) for each in ast.walk(statement))
        if isinstance(node, ast.keyword) and node.arg == "words":
            declarations.update(id(each) for each in ast.walk(node))
    for statement in file.tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            declarations.update(
                id(each)
                for each in ast.walk(statement)
                if isinstance(each, ast.Constant) and each.value in declared_here
            )
    pieces = {
        id(each) for node in ast.walk(file.tree) if isinstance(node, ast.JoinedStr) for each in node.values
    }
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in declarations:
            text = node.value.strip(" ：:*\n")
            # A piece of a sentence or of another word is no label, unless a colon makes it one.
            if text in labels and (id(node) not in pieces or text != node.value.strip()):
                yield node.lineno, text


def types_itself(file: Source, label: str) -> bool:
    """Whether the label stands in the file as a literal of its own."""
    return any(isinstance(node, ast.Constant) and node.value == label for node in ast.walk(file.tree))
