"""Writing what was filled to where a person wants it, in the format it came in, and noting that it was sent."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog

from exports.fill_draft import Draft, fill_wish
from exports.fill_sent import SentFile, register
from exports.old_format import can_convert
from exports.target import written_beside
from models.clock import today
from models.errors import AppError
from models.reporting import Sent
from models.settings import recall, remember
from ui import ask, jobs
from ui.ask_fields import AskFields, Values
from ui.desk import Desk
from ui.fill_whom import NOMINATED
from ui.number_hint import NumberHint

TITLE = "保存填好的表"
REGISTER = "登记上报"
_RECIPIENT = "sent.recipient"
_XLS = "Excel 97-2003 工作簿 (*.xls)"
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s]+')


def save_drafts(
    parent: QDialog,
    desk: Desk,
    drafts: Sequence[tuple[str, Draft]],
    explanation: str,
    saved: Callable[[], None],
) -> None:
    """Ask where to, write one file or one for each into a folder, and offer to note that it was sent.

    `saved` is called once the files are written.
    """
    suffix = _suffix(parent, [draft for _, draft in drafts])
    if suffix is None:
        return
    targets = _targets(parent, desk, drafts, suffix)
    if not targets:
        return

    def work(tick: jobs.Tick) -> list[SentFile]:
        written = []
        for at, ((_, draft), target) in enumerate(zip(drafts, targets, strict=True)):
            if len(drafts) > 1:
                tick(at, len(drafts), target.name)
            _write(draft, target)
            written.append(SentFile(target, draft.wish))
        return written

    def then(written: list[SentFile]) -> None:
        saved()
        _written(parent, desk, drafts[0][1].plan.path, written, explanation)

    jobs.run(parent, TITLE, work, then)


def _suffix(parent: QDialog, drafts: Sequence[Draft]) -> str | None:
    """The format to save in; asked where an .xls cannot be filled in place."""
    own = drafts[0].plan.path.suffix.lower()
    if all(draft.keeps_format for draft in drafts):
        return own
    if not can_convert():
        agreed = ask.confirm(
            parent,
            TITLE,
            "这个 .xls 不能直接填，这台电脑上也没有能转换它的程序。",
            "可以存为 .xlsx，版式不变；报送前请问清对方收不收 .xlsx。",
            yes="存为 .xlsx",
        )
        return ".xlsx" if agreed else None
    answer = ask.choose(
        parent,
        TITLE,
        "这个 .xls 里有不能直接移动的图形、公式或下拉选项。",
        "存为 .xlsx，版式不变；转换成 .xls，版式可能略有变化，保存后请打开看一看。",
        options=("存为 .xlsx", "转换成 .xls"),
    )
    return None if answer is None else (".xlsx", ".xls")[answer]


def _targets(
    parent: QDialog, desk: Desk, drafts: Sequence[tuple[str, Draft]], suffix: str
) -> list[Path] | None:
    template = drafts[0][1].plan.path
    year = drafts[0][1].wish.year
    if len(drafts) == 1:
        whose = _plain(drafts[0][0])
        name = f"{template.stem}（{whose or f'{year}年'}）{suffix}"
        kinds = _XLS if suffix == ".xls" else ask.XLSX
        target = ask.save_file(parent, TITLE, name, kinds, desk.remember)
        if target is None:
            return None
        if target.resolve() == template.resolve():
            ask.inform(
                parent, TITLE, "不能存到空表自己上面。", "请换一个文件名，空表留着下次用。", sign="warn"
            )
            return None
        return [target]
    folder = ask.folder(parent, f"把{len(drafts)}份文件存到哪个文件夹", desk.remember)
    if folder is None:
        return None
    targets = [folder / f"{template.stem}（{_plain(name)}）{suffix}" for name, _ in drafts]
    if len(set(targets)) < len(targets):  # people of one name
        targets = [each.with_stem(f"{each.stem}{at}") for at, each in enumerate(targets, 1)]
    there = [each.name for each in targets if each.exists()]
    if there and not ask.confirm(
        parent,
        TITLE,
        f"文件夹里已有{len(there)}个同名文件，如“{there[0]}”。",
        "继续会换成新填的。",
        yes="替换",
        danger=True,
    ):
        return None
    return targets


def _plain(name: str) -> str:
    """A name as part of a file name."""
    return _FORBIDDEN.sub(" ", name.replace(NOMINATED, "")).strip()


def _write(draft: Draft, target: Path) -> None:
    """What was looked at is what is written; only a conversion fills anew."""
    if target.suffix.lower() != draft.path.suffix.lower():
        fill_wish(draft.plan, draft.wish, target, convert=True)
        return
    with written_beside(target) as stream, draft.path.open("rb") as source:
        shutil.copyfileobj(source, stream)


def _written(
    parent: QDialog, desk: Desk, template: Path, written: Sequence[SentFile], explanation: str
) -> None:
    first = written[0].path
    what = f"“{first.name}”" if len(written) == 1 else f"{len(written)}个文件"
    desk.say(f"已保存{what}：{first.parent}")
    answer = ask.choose(
        parent,
        "已保存",
        f"已保存{what}。",
        f"{first.parent}\n登记上报会把这份文件原样留存，以后可以与现在的数据比较。",
        options=("登记上报…", "打开文件" if len(written) == 1 else "打开文件夹"),
    )
    if answer == 0:
        register_sent(parent, desk, template, written, explanation)
    elif answer == 1:
        opened = first if len(written) == 1 else first.parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(opened)))


def register_sent(
    parent: QDialog, desk: Desk, template: Path, written: Sequence[SentFile], explanation: str
) -> bool:
    """Ask to whom and under which number, and keep the files; False when the person does not."""
    fields = [Sent.field(name) for name in ("name", "sent_on", "recipient", "document", "explanation")]
    more = f"（{len(written)}份）" if len(written) > 1 else ""
    begin = {
        "name": f"{template.stem}{more}",
        "sent_on": today().isoformat(),
        "recipient": recall(_RECIPIENT, "团区委"),
        "explanation": explanation or None,
    }

    def work(values: Values) -> None:
        again = Sent.get_or_none(Sent.name == values["name"], Sent.sent_on == values["sent_on"])
        if again is not None:
            raise AppError("同名的表这一天已经登记过。", "请改一改报表名称，如加上“第二稿”。")
        register(written, template, {**values, "year": written[0].wish.year}, desk.store.attachments)
        if values["recipient"]:
            remember(_RECIPIENT, values["recipient"])

    dialog = AskFields(
        parent,
        REGISTER,
        "文件原样留存，报送后不再改动。",
        fields,  # type: ignore[arg-type]
        work,
        yes=REGISTER,
        values=begin,
        needed=("name", "sent_on"),
        below={"document": lambda editor: NumberHint(editor, desk.year)},
    )
    agreed = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    if agreed:
        desk.say("已登记上报，可在“报表”的“上报记录”里查看")
    return agreed
