"""The text of a summary as blocks for paper: headings, paragraphs with their leading phrase, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil
from typing import NamedTuple, Protocol

from models import settings
from models.attachment import Attachment
from models.errors import AppError
from models.leading_group import top_committee
from models.partial_date import in_words
from models.summary import Summary, pictures_of
from models.summary_text import BEST_ACTIVITIES

HEADING, LEAD, TEXT, TABLE, PICTURES = "heading", "lead", "text", "table", "pictures"
_HEADING = re.compile(r"[一二三四五六七八九十]+、\S.{0,40}")
_LEAD = re.compile(r"(（[一二三四五六七八九十]+）[^。：]{1,40}[。：]?)(.*)")


# A4 less the margins of GB/T 9704, in points.
WIDTH, HEIGHT = 442.0, 638.0
_BRANCH_PAGES = 2  # a branch's year is to be read on one sheet


class Setting(NamedTuple):
    """In which size, and on lines how far apart, a summary is set; in points."""

    size: float
    line: float


# 三号 on 30 points as official letters have it; with more to say closer, then 小三 and 四号.
USUAL = Setting(16, 30)
_CLOSER = (Setting(16, 28), Setting(15, 26), Setting(14, 24))


class PictureStore(Protocol):
    """Where pictures are read from: the store of attached files, or what makes them smaller."""

    def read(self, digest: str) -> bytes:
        """The picture's bytes; AppError when it is gone."""


class Picture(NamedTuple):
    """A picture with the words under it."""

    image: bytes
    caption: str


class Block(NamedTuple):
    """A piece of a summary: a heading or paragraph (`text`, behind its `lead`), a table (`rows`) or pictures."""

    kind: str
    text: str = ""
    lead: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    pictures: tuple[Picture, ...] = ()


def blocks(text: str) -> list[Block]:
    """A summary's text read as people write it: 一、… is a heading, （一）… leads its paragraph, |…|…| is a table's row."""
    found: list[Block] = []
    for line in (line.strip() for line in text.splitlines()):
        if not line:
            continue
        if line.startswith("|"):
            row = tuple(cell.strip() for cell in line.strip("|").split("|"))
            if found and found[-1].kind == TABLE:
                found[-1] = found[-1]._replace(rows=(*found[-1].rows, row))
            else:
                found.append(Block(TABLE, rows=(row,)))
        elif _HEADING.fullmatch(line) and not line.endswith("。"):
            found.append(Block(HEADING, line))
        elif lead := _LEAD.fullmatch(line):
            found.append(Block(LEAD, lead[2], lead[1]))
        else:
            found.append(Block(TEXT, line))
    return found


def blocks_of(summary: Summary, files: PictureStore | None) -> list[Block]:
    """The blocks of a summary with its pictures behind the best activities, else at the end; without `files` none.

    Raises AppError when a picture's file is gone.
    """
    found = blocks(str(summary.body or ""))
    pictures = tuple(_pictures(summary, files)) if files is not None else ()
    if pictures:
        found.insert(_place(found), Block(PICTURES, pictures=pictures))
    return found


def _place(found: list[Block]) -> int:
    headings = [place for place, block in enumerate(found) if block.kind == HEADING]
    for place in headings:
        if found[place].text.endswith(BEST_ACTIVITIES):
            return next((each for each in headings if each > place), len(found))
    return len(found)


def _pictures(summary: Summary, files: PictureStore) -> list[Picture]:
    found = []
    for each in pictures_of(summary):
        attachment: Attachment = each.picture
        try:
            found.append(Picture(files.read(str(attachment.digest)), str(each.caption or "")))
        except AppError as error:
            raise AppError(
                f"“{summary.heading()}”的配图“{attachment.name}”的文件不在了。",
                "请从备份恢复，或去掉这张图。",
            ) from error
    return found


def setting(summary: Summary, found: Sequence[Block]) -> Setting:
    """The largest setting in which a branch's summary fits on two pages; the usual one for others, and where none does."""
    return (_fitting(found) or USUAL) if is_of_branch(summary) else USUAL


def is_of_branch(summary: Summary) -> bool:
    """Whether a summary is to be on two pages."""
    return bool(summary.organisation.kind == "团支部")


def fits(text: str, pictures: int) -> bool:
    """Whether a text with so many pictures fits on a branch's two pages."""
    found = blocks(text)
    if pictures:
        found.append(Block(PICTURES, pictures=(Picture(b"", ""),) * pictures))
    return _fitting(found) is not None


def _fitting(found: Sequence[Block]) -> Setting | None:
    sizes = (each for each in (USUAL, *_CLOSER) if _height(found, each) <= _BRANCH_PAGES * HEIGHT)
    return next(sizes, None)


def _height(found: Sequence[Block], how: Setting) -> float:
    """About how high a summary becomes, with its title and signature, and the two lines that a page break may cost."""
    height = 36 + 7 * how.line
    for block in found:
        if block.kind == TABLE:
            height += 22 * len(block.rows)
        elif block.kind == PICTURES:
            height += 148 * ((len(block.pictures) + 1) // 2)
        else:
            words = block.lead + block.text
            # Half-width signs take half a place; two are left blank at the beginning.
            places = 2 + sum(0.55 if sign.isascii() else 1 for sign in words)
            height += how.line * ceil(places / int(WIDTH / how.size))
    return height


def signature(summary: Summary) -> str:
    """Who signs: the organisation; for the office what it signs with."""
    top = top_committee()
    if top is not None and top.id == summary.organisation_id:
        return settings.signature()
    return str(summary.organisation.name)


def signed_on(summary: Summary) -> str:
    """The date under the signature, 2010年12月20日; blanks to write it in where none is set."""
    day = str(summary.date or "")
    return in_words(day) if len(day) >= 10 else "　　　　年　　月　　日"
