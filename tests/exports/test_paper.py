"""Forms as PDF: what goes in comes out as text, nothing is read as markup, blocks stay whole, pages are numbered."""

from __future__ import annotations

import ctypes
import re
import struct
import zlib
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from exports import paper, paper_fonts
from models.errors import AppError
from tests.exports.paper_documents import assessment, nomination

NASTY = "#let x = 1 $a^2$ *粗* _斜_ <标签> @引用 \\ \" ' ` = == - + / // /* */ [ ] { } ~ & % 😀 𠮷 “引号”……——《书》 <b>"


def texts(pdf: bytes) -> list[str]:
    """The text of each page without blanks; a hyphen at a line's end is what it was."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return [squash(text) for text in pages]


def squash(text: str) -> str:
    return re.sub(r"\s", "", text.replace("\ufffe", "-").replace("\x02", "-"))


def values(part: object) -> list[str]:
    """All texts of a document that are printed as they are."""
    if isinstance(part, str):
        return [part]
    if isinstance(part, dict):
        unprinted = ("bookmark", "caption", "kind", "officer", "copies", "photo")
        return [text for key, each in part.items() if key not in unprinted for text in values(each)]
    if isinstance(part, list):
        return [text for each in part for text in values(each)]
    return []


def png(width: int = 5, height: int = 7) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = b"".join(b"\0" + b"\xc0\x10\x20" * width for _ in range(height))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("longer", [1, 3])
def test_an_assessment_prints_all_its_texts(longer: int) -> None:
    document = assessment(longer=longer)
    printed = "".join(texts(paper.render("assessment-form", [document])))
    missing = [text for text in values(document) if squash(text) not in printed]
    assert missing == []


@pytest.mark.parametrize("officer", [False, True])
def test_a_nomination_prints_all_its_texts(officer: bool) -> None:
    document = nomination(officer=officer)
    printed = "".join(texts(paper.render("nomination-form", [document])))
    missing = [text for text in values(document) if squash(text) not in printed]
    # An officer's post stands on the officer's form only.
    assert missing == []


def test_blank_forms_print_with_places_to_write() -> None:
    pages = texts(paper.render("assessment-form", [assessment(filled=False)]))
    assert "□是□否" in pages[-1]
    assert "（盖章）" in pages[-1]
    assert "年月日" in pages[0]
    pages = texts(paper.render("nomination-form", [nomination(filled=False, name="")]))
    assert "照片（一寸）" in pages[0]
    assert pages[-1].count("（盖章）") >= 3


def test_each_document_has_its_own_numbers_and_an_outline_entry() -> None:
    pdf = paper.render("assessment-form", [assessment("甲支部"), assessment("乙支部", times=3)])
    pages = texts(pdf)
    with pypdfium2.PdfDocument(pdf) as document:
        marks = [(mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
    (first, start_a), (second, start_b) = marks
    assert (first, start_a, second) == ("甲支部", 0, "乙支部")
    for start, end in ((start_a, start_b), (start_b, len(pages))):
        total = end - start
        for number in range(total):
            assert f"第{number + 1}页共{total}页" in pages[start + number]
    assert "甲支部" in pages[start_b - 1]
    assert "甲支部" not in "".join(pages[start_b:])


@given(
    st.lists(
        st.text(
            st.one_of(
                st.sampled_from("#$*_<>\\\"=`'@/[]{}~&%-+0123456789abcXYZ，。“”《》——…　 "),
                st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
                st.sampled_from("𠮷😀〇々Ⅲ①℃√□"),
            ),
            max_size=60,
        ),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=25)
def test_any_text_prints_as_itself(lines: list[str]) -> None:
    text = "\n".join(lines)
    document = {**nomination(), "resume": text, "conviction": text, "name": lines[0][:8]}
    pages = texts(paper.render("nomination-form", [document]))
    assert "".join(pages).count(squash(text)) >= 2


def test_markup_prints_as_itself_in_every_place() -> None:
    document = assessment()
    for block in document["blocks"]:
        for group in block["groups"]:
            for row in group["rows"]:
                row |= {"content": NASTY, "reason": NASTY, "note": "#x", "number": "1"}
    document |= {
        "organisation": NASTY,
        "bookmark": NASTY,
        "caption": NASTY,
        "party_opinion": NASTY,
        "notes": NASTY,
    }
    printed = "".join(texts(paper.render("assessment-form", [document])))
    rows = sum(len(group["rows"]) for block in document["blocks"] for group in block["groups"])
    assert printed.count(squash(NASTY)) >= 2 * rows + 3


def test_characters_without_a_shape_are_left_out() -> None:
    document = {**nomination(), "deeds": "甲\x00\x07乙\r\n丙\ud800丁\u2028戊\t己\x85庚"}
    printed = "".join(texts(paper.render("nomination-form", [document])))
    assert "甲乙丙\ufffd丁戊己庚" in printed


@pytest.mark.parametrize("field", ["resume", "honours", "deeds", "conduct", "branch_opinion"])
def test_long_text_goes_on_over_pages_in_order(field: str) -> None:
    sentences = [f"这是第{number:04}句话，说明工作情况。" for number in range(120)]
    text = "\n".join("".join(sentences[start : start + 6]) for start in range(0, 120, 6))
    assert len(text) > 1900
    printed = "".join(texts(paper.render("nomination-form", [{**nomination(), field: text}])))
    # The page's own header and footer stand between two pages, maybe within a sentence.
    assert re.findall(r"第(\d{4})句", printed) == [f"{number:04}" for number in range(120)]


@pytest.mark.parametrize(("block", "field"), [(0, "reason"), (1, "content"), (2, "standard"), (6, "content")])
@pytest.mark.parametrize("count", [30, 75])
def test_a_long_row_goes_on_in_order_under_the_same_header(block: int, field: str, count: int) -> None:
    document = assessment()
    text = "。".join(f"第{number:04}条情况说明，材料齐全" for number in range(count))
    document["blocks"][block]["groups"][-1]["rows"][-1][field] = text
    pages = texts(paper.render("assessment-form", [document]))
    assert re.findall(r"(\d{4})条", "".join(pages)) == [f"{number:04}" for number in range(count)]
    assert all(page.count("考核内容分值评分标准") == 1 for page in pages)
    (signed,) = (page for page in pages if "党组织意见" in page)
    assert "合计100" in signed


def test_a_word_without_a_break_stays_in_its_cell() -> None:
    address = "https://example.org/" + "abcdefghij" * 12
    document = assessment()
    document["blocks"][0]["groups"][0]["rows"][0] |= {
        "note": address,
        "evidence": "！" * 40,
    }
    pdf = paper.render("assessment-form", [document])
    assert address in "".join(texts(pdf))
    with pypdfium2.PdfDocument(pdf) as opened:
        page = opened[0]
        text = page.get_textpage()
        boxes = {
            sign: [
                text.get_charbox(number)
                for number in range(text.count_chars())
                if text.get_text_range(number, 1) == sign
            ]
            for sign in "！j"
        }
    millimetre = 72 / 25.4
    for sign, count, column in (("！", 40, 58), ("j", 12, 13)):
        assert len(boxes[sign]) == count
        assert max(box[2] for box in boxes[sign]) - min(box[0] for box in boxes[sign]) < column * millimetre


@pytest.mark.parametrize("times", range(1, 9))
@pytest.mark.parametrize("longer", [1, 2])
def test_signatures_stay_whole_and_subtotals_stay_with_their_rows(times: int, longer: int) -> None:
    pages = texts(paper.render("assessment-form", [assessment(times=times, longer=longer)]))
    signed = [page for page in pages if "综合得分" in page or "党组织意见" in page or "考核组成员" in page]
    assert len(signed) == 1
    for words in (
        "综合得分94.5",
        "自评人",
        "考核组成员",
        "党组织意见",
        "上级团委",
        "合计100",
        "注：一票否决项",
    ):
        assert words in signed[0]
    header = "一级指标二级指标序号考核内容分值评分标准评分依据（材料）自评分群众评议分上级考核分扣（加）分原因最终得分备注"
    for page in pages:
        assert page.count(header) == 1
        assert not re.match(
            r".*备注(组织建设好|团员教育好|活动开展好|青年反映好)?（?.{0,5}）?（续）小计", page
        )
    assert sum(page.count("小计") for page in pages) == 6


def test_the_first_level_stands_again_on_the_next_page() -> None:
    pages = texts(paper.render("assessment-form", [assessment(times=4)]))
    assert any("（续）" in page.replace("考核评分表（续）", "") for page in pages[1:])


def test_opinions_stay_whole() -> None:
    for longer in range(1, 6):
        pages = texts(paper.render("nomination-form", [nomination(longer=longer)]))
        for label in ("所在单位党组织意见", "局团委意见", "团区委意见"):
            (page,) = (page for page in pages if label in page)
            assert "负责人（签名）：（盖章）年月日" in page[page.index(label) :]


def test_the_photo_is_on_the_form() -> None:
    pdf = paper.render("nomination-form", [{**nomination(), "photo": png()}])
    with pypdfium2.PdfDocument(pdf) as document:
        pictures = list(document[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]))
        left, bottom, right, top = pictures[0].get_bounds()
    assert len(pictures) == 1
    millimetre = 72 / 25.4
    assert (right - left) / millimetre == pytest.approx(25, abs=0.1)
    assert (top - bottom) / millimetre == pytest.approx(35, abs=0.1)


@pytest.mark.parametrize("photo", [b"no picture", png()[:40]])
def test_a_photo_that_cannot_be_read_is_named(photo: bytes) -> None:
    documents = [nomination("甲"), {**nomination("林晓"), "photo": photo}]
    with pytest.raises(AppError, match="林晓"):
        paper.render("nomination-form", documents)


def test_without_a_chinese_font_it_says_what_to_install() -> None:
    latin_only = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    with pytest.raises(AppError, match="中文字体") as caught:
        paper_fonts.chosen(latin_only)
    assert "fonts-noto-cjk" in caught.value.next_step


def test_the_fonts_of_this_machine_are_chosen_in_the_wanted_order() -> None:
    chosen = paper_fonts.chosen(paper_fonts.installed())
    for use, wanted in paper_fonts.WANTED.items():
        families = chosen[use]
        assert families
        assert families == sorted(families, key=wanted.index)


def test_fonts_are_in_the_file() -> None:
    pdf = paper.render("nomination-form", [nomination()])
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            for part in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
                font = pdfium.FPDFTextObj_GetFont(part.raw)
                size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
                name = ctypes.create_string_buffer(size)
                pdfium.FPDFFont_GetBaseFontName(font, name, size)
                assert pdfium.FPDFFont_GetIsEmbedded(font) == 1, name.value


def test_progress_is_told_and_stopping_stops() -> None:
    told: list[tuple[int, int]] = []
    documents = [nomination(f"第{number}人") for number in range(3)]
    pdf = paper.render_many("nomination-form", documents, lambda done, total: told.append((done, total)))
    assert pdf.startswith(b"%PDF")
    assert told[0] == (0, 3)
    assert told[-1] == (3, 3)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        paper.render_many("nomination-form", documents, stop)


def test_what_is_made_beside_the_window_is_the_same_and_so_are_refusals() -> None:
    def tick(done: int, total: int) -> None:
        pass

    documents = [nomination(f"第{number}人") for number in range(3)]
    assert paper.render_many("nomination-form", documents, tick) == paper.render("nomination-form", documents)
    documents[1] = {**documents[1], "photo": b"broken"}
    with pytest.raises(AppError, match="第1人”的照片") as refused:
        paper.render_many("nomination-form", documents, tick)
    assert refused.value.next_step
    with pytest.raises(RuntimeError, match="no-such-form"):
        paper.render_many("no-such-form", documents[:1], tick)


def test_writing_leaves_the_old_file_when_it_fails(tmp_path: Path) -> None:
    target = tmp_path / "推荐 表.pdf"
    paper.write("nomination-form", [nomination()], target)
    assert target.read_bytes().startswith(b"%PDF")
    old = target.read_bytes()
    with pytest.raises(AppError):
        paper.write("nomination-form", [{**nomination(), "photo": b"broken"}], target)
    assert target.read_bytes() == old
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["推荐 表.pdf"]
    with pytest.raises(AppError, match="不存在"):
        paper.write("nomination-form", [nomination()], tmp_path / "没有" / "a.pdf")


def test_only_text_is_printed() -> None:
    with pytest.raises(TypeError, match="int"):
        paper.render("nomination-form", [{**nomination(), "name": 5}])
