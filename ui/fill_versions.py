"""The filled workbooks of one preview, one for each whom a form is about, with all that was found in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exports.fill_book import BookPlan
from exports.fill_draft import Draft, Wish, make_draft
from exports.fill_findings import NOTE, Placed, check_draft
from exports.fill_view import pictures, records_of
from exports.recognise import ListPlan
from exports.sheet_picture import SheetPicture
from ui.jobs import Tick


@dataclass
class Version:
    """One filled workbook of the preview: for whom, what it holds, what was found in it."""

    name: str
    draft: Draft
    findings: list[Placed]
    pictures: dict[str, SheetPicture]

    @property
    def label(self) -> str:
        """Its name, with how much there is to look at."""
        wrong = sum(each.severity != NOTE for each in self.findings)
        return f"{self.name}　{wrong}处要核对" if wrong else self.name

    def words(self, at: int) -> tuple[str, str]:
        """What is seen of the sheet of that place and what to do; in which format it can be saved."""
        sheet = self.draft.sheets[at]
        drawn = len(self.pictures[sheet.plan.sheet].heights)
        held = max((row for row, _ in sheet.cells.values), default=0)
        cut = f"只画出前{drawn:,}行，共{held:,}行。" if held > drawn else ""
        about = (
            "这是填好的样子，还没有保存。点一个数或一格（或按回车），看它是由哪些记录来的。"
            f"图形、印章不画出来，保存时原样保留。{cut}"
        )
        if self.draft.keeps_format:
            return about, f"保存为{self.draft.plan.path.suffix.lower()}，版式和其他内容不变。"
        kept = "这个 .xls 里有不能直接移动的内容：存为 .xlsx 版式不变；仍要 .xls，保存时可以转换。"
        return about, kept


def make_versions(
    plan: BookPlan, wanted: Sequence[tuple[str, Wish]], folder: Path, tick: Tick
) -> list[Version]:
    """Fill and check a workbook for each wish into a folder of its own. Raises AppError."""
    made = []
    for at, (name, wish) in enumerate(wanted):
        if len(wanted) > 1:
            tick(at, len(wanted), name)
        place = folder / str(at)
        place.mkdir(exist_ok=True)
        draft = make_draft(plan, wish, place, tick if len(wanted) == 1 else None)
        made.append(Version(name, draft, check_draft(draft), pictures(plan, draft.path)))
    return made


def count_rows(plan: BookPlan, wish: Wish) -> dict[str, int]:
    """Sheet → how many rows its records will take."""
    scope = wish.scope()
    return {each.sheet: len(records_of(each, scope)) for each in plan.sheets if isinstance(each, ListPlan)}
