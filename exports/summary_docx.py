"""Summaries as Word files in the looks of an official letter (GB/T 9704): faces, 30-point lines, page number in the middle."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.image.exceptions import (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
)
from docx.image.image import Image
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from exports.summary_blocks import (
    HEADING,
    LEAD,
    PICTURES,
    TABLE,
    Block,
    Picture,
    PictureStore,
    Setting,
    blocks_of,
    setting,
    signature,
    signed_on,
)
from exports.target import refuse_unwritable, written_beside
from models.errors import AppError
from models.settings import office
from models.summary import Summary

Tick = Callable[[int, int], None]

# domain §6: the faces by name even where this machine lacks them; Word and WPS put in what comes nearest.
TITLE_FACE, BODY_FACE, HEADING_FACE, LEAD_FACE, NUMBER_FACE = (
    "方正小标宋简体",
    "仿宋_GB2312",
    "黑体",
    "楷体_GB2312",
    "宋体",
)
TITLE_SIZE, NUMBER_SIZE, TABLE_SIZE, CAPTION_SIZE = Pt(22), Pt(14), Pt(10), Pt(12)
# GB/T 9704: 37 mm above, 28 mm at the left, a text of 156 × 225 mm.
_MARGINS = {"top_margin": Mm(37), "bottom_margin": Mm(35), "left_margin": Mm(28), "right_margin": Mm(26)}
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')  # in names of files on Windows
_PICTURE = (Mm(74), Mm(42))  # the box a picture must fit in, two a row


def write(summary: Summary, files: PictureStore, target: Path) -> None:
    """Write a summary as .docx. AppError when the target cannot be written, or a picture is gone or unreadable."""
    refuse_unwritable(target)
    document = _document(summary, blocks_of(summary, files))
    with written_beside(target) as stream:
        document.save(stream)


def write_all(summaries: Sequence[Summary], files: PictureStore, folder: Path, tick: Tick) -> list[Path]:
    """Write each summary into a folder, as `targets` says, in place of what is there; the files that were written."""
    found = targets(summaries, folder)
    for place, (summary, target) in enumerate(zip(summaries, found, strict=True)):
        tick(place, len(summaries))
        write(summary, files, target)
    return found


def targets(summaries: Sequence[Summary], folder: Path) -> list[Path]:
    """The file of each summary in a folder: its title, numbered where two are alike."""
    found: list[Path] = []
    for place, summary in enumerate(summaries, 1):
        stem = _FORBIDDEN.sub("_", summary.heading()).strip(". ")
        target = folder / f"{stem}.docx"
        found.append(target.with_stem(f"{stem}{place}") if target in found else target)
    return found


def _document(summary: Summary, found: Sequence[Block]) -> Any:
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, value in _MARGINS.items():
        setattr(section, name, value)
    section.footer_distance = Mm(25)
    _plain_style(made, setting(summary, found))
    properties = made.core_properties
    properties.title, properties.author, properties.comments = summary.heading(), office("office_name"), ""
    title = _paragraph(made, summary.heading(), TITLE_FACE, TITLE_SIZE)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.line_spacing = Pt(36)
    _paragraph(made)
    for block in found:
        _add(made, block)
    _paragraph(made)
    for text in (signature(summary), signed_on(summary)):
        line = _paragraph(made, text)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.right_indent = _two_characters(line)
        line.paragraph_format.keep_together = True
    _number_pages(section)
    return made


def _add(made: Any, block: Block) -> None:
    if block.kind == TABLE:
        _table(made, block.rows)
    elif block.kind == PICTURES:
        _pictures(made, block.pictures)
    elif block.kind == HEADING:
        heading = _indented(_paragraph(made, block.text, HEADING_FACE))
        heading.paragraph_format.keep_with_next = True
    elif block.kind == LEAD:
        paragraph = _indented(_paragraph(made, block.lead, LEAD_FACE))
        _run(paragraph, block.text)
    else:
        _indented(_paragraph(made, block.text))


def _plain_style(made: Any, how: Setting) -> None:
    """What every paragraph has: the body's face and size, lines of exact height, nothing between paragraphs."""
    style = made.styles["Normal"]
    style.font.size = Pt(how.size)
    _face(style.element.get_or_add_rPr(), BODY_FACE)
    # Chinese rules for where a line may break.
    for language in made.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    lines = style.paragraph_format
    lines.line_spacing_rule, lines.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(how.line)
    lines.space_before = lines.space_after = Pt(0)
    lines.widow_control = False


