"""Summaries on paper and as Word files: the same blocks, the faces of an official letter, pictures, page numbers."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from exports import forms, paper, summary_docx
from exports.form_summary import summary_documents
from exports.summary_blocks import HEADING, LEAD, PICTURES, TABLE, TEXT, USUAL, blocks, blocks_of, setting
from models.activity import Activity
from models.attachment import attach
from models.changes import change
from models.errors import AppError
from models.organisation import Organisation
from models.starter import FOLDER
from models.store import Store
from models.summary import FINAL, Summary, set_pictures
from models.summary_text import begin
from tests.models.people import branch, committee

TEXT_OF_ALL = "开头的话。\n一、基本情况\n（一）比贡献。做了三件事。\n|团支部|活动|\n|甲|3|\n二、以上是一句话。\n|合计|3|\n结尾。"


def png(wide: int, high: int) -> bytes:
    """A plain picture of that size."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x60" * wide for _ in range(high))
    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")
    )


@pytest.fixture
def summary(store: Store, tmp_path: Path) -> Summary:
    """A branch's final summary of 2010 with a wide and a high picture."""
    home = branch("泵站团支部", committee())
    made = begin(home, 2010)
    with change("登记"):
        activity = Activity(
            branch=home.id, title="清理河道", category="比贡献", start="2010-03-05", present=9
        )
        activity.save()
        files = []
        for name, image in (("宽.png", png(300, 100)), ("高.png", png(100, 300))):
            (tmp_path / name).write_bytes(image)
            files.append(tmp_path / name)
        attached = attach(activity, files, store.attachments)
        set_pictures(made, [(attached[0], "宽的图"), (attached[1], "高的图")])
        made.body, made.state, made.date = TEXT_OF_ALL, FINAL, "2010-12-20"
        made.save()
    return made


def test_blocks_are_read_as_people_write() -> None:
    found = blocks(TEXT_OF_ALL)
    assert [each.kind for each in found] == [TEXT, HEADING, LEAD, TABLE, TEXT, TABLE, TEXT]
    assert (found[2].lead, found[2].text) == ("（一）比贡献。", "做了三件事。")
    assert found[3].rows == (("团支部", "活动"), ("甲", "3"))


def test_pictures_stand_behind_the_best_activities(summary: Summary, store: Store) -> None:
    assert blocks_of(summary, store.attachments)[-1].kind == PICTURES
    summary.body = "一、主要活动\n甲\n二、荣誉\n乙"
    kinds = [each.kind for each in blocks_of(summary, store.attachments)]
    assert kinds == [HEADING, TEXT, PICTURES, HEADING, TEXT]


def test_a_word_file_has_the_faces_of_a_letter(summary: Summary, store: Store, tmp_path: Path) -> None:
    target = tmp_path / "总结.docx"
    summary_docx.write(summary, store.attachments, target)
    made = docx.Document(str(target))
    faces = {
        paragraph.text: [run._element.rPr.rFonts.get(qn("w:eastAsia")) for run in paragraph.runs]
        for paragraph in made.paragraphs
        if paragraph.text
    }
    assert faces == {
        "泵站团支部2010年工作总结": ["方正小标宋简体"],
        "开头的话。": ["仿宋_GB2312"],
        "一、基本情况": ["黑体"],
        "（一）比贡献。做了三件事。": ["楷体_GB2312", "仿宋_GB2312"],
        "二、以上是一句话。": ["仿宋_GB2312"],
        "结尾。": ["仿宋_GB2312"],
        "泵站团支部": ["仿宋_GB2312"],
        "2010年12月20日": ["仿宋_GB2312"],
    }
    assert [run.font.size.pt for run in made.paragraphs[0].runs] == [22]
    assert made.styles["Normal"].paragraph_format.line_spacing.pt == 30
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in made.tables]
    assert tables[:2] == [[["团支部", "活动"], ["甲", "3"]], [["合计", "3"]]]
    assert tables[2] == [["\n宽的图", "\n高的图"]]
    # Neither is stretched, and each fits in its box.
    sizes = [(shape.width.mm, shape.height.mm) for shape in made.inline_shapes]
    assert [round(wide / high, 1) for wide, high in sizes] == [3.0, 0.3]
    assert all(wide <= 74.1 and high <= 42.1 for wide, high in sizes)
    footer = made.sections[0].footer.paragraphs[0]
    assert footer.text == "— 1 —"
    assert "PAGE" in footer._element.xml
    with zipfile.ZipFile(target) as package:
        assert "python-docx" not in package.read("docProps/core.xml").decode()


