"""The commands that need no window: import, export, print, formats, sample, check; without one the window opens."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from models import clock
from models.errors import AppError, FieldError
from models.organisation import Organisation
from models.record import Record
from models.store import Store, open_store

if TYPE_CHECKING:
    from exports.intake_plan import Plan

# What each command needs is imported by the command: the window must not wait for workbooks and paper.

REFUSED = 2
USAGE = 2
# What is asked of the branches, as it is called on the command line.
_RETURNS = ("activity", "member", "self-assessment")


class _Parser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.exit(USAGE, f"命令写得不对：{message}\n用 ./run --help 查看用法。\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="./run", description="创先争优记录：不带命令时打开窗口。", add_help=False)
    parser.add_argument("-h", "--help", action="help", help="显示用法")
    parser.add_argument("--data", type=Path, metavar="DIR", help="数据文件夹（默认在用户数据文件夹里）")
    commands = parser.add_subparsers(dest="command", title="命令", metavar="COMMAND", parser_class=_Parser)

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text, add_help=False)
        added.add_argument("-h", "--help", action="help", help="显示用法")
        added.set_defaults(run=run)
        return added

    importing = command("import", _import, "导入表格；不带 --apply 时只预览")
    importing.add_argument("kind", metavar="KIND", help="organisation、member、activity等；写错时列出全部")
    importing.add_argument("files", nargs="+", type=Path, metavar="FILE")
    importing.add_argument("--year", type=int, help="没有写年份的日期属于哪一年")
    importing.add_argument("--apply", action="store_true", help="保存")
    importing.add_argument("--skip-problems", action="store_true", help="只导入没有问题的行")
    importing.add_argument("--rejects", type=Path, metavar="FILE", help="把有问题的行另存为工作簿")
    importing.add_argument("--json", action="store_true", help="以JSON输出")

    exporting = command("export", _export, "导出一种表格")
    exporting.add_argument("format", metavar="FORMAT")
    exporting.add_argument("--year", type=int, required=True)
    exporting.add_argument("--out", type=Path, required=True, metavar="FILE")
    exporting.add_argument("--organisation", metavar="NAME", help="只要一个团组织（及下级）的")
    exporting.add_argument("--full", action="store_true", help="身份证号和电话不遮盖")

    printing = command("print", _print, "把表格打印成PDF")
    printing.add_argument("form", metavar="FORM")
    printing.add_argument("--year", type=int, required=True)
    printing.add_argument("--organisation", metavar="NAME")
    printing.add_argument("--out", type=Path, required=True, metavar="FILE")
    printing.add_argument("--full", action="store_true", help="身份证号和电话不遮盖")

    filling = command("fill", _fill, "填区团委的表：原样填好，别处不动")
    filling.add_argument("template", type=Path, metavar="TEMPLATE")
    filling.add_argument("--year", type=int, required=True)
    filling.add_argument("--out", type=Path, required=True, metavar="FILE", help="带 --each 时是文件夹")
    filling.add_argument("--each", action="store_true", help="每个团支部（单张表：每个对象）一份")
    filling.add_argument(
        "--organisation", metavar="NAME", help="只填一个团组织（及下级）；申报表一类的单张表必须指定"
    )
    filling.add_argument("--full", action="store_true", help="身份证号和电话不遮盖")
    filling.add_argument("--json", action="store_true", help="以JSON输出")

    sending = command("send", _send, "给各支部做空白表：已知的填好，放进一个文件夹")
    sending.add_argument("kind", choices=_RETURNS, metavar="KIND")
    sending.add_argument("--year", type=int, required=True)
    sending.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    sending.add_argument("--due", type=_day, metavar="DATE", help="截止日期，如2010-12-25")

    collecting = command("collect", _collect, "收各支部报来的表；不带 --apply 时只预览")
    collecting.add_argument("kind", choices=_RETURNS, metavar="KIND")
    collecting.add_argument("places", nargs="+", type=Path, metavar="FOLDER")
    collecting.add_argument("--year", type=int, required=True)
    collecting.add_argument("--apply", action="store_true", help="保存")
    collecting.add_argument("--skip-problems", action="store_true", help="只收没有问题的行")
    collecting.add_argument("--json", action="store_true", help="以JSON输出")

    summaries = command("summaries", _summaries, "把一年的总结存为Word文件，放进一个文件夹")
    summaries.add_argument("--year", type=int, required=True)
    summaries.add_argument("--organisation", metavar="NAME", help="只要一个团组织（及下级）的")
    summaries.add_argument("--out", type=Path, required=True, metavar="FOLDER")

    command("formats", _formats, "列出可以导出和打印的表格")
    command("sample", _sample, "建立一个示例单位")
    command("check", _check, "打开一个临时的数据文件夹，检查所有页面和表格")
    return parser


def main(arguments: Sequence[str]) -> int:
    """Run one command, or open the window; returns the exit code."""
    _speak_utf8()
    options = _parser().parse_args(arguments)
    try:
        if options.command is None:
            return _window(options)
        code: int = options.run(options)
        return code
    except AppError as error:
        print(error, file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        # The reader of our output has gone (| head): nothing more to say, also not at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _folder(options: argparse.Namespace) -> Path:
    folder: Path | None = options.data
    if folder is None:
        import platformdirs  # not needed where the folder is named

        folder = platformdirs.user_data_path("league-office", appauthor=False)
    return folder.absolute()


@contextmanager
def _open(options: argparse.Namespace) -> Iterator[Store]:
    store = open_store(_folder(options))
    try:
        clock.set_work_year(getattr(options, "year", None))
        yield store
    finally:
        store.close()


def _window(options: argparse.Namespace) -> int:
    if sys.platform.startswith("linux") and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        print("没有图形界面，窗口打不开；导入、导出、打印可以用命令（./run --help）。", file=sys.stderr)
        return REFUSED
    from ui.start import run_window

    return run_window(_folder(options))


def _import(options: argparse.Namespace) -> int:
    from exports import intake
    from exports.intake_kinds import importable
    from exports.intake_plan import as_json
    from exports.intake_rejects import write_rejects

    kinds = {kind.kind_name(): kind for kind in importable()}
    if options.kind not in kinds:
        known = "、".join(f"{name}（{kind.label}）" for name, kind in kinds.items())
        raise AppError(f"没有“{options.kind}”这种可以导入的记录。", f"可以导入：{known}。")
    with _open(options):
        plan = intake.read_plan(kinds[options.kind], options.files, year=options.year)
        applied = options.apply and (options.skip_problems or not plan.has_problems)
        if applied:
            intake.apply(plan, skip_problems=options.skip_problems)
        if options.rejects:
            write_rejects(plan, options.rejects)
        if options.json:
            json.dump(as_json(plan, applied), sys.stdout, ensure_ascii=False, indent=1)
            print()
        else:
            _tell_import(plan, options.apply, applied)
        if plan.refused():
            return REFUSED
        return 1 if plan.has_problems else 0


def _send(options: argparse.Namespace) -> int:
    from exports.send import send

    with _open(options):
        with suppress(OSError):  # send() says that the folder is not there
            options.out.mkdir(parents=True, exist_ok=True)
        sent = send(_return_kind(options.kind), options.year, options.out, due=options.due)
    print(f"已做好{len(sent.files)}份{sent.request.kind}：{options.out}")
    return 0


def _return_kind(name: str) -> type[Record]:
    from models.activity import Activity
    from models.assessment import Score
    from models.member import Member

    kinds: dict[str, type[Record]] = {"activity": Activity, "member": Member, "self-assessment": Score}
    return kinds[name]


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，应写成2010-12-25") from error


def _collect(options: argparse.Namespace) -> int:
    from exports.collect import collect, take_in, told
    from exports.intake_plan import as_json

    with _open(options):
        found = collect(_return_kind(options.kind), options.places, options.year)
        plan = found.plan
        applied = options.apply and (options.skip_problems or not plan.has_problems)
        if applied:
            take_in(found, skip_problems=options.skip_problems)
        missing = [str(organisation.name) for organisation in found.missing]
        late = [str(organisation.name) for organisation in found.late]
        if options.json:
            said = as_json(plan, applied) | {"missing": missing, "late": late}
            json.dump(said, sys.stdout, ensure_ascii=False, indent=1)
            print()
        else:
            _tell_import(plan, options.apply, applied)
            for twin in found.twins:
                print(f"可能是同一次活动：{told(twin.first, 'title')} / {told(twin.second, 'title')}")
            print(f"还没有报的团支部：{'、'.join(missing) or '没有'}")
        return 1 if plan.has_problems else 0


def _tell_import(plan: Plan, wanted: bool, applied: bool) -> None:
    for refused in plan.refused():
        print(refused, file=sys.stderr)
    for row in plan.rows():
        where = f"{row.sheet.file.path.name}“{row.sheet.name}”"
        for word, issues in (("问题", row.problems), ("提醒", row.warnings)):
            for issue in issues:
                print(f"{word}：{where}{row.cell(issue)}：{issue.message}")
    print(plan.balance().text())
    if applied:
        print("已保存。")
    elif wanted:
        print("有问题，没有保存；改正后重来，或加 --skip-problems 只导入没有问题的行。")
    else:
        print("这是预览，没有保存；加 --apply 保存。")


def _export(options: argparse.Namespace) -> int:
    from exports import formats

    with _open(options):
        formats.export(options.format, options.year, options.out, _organisation(options), options.full)
    print(f"已导出：{options.out}")
    return 0


def _print(options: argparse.Namespace) -> int:
    from exports import forms, paper
    from models import starter
    from models.scheme import scheme_for

    with _open(options) as store:
        organisation = _organisation(options)
        if options.form == forms.ASSESSMENT_FORM.name and scheme_for(options.year) is None:
            starter.plant_scheme(options.year)
            print(f"{options.year}年还没有考核方案，采用了自带的方案。")
        documents = forms.documents(
            options.form,
            options.year,
            organisation.id if organisation else None,
            full=options.full,
            files=store.attachments,
        )
        paper.write(options.form, documents, options.out)
    print(f"已打印{len(documents)}份：{options.out}")
    return 0


def _summaries(options: argparse.Namespace) -> int:
    from exports import form_summary, summary_docx
    from ui.small_pictures import SmallPictures

    with _open(options) as store:
        organisation = _organisation(options)
        found = form_summary.written(options.year, organisation.id if organisation else None)
        with suppress(OSError):  # write_all() says that the folder is not there
            options.out.mkdir(parents=True, exist_ok=True)
        pictures = SmallPictures(store.attachments)
        files = summary_docx.write_all(found, pictures, options.out, lambda _done, _all: None)
    print(f"已存{len(files)}份总结：{options.out}")
    return 0


def _fill(options: argparse.Namespace) -> int:
    from exports.fill_book import fill_book, plan_workbook
    from exports.fill_each import everyone, fill_each
    from exports.fill_view import as_json

    with _open(options):
        plan = plan_workbook(options.template)
        organisation, full = _organisation(options), options.full
        if options.each:
            whom = everyone(plan, options.year, organisation)
            files = fill_each(plan, options.year, options.out, whom, full=full)
        else:
            said = fill_book(plan, options.year, options.out, organisation=organisation, full=full)
            files = {options.out: said}
    if options.json:
        reports = [{"file": str(path), **as_json(filled)} for path, filled in files.items()]
        report = {"files": reports} if options.each else as_json(files[options.out])
        json.dump(report, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        for path, filled in files.items():
            for sheet in filled:
                print(f"“{sheet.sheet}”填了{sheet.rows}行。")
                for warned in sheet.warnings:
                    print(f"提醒：“{warned.sheet}”{warned.column}列：{warned.message}")
                for place in sheet.unknown:
                    print(f"没有填：{sheet.sheet} {place}")
            print(f"已保存：{path}")
    return int(any(sheet.unknown for filled in files.values() for sheet in filled))


def _organisation(options: argparse.Namespace) -> Organisation | None:
    if not options.organisation:
        return None
    try:
        found: Organisation = Organisation.get_by_id(Organisation.find(options.organisation))
        return found
    except FieldError as error:
        raise AppError(f"{error}。", "请核对团组织名称。") from error


def _formats(options: argparse.Namespace) -> int:
    from exports import formats, forms

    for each in formats.formats():
        print(f"export {each.name:22} {each.title}")
    for form in forms.FORMS:
        print(f"print  {form.name:22} {form.title}")
    return 0


def _sample(options: argparse.Namespace) -> int:
    from models.sample import fill_sample

    with _open(options) as store:
        fill_sample(store)
    print(f"示例单位已建好：{_folder(options)}")
    return 0


def _check(options: argparse.Namespace) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui.self_check import run_check

    with tempfile.TemporaryDirectory() as folder:
        for line in run_check(Path(folder)):
            print(line)
    return 0
