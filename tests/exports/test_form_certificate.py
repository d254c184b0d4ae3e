"""Certificates on paper: each on a page of its size, the texts where they were put, one picture for all."""

from __future__ import annotations

import random
import struct
import zlib
from pathlib import Path

import pypdfium2
import pytest

from exports import paper
from exports.form_certificate import certificate_documents
from models.attachment import attach
from models.award import Honour
from models.certificate import CertificateDesign, designs, lines_of, number_honours
from models.changes import change
from models.errors import AppError
from models.store import Store
from tests.exports.test_paper import squash, texts
from tests.models.people import branch, member

_POINTS = 72 / 25.4


@pytest.fixture
def honours(store: Store) -> list[Honour]:
    home = branch("泵站团支部")
    made = []
    with change("登记荣誉"):
        for values in ({"member": member("张小明", home)}, {"organisation": home}):
            honour = Honour(name="先进", granted="2010-05-04", **values)
            honour.save()
            made.append(honour)
    number_honours(made)
    return made


@pytest.mark.parametrize("place", [0, 1])
def test_each_honour_has_a_page_of_the_papers_size(honours: list[Honour], place: int) -> None:
    design = designs()[place]
    pdf = paper.render("certificate", certificate_documents(honours, design, None))
    document = pypdfium2.PdfDocument(pdf)
    assert [tuple(round(each / _POINTS) for each in page.get_size()) for page in document] == [
        design.size
    ] * 2
    said = [squash(text) for text in texts(pdf)]
    assert "张小明同志：" in said[0] and "20100001" in said[0] and "二〇一〇年五月四日" in said[0]
    assert "泵站团支部：" in said[1] and "20100002" in said[1]
    document.close()


def test_a_text_stands_where_it_was_put_and_moves_with_the_paper(honours: list[Honour]) -> None:
    design = designs()[0]
    line = lines_of(design)[1]
    with change("移动"):
        line.left, line.top, line.size, line.text = 50, 80, 20, "甲"
        line.save()
        design.shift_right, design.shift_down, design.backing = 3, -2, "不印"
        design.save()
    pdf = paper.render("certificate", certificate_documents(honours[:1], design, None))
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage()
    at = text.get_text_range().index("甲")
    left, _bottom, _right, top = text.get_charbox(at, loose=True)
    assert abs(left / _POINTS - 53) < 0.5
    assert abs((document[0].get_height() - top) / _POINTS - 78) < 3
    document.close()


def test_one_picture_serves_all_pages(store: Store, honours: list[Honour], tmp_path: Path) -> None:
    design = with_picture(store, tmp_path)
    one = paper.render("certificate", certificate_documents(honours[:1], design, store.attachments))
    many = paper.render("certificate", certificate_documents(honours * 10, design, store.attachments))
    document = pypdfium2.PdfDocument(many)
    images = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
    assert all(len(list(page.get_objects(filter=[images]))) == 1 for page in document)
    document.close()
    assert len(many) - len(one) < 60_000  # the picture alone has more


def test_a_design_without_its_picture_is_refused(store: Store, honours: list[Honour]) -> None:
    design = designs()[0]
    with change("底图"):
        design.backing = "底图"
        design.save()
    with pytest.raises(AppError, match="还没有底图"):
        certificate_documents(honours, design, store.attachments)
    with pytest.raises(AppError, match="没有选中荣誉"):
        certificate_documents([], design, store.attachments)


def with_picture(store: Store, tmp_path: Path) -> CertificateDesign:
    """The first design on a picture of noise, which no packing makes small."""
    side = 256
    noise = random.Random(1).randbytes(side * (side * 3 + 1))
    lines = b"".join(b"\0" + noise[at * side * 3 : (at + 1) * side * 3] for at in range(side))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(lines)),
        (b"IEND", b""),
    )
    picture = tmp_path / "底.png"
    picture.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
            for name, body in parts
        )
    )
    design = designs()[0]
    with change("底图"):
        design.backing = "底图"
        design.save()
        attach(design, [picture], store.attachments)
    return design
