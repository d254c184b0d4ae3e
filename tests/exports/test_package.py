"""Packages: what is refused, what is copied, and that a target is whole or as it was."""

from __future__ import annotations

import errno
import os
import zipfile
from pathlib import Path

import pytest

from exports.package import Package
from exports.target import refuse_unwritable, written_beside
from models.errors import AppError
from tests.exports.workbooks import parts, statistics_template


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "模板 1.xlsx"
    statistics_template(path, 3)
    return path


def altered(book: Path, **changes: bytes) -> Path:
    """The workbook with parts changed or added; `__` in a name stands for “/”."""
    found = parts(book) | {name.replace("__", "/"): content for name, content in changes.items()}
    path = book.with_name("改.xlsx")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in found.items():
            package.writestr(name, content)
    return path


def test_untouched_parts_keep_their_packed_bytes(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "结果.xlsx"
    with Package(book) as package:
        package.write(target, {"xl/workbook.xml": b"<neu/>"})

    def packed(path: Path) -> dict[str, tuple[bytes, int, tuple[int, ...]]]:
        with zipfile.ZipFile(path) as found, path.open("rb") as stream:
            result = {}
            for info in found.infolist():
                stream.seek(info.header_offset + 26)
                sizes = stream.read(4)
                skip = int.from_bytes(sizes[:2], "little") + int.from_bytes(sizes[2:], "little")
                stream.seek(skip, 1)
                result[info.filename] = (stream.read(info.compress_size), info.CRC, info.date_time)
            return result

    old, new = packed(book), packed(target)
    assert list(old) == list(new)
    assert {name for name in old if old[name] != new[name]} == {"xl/workbook.xml"}
    assert parts(target)["xl/workbook.xml"] == b"<neu/>"


def test_part_whose_sizes_follow_the_data_is_copied(book: Path, tmp_path: Path) -> None:
    streamed = tmp_path / "流.xlsx"
    with streamed.open("wb") as raw:

        class Pipe:
            """A stream that cannot be sought in: sizes are written after the data."""

            write, flush = raw.write, raw.flush

        with zipfile.ZipFile(Pipe(), "w", zipfile.ZIP_DEFLATED) as package:  # type: ignore[call-overload]
            for name, content in parts(book).items():
                package.writestr(name, content)
    with zipfile.ZipFile(streamed) as package:
        assert all(info.flag_bits & 0x8 for info in package.infolist())
    target = tmp_path / "结果.xlsx"
    with Package(streamed) as package:
        package.write(target, {})
    assert parts(target) == parts(book)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"xl__vbaProject.bin": b"x"}, "宏"),
        ({"xl__externalLinks__externalLink1.xml": b"<x/>"}, "链接"),
        ({"xl__workbook.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><workbook/>"}, "DTD"),
        ({"xl__workbook.xml": b"<workbook>"}, "损坏"),
    ],
)
def test_hostile_and_broken_packages_are_refused(book: Path, change: dict[str, bytes], said: str) -> None:
    with pytest.raises(AppError, match=said), Package(altered(book, **change)) as package:
        package.xml("xl/workbook.xml")


def test_bomb_is_refused_before_it_is_unpacked(book: Path) -> None:
    with pytest.raises(AppError, match="大"), Package(altered(book, xl__media__a=b"\0" * 50_000_000)):
        pass


@pytest.mark.parametrize("content", [b"", b"no workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_what_is_no_package_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(content)
    with pytest.raises(AppError), Package(path):
        pass


def test_damaged_part_is_refused_and_target_kept(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "旧.xlsx"
    target.write_bytes(b"old")
    content = bytearray(book.read_bytes())
    with zipfile.ZipFile(book) as package:
        info = package.getinfo("xl/workbook.xml")
    content[info.header_offset + 60 : info.header_offset + 70] = b"\xff" * 10
    broken = tmp_path / "损.xlsx"
    broken.write_bytes(content)
    with Package(broken) as package, pytest.raises(AppError, match="损坏"):
        package.read("xl/workbook.xml")
    assert target.read_bytes() == b"old"


def test_comments_and_cdata_are_read_as_text(book: Path) -> None:
    xml = b'<?xml version="1.0"?><w><!-- <row/> --><t><![CDATA[a<b]]></t></w>'
    with Package(altered(book, xl__extra=xml)) as package:
        assert package.xml("xl/extra").endswith("<w><t>a&lt;b</t></w>")


def test_utf16_is_read(book: Path) -> None:
    xml = '<?xml version="1.0" encoding="UTF-16"?><w>中</w>'.encode("utf-16")
    with Package(altered(book, xl__extra=xml)) as package:
        assert package.xml("xl/extra") == '<?xml version="1.0" encoding="UTF-8"?><w>中</w>'


class Stopped(Exception):
    """Stands for whatever ends a write in the middle."""


def test_interrupted_write_leaves_the_old_file_and_no_litter(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "旧.xlsx"
    target.write_bytes(b"old")

    def pieces():
        yield b"<worksheet>"
        raise Stopped

    with Package(book) as package, pytest.raises(Stopped):
        package.write(target, {"xl/worksheets/sheet1.xml": pieces()})
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([book.name, target.name])


@pytest.mark.parametrize("mark", ["~$结果.xlsx", ".~lock.结果.xlsx#"])
def test_target_that_is_open_elsewhere_is_refused(tmp_path: Path, mark: str) -> None:
    target = tmp_path / "结果.xlsx"
    target.write_bytes(b"old")
    (tmp_path / mark).write_bytes(b"")
    with pytest.raises(AppError, match="打开"):
        refuse_unwritable(target)


def test_folder_and_missing_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="文件夹"):
        refuse_unwritable(tmp_path)
    with pytest.raises(AppError, match="不存在"):
        refuse_unwritable(tmp_path / "没有" / "结果.xlsx")


@pytest.mark.parametrize(("number", "said"), [(errno.EACCES, "不能写入"), (errno.ENOSPC, "磁盘空间")])
def test_failing_disk_becomes_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    target = tmp_path / "结果.xlsx"
    target.write_bytes(b"old")

    def fails(_: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fails)
        with pytest.raises(AppError, match=said), written_beside(target) as stream:
            stream.write(b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_litter_of_a_killed_process_is_swept_when_it_is_old(tmp_path: Path) -> None:
    target = tmp_path / "结果.xlsx"
    old, young = tmp_path / ".结果.xlsx.111.part", tmp_path / ".结果.xlsx.222.part"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    with written_beside(target) as stream:
        stream.write(b"new")
    assert target.read_bytes() == b"new"
    assert not old.exists()
    assert young.exists()


def test_symbolic_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "真.xlsx", tmp_path / "链.xlsx"
    real.write_bytes(b"old")
    link.symlink_to(real)
    with written_beside(link) as stream:
        stream.write(b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
