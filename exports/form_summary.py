"""工作总结 on paper: the same blocks as its Word file, with the signature and the date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exports.paper import Document
from exports.summary_blocks import Block, PictureStore, blocks_of, setting, signature, signed_on
from models.errors import AppError
from models.files import FileStore
from models.organisation import subtree, tree
from models.summary import Summary

TITLE = "工作总结和报告"


def documents(year: int, organisation_id: int | None, full: bool, files: FileStore | None) -> list[Document]:
    """The summaries of a year, of one organisation and those below it or of all; nothing in them is covered."""
    return summary_documents(written(year, organisation_id), files)


def written(year: int, organisation_id: int | None) -> list[Summary]:
    """The summaries of a year in the order of the tree, the monthly ones first; AppError when there is none."""
    found = list(Summary.select().where(Summary.year == year))
    if organisation_id is not None:
        below = subtree(organisation_id)
        found = [each for each in found if each.organisation_id in below]
    if not found:
        raise AppError(f"{year}年还没有编写总结。", "请先在“报表”的“总结”里编写。")
    place = {id_: number for number, (id_, _) in enumerate(tree(include_ended=True))}
    return sorted(
        found, key=lambda each: (place.get(each.organisation_id, len(place)), each.month or 99, each.id)
    )


def summary_documents(summaries: Iterable[Summary], files: PictureStore | None) -> list[Document]:
    """What stands in the print of each summary; its pictures only where there are `files`. AppError: one is gone."""
    return [_document(each, blocks_of(each, files)) for each in summaries]


def _document(summary: Summary, found: Sequence[Block]) -> Document:
    how = setting(summary, found)
    return {
        "bookmark": summary.heading(),
        "caption": summary.heading(),
        "title": summary.heading(),
        "size": f"{how.size:g}",
        "line": f"{how.line:g}",
        "blocks": [_printed(block) for block in found],
        "organisation": signature(summary),
        "date": signed_on(summary),
    }


def _printed(block: Block) -> Document:
    return {
        "kind": block.kind,
        "text": block.text,
        "lead": block.lead,
        "rows": [list(row) for row in block.rows],
        "pictures": [{"image": each.image, "caption": each.caption} for each in block.pictures],
    }