def test_all_go_into_a_folder_under_their_titles(summary: Summary, store: Store, tmp_path: Path) -> None:
    other = begin(branch("河道团支部"), 2010)
    with change("改名"):
        other.title = "a/b：总结"
        other.save()
    folder = tmp_path / "out"
    folder.mkdir()
    written = summary_docx.write_all([summary, other], store.attachments, folder, lambda _done, _all: None)
    assert [each.name for each in written] == ["泵站团支部2010年工作总结.docx", "a_b：总结.docx"]
    assert all(each.is_file() for each in written)


def test_a_picture_that_is_none_is_said(summary: Summary, store: Store, tmp_path: Path) -> None:
    activity = Activity.get()
    broken = tmp_path / "坏.jpg"
    broken.write_bytes(b"no picture")
    cut = tmp_path / "半.png"  # a copy that broke off
    cut.write_bytes((FOLDER / "pictures" / "pump.png").read_bytes()[:200])
    (attached,) = attach(activity, [broken], store.attachments)
    set_pictures(summary, [(attached, "坏图")])
    with pytest.raises(AppError, match="坏图"):
        summary_docx.write(summary, store.attachments, tmp_path / "总结.docx")
    (half,) = attach(activity, [cut], store.attachments)
    set_pictures(summary, [(half, "半张图")])
    with pytest.raises(AppError, match="半张图"):
        summary_docx.write(summary, store.attachments, tmp_path / "总结.docx")
    set_pictures(summary, [(attached, "坏图")])
    store.attachments.path(str(attached.digest)).unlink()
    with pytest.raises(AppError, match=r"坏\.jpg"):
        summary_docx.write(summary, store.attachments, tmp_path / "总结.docx")


def test_the_print_has_the_same_and_its_pages_are_numbered(summary: Summary, store: Store) -> None:
    long = begin(branch("河道团支部", Organisation.get(Organisation.kind == "团委")), 2010)
    with change("修改"):
        long.body = "一、情况\n" + "\n".join(f"第{place}段。" + "字" * 60 for place in range(12))
        long.save()
    printed = forms.documents("summary", 2010, files=store.attachments)
    with pypdfium2.PdfDocument(paper.render("summary", printed)) as pdf:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    assert len(pages) == 3
    assert all(
        words in pages[0] for words in ("宽的图", "高的图", "（一）比贡献。做了三件事。", "2010年12月20日")
    )
    assert ["— 1 —" in pages[0], "— 1 —" in pages[1], "— 2 —" in pages[2]] == [True, True, True]


@pytest.mark.parametrize("paragraphs", [5, 8, 9, 10, 11])
def test_a_branchs_year_is_on_two_pages_as_long_as_a_smaller_size_makes_it(
    summary: Summary, store: Store, paragraphs: int
) -> None:
    summary.body = "\n".join(
        f"{'一、小标题' if not place % 3 else ''}\n全年开展活动12次，参加158人次，服务71.5小时。"
        + "水" * (40 + 3 * place)
        for place in range(paragraphs)
    )
    found = blocks_of(summary, store.attachments)
    how = setting(summary, found)
    document = summary_documents([summary], store.attachments)
    with pypdfium2.PdfDocument(paper.render("summary", document)) as pdf:
        assert len(pdf) <= 2
    assert (how == USUAL) is (paragraphs <= 8)


def test_nothing_written_yet_is_said(store: Store) -> None:
    with pytest.raises(AppError, match="还没有编写总结"):
        forms.documents("summary", 2010)
