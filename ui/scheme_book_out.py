"""A scheme in the editor goes out as a workbook, or comes in from one: into the editor, nothing is stored by that."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import AppError
from models.scheme import Indicator, Scheme, current_schemes
from models.scheme_compare import pairs
from ui import ask, jobs
from ui.export_seen import offer_file
from ui.scheme_draft import Draft
from ui.scheme_rule import rule_problems

if TYPE_CHECKING:
    from ui.scheme_dialog import SchemeDialog


def export_scheme(editor: SchemeDialog) -> None:
    """Ask where to, write the scheme as it stands in the editor and offer to open it."""
    # Workbooks are wanted only now.
    from exports.scheme_book import write_scheme

    scheme, lines = editor.scheme, list(editor.draft.lines)
    target = ask.save_file(
        editor, "导出考核方案", f"{scheme.year}年{scheme.name}.xlsx", ask.XLSX, editor.desk.remember
    )
    if target is None:
        return

    def work(_tick: jobs.Tick) -> Path:
        write_scheme(scheme, lines, target)
        return target

    jobs.run(
        editor,
        "导出考核方案",
        work,
        lambda path: offer_file(editor.desk, editor, path, f"{len(lines)}条指标"),
    )


def import_scheme(editor: SchemeDialog) -> None:
    """Ask for a workbook and show what it says in the editor; what is wrong in it is said cell by cell."""
    path = ask.open_file(editor, "导入考核方案", ask.WORKBOOKS, editor.desk.remember)
    if path is not None and editor.let_go():
        take_workbook(editor, path)


def take_workbook(editor: SchemeDialog, path: Path) -> bool:
    """Bring a workbook into the editor as the scheme of its name, year and kind; False when it has faults."""
    # Workbooks are wanted only now.
    from exports.scheme_book import read_scheme

    try:
        found = read_scheme(path)
    except AppError as error:
        ask.show_error(editor, error, "没有导入")
        return False
    problems = found.problems or [
        f"第{at}条指标的{Indicator.field('rule').label}：{problem.message}"
        for at, line in enumerate(found.lines, 1)
        for problem in rule_problems(line)
    ]
    if problems:
        ask.inform(
            editor,
            "没有导入",
            f"“{path.name}”有{len(problems)}处要改，没有导入任何内容。",
            "在工作簿里改好再导入。",
            details="\n".join(problems),
            sign="error",
        )
        return False
    editor.open_draft(merged(found.scheme, found.lines))
    editor.desk.say(f"已读入{len(found.lines)}条指标，核对后按保存")
    return True


def merged(scheme: Scheme, lines: list[Indicator]) -> Draft:
    """A draft of what a workbook says: the stored scheme of that name, year and kind with its lines changed, else new."""
    stored = next(
        (
            each
            for each in current_schemes(scheme.year)
            if each.name == scheme.name and each.kind == scheme.kind
        ),
        None,
    )
    if stored is None:
        return Draft(scheme, lines)
    draft = Draft.of(stored)
    for old, new in pairs(draft.lines, lines):
        new.id = old.id
    for line in lines:
        line.scheme = stored.id
    scheme.id, scheme.version, scheme.replaces = stored.id, stored.version, stored.replaces_id
    return Draft(scheme, lines)