def _paragraph(made: Any, text: str = "", face: str = BODY_FACE, size: Any = None) -> Any:
    paragraph = made.add_paragraph()
    if text:
        _run(paragraph, text, face, size)
    return paragraph


def _run(paragraph: Any, text: str, face: str = BODY_FACE, size: Any = None) -> Any:
    run = paragraph.add_run(text)
    if size is not None:
        run.font.size = size
    _face(run._element.get_or_add_rPr(), face)
    return run


def _face(properties: Any, face: str) -> None:
    """Name the face for Latin letters and for Chinese: Word asks for each by itself."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), face)


def _indented(paragraph: Any) -> Any:
    """Two characters in, whatever the size of the characters."""
    paragraph.paragraph_format.first_line_indent = _two_characters(paragraph)
    paragraph._element.get_or_add_pPr().find(qn("w:ind")).set(qn("w:firstLineChars"), "200")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    return paragraph


def _two_characters(paragraph: Any) -> int:
    return int(paragraph.style.font.size * 2)


def _table(made: Any, rows: Sequence[Sequence[str]]) -> None:
    columns = max(len(row) for row in rows)
    table = made.add_table(rows=len(rows), cols=columns)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for place, row in enumerate(rows):
        for column in range(columns):
            paragraph = table.cell(place, column).paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.line_spacing = Pt(20)
            face = HEADING_FACE if place == 0 else BODY_FACE
            _run(paragraph, row[column] if column < len(row) else "", face, TABLE_SIZE)
    _no_break_inside(table)
    first = table.rows[0]._tr.get_or_add_trPr()
    first.append(OxmlElement("w:tblHeader"))
    _first_column_wide(table, columns)


def _first_column_wide(table: Any, columns: int) -> None:
    """The first column holds names, the others numbers."""
    table.autofit = False
    whole, first = Mm(156), Mm(48) if columns > 1 else Mm(156)
    for column in range(columns):
        width = first if column == 0 else int((whole - first) / (columns - 1))
        table.columns[column].width = width
        for cell in table.columns[column].cells:
            cell.width = width


def _no_break_inside(table: Any) -> None:
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _pictures(made: Any, pictures: Sequence[Picture]) -> None:
    """Two a row, each with its caption; the frame has no lines."""
    table = made.add_table(rows=0, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for place in range(0, len(pictures), 2):
        cells = table.add_row().cells
        for cell, picture in zip(cells, pictures[place : place + 2], strict=False):
            cell.width = Mm(78)
            shown = cell.paragraphs[0]
            shown.alignment = WD_ALIGN_PARAGRAPH.CENTER
            # In a line of exact height a picture would be cut.
            shown.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
            shown.paragraph_format.keep_with_next = True
            shown.paragraph_format.space_before = Pt(6)
            shown.add_run().add_picture(io.BytesIO(picture.image), **_size(picture))
            caption = cell.add_paragraph()
            caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
            caption.paragraph_format.line_spacing = Pt(20)
            _run(caption, picture.caption, LEAD_FACE, CAPTION_SIZE)
    _no_break_inside(table)


def _size(picture: Picture) -> dict[str, Any]:
    """The width or the height at which a picture fits in its box."""
    try:
        image = Image.from_blob(picture.image)
    except (UnrecognizedImageError, UnexpectedEndOfFileError, InvalidImageStreamError) as error:
        raise AppError(
            f"配图“{picture.caption}”的文件已损坏，或不是 JPG、PNG 图片。", "请换一张图片。"
        ) from error
    wide, high = _PICTURE
    if image.px_width * high > image.px_height * wide:
        return {"width": wide}
    return {"height": high}


def _number_pages(section: Any) -> None:
    """— 1 — in the middle of the foot."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, "— ", NUMBER_FACE, NUMBER_SIZE)
    for kind in ("begin", "PAGE", "separate", "1", "end"):
        run = _run(paragraph, kind if kind == "1" else "", NUMBER_FACE, NUMBER_SIZE)
        if kind == "PAGE":
            part = OxmlElement("w:instrText")
            part.text = kind
            run._element.append(part)
        elif kind != "1":  # which stands there until Word counts
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
            run._element.append(part)
    _run(paragraph, " —", NUMBER_FACE, NUMBER_SIZE)
