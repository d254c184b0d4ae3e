"""A workbook as a zip of parts: read with limits; written with all untouched parts byte for byte."""

from __future__ import annotations

import copy
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import BinaryIO
from xml.parsers import expat

from exports.target import written_beside
from models.errors import AppError

MOST_PARTS = 5_000
MOST_BYTES = 512 * 1024 * 1024  # of all parts together
MOST_PART_BYTES = 96 * 1024 * 1024  # parts are held in memory
MOST_RATIO = 250  # of a part above RATIO_FROM bytes; a sheet of blank bordered cells reaches about 60
RATIO_FROM = 1024 * 1024
OLE_READ = 64 * 1024 * 1024  # the directory of such a file, which names its streams, may stand anywhere in it
FAST_FROM = 1024 * 1024  # parts above this are packed with zlib level 1: 4 times as fast for 10 % more bytes

Content = bytes | Iterable[bytes]


class Package:
    """The parts of one .xlsx, a context manager. Raises AppError for a file that must not be trusted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file_name = path.name
        try:
            self._zip = zipfile.ZipFile(path)
        except FileNotFoundError as error:
            raise AppError(f"找不到文件“{self.file_name}”。", "请确认它还在原来的位置。") from error
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise self._no_zip() from error
        except OSError as error:
            raise AppError(
                f"文件“{self.file_name}”打不开。",
                "请确认它不是文件夹，没有被别的程序占用，也有读取它的权限。",
            ) from error
        try:
            self._infos = self._checked()
            self._refuse_foreign()
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The parts' names in the order of the file."""
        return tuple(self._infos)

    def has(self, name: str) -> bool:
        return name in self._infos

    def read(self, name: str) -> bytes:
        """The part's bytes. Raises AppError when they are damaged."""
        try:
            return self._zip.read(self._infos[name])
        except (
            KeyError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
        ) as error:
            raise self.broken() from error

    def xml(self, name: str) -> str:
        """The part's XML as text without comments and CDATA, so that tags can be found by pattern.

        Raises AppError when it is not well formed or carries a document type (entities are a way to attack).
        """
        content = self.read(name)
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise self.broken() from error
        return _plain_xml(content)

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """The relations of a part (“” for the package): id → (kind, the last word of its type; part name)."""
        where = PurePosixPath(part)
        name = str(where.parent / "_rels" / f"{where.name}.rels") if part else "_rels/.rels"
        if name not in self._infos:
            return {}
        found: dict[str, tuple[str, str]] = {}
        for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", self.xml(name)):
            values = attributes(tag)
            if values.get("TargetMode") != "External":
                kind = values.get("Type", "").rsplit("/", 1)[-1]
                found[values.get("Id", "")] = (kind, self._resolve(where.parent, values.get("Target", "")))
        return found

    def write(self, target: Path, changed: Mapping[str, Content]) -> None:
        """Write the package to `target`: `changed` parts new, all others byte for byte, in the same order.

        A part given as an iterable is packed while it is made, in flat memory. Raises AppError when the
        target cannot be written; the old target is kept until the new one is whole.
        """
        with written_beside(target) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
            for name, info in self._infos.items():
                if name in changed:
                    _write_part(out, info, changed[name])
                else:
                    self._copy_raw(stream, out, info)

    def broken(self) -> AppError:
        return AppError(
            f"文件“{self.file_name}”已损坏，读不出来。", "请在 Excel 或 WPS 中打开它，另存为 .xlsx 后再试。"
        )

    def _refuse_doctype(self, *_: object) -> None:
        raise AppError(
            f"文件“{self.file_name}”里有不该有的文档类型声明（DTD），为安全起见不予打开。",
            "请向发来文件的人核实。",
        )

    def _no_zip(self) -> AppError:
        with self.path.open("rb") as stream:
            start = stream.read(OLE_READ)
        # An OLE file: an old .xls, or an .xlsx under a password.
        if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
            if self.path.suffix.lower() == ".xls":
                return AppError(
                    f"“{self.file_name}”是旧的 .xls 格式。", "请在 Excel 或 WPS 中另存为 .xlsx 后再试。"
                )
            if "Workbook".encode("utf-16-le") in start:
                return AppError(
                    f"“{self.file_name}”其实是旧的 .xls 格式，只是后缀写成了 {self.path.suffix}。",
                    "请把后缀改成 .xls 后再试。",
                )
            return AppError(f"“{self.file_name}”设有打开密码。", "请在 Excel 或 WPS 中去掉密码，保存后再试。")
        if self.path.suffix.lower() in (".et", ".wps"):
            return AppError(f"“{self.file_name}”是 WPS 自己的格式。", "请在 WPS 中另存为 .xlsx 后再试。")
        return AppError(
            f"“{self.file_name}”不是 .xlsx 工作簿，或者已损坏。",
            "请在 Excel 或 WPS 中打开它，另存为 .xlsx 后再试。",
        )

    def _checked(self) -> dict[str, zipfile.ZipInfo]:
        infos = self._zip.infolist()
        if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_BYTES:
            raise self._too_large()
        found: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            if info.flag_bits & 0x1:
                raise AppError(f"“{self.file_name}”设有打开密码。", "请去掉密码，保存后再试。")
            if info.filename in found or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise self.broken()
            ratio = info.file_size / max(1, info.compress_size)
            if info.file_size > MOST_PART_BYTES or (info.file_size > RATIO_FROM and ratio > MOST_RATIO):
                raise self._too_large()
            found[info.filename] = info
        if "[Content_Types].xml" not in found or "_rels/.rels" not in found:
            raise AppError(
                f"“{self.file_name}”不是 .xlsx 工作簿。", "请在 Excel 或 WPS 中另存为 .xlsx 后再试。"
            )
        return found

    def _too_large(self) -> AppError:
        return AppError(
            f"“{self.file_name}”解开后过大，为安全起见不予打开。", "请确认文件的来源；正常的表格不会这样大。"
        )

    def _refuse_foreign(self) -> None:
        types = self.xml("[Content_Types].xml")
        if "macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in self._infos):
            raise AppError(
                f"“{self.file_name}”带有宏，为安全起见不予打开。",
                "请在 Excel 或 WPS 中另存为不带宏的 .xlsx 后再试。",
            )
        if any("/externalLinks/" in f"/{name}" for name in self._infos):
            raise AppError(
                f"“{self.file_name}”里有指向别的工作簿的链接，为安全起见不予打开。",
                "请在 Excel 的“数据—编辑链接”里断开链接，保存后再试。",
            )

    def _resolve(self, folder: PurePosixPath, target: str) -> str:
        path = PurePosixPath("/", target) if target.startswith("/") else PurePosixPath("/") / folder / target
        parts: list[str] = []
        for step in path.parts[1:]:
            if step == "..":
                parts = parts[:-1]
            else:
                parts.append(step)
        name = "/".join(parts)
        # Part names are compared without case; some writers make use of that.
        return name if name in self._infos else self._folded().get(name.casefold(), name)

    def _folded(self) -> dict[str, str]:
        return {name.casefold(): name for name in self._infos}

    def _copy_raw(self, stream: BinaryIO, out: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        """Copy a part without unpacking it: the bytes stay, and the time that packing would take is saved."""
        new = copy.copy(info)
        new.flag_bits &= ~0x8  # sizes stand in the header, not after the data
        new.extra = b""
        new.header_offset = stream.tell()
        stream.write(new.FileHeader(zip64=False))
        source = self._zip.fp
        assert source is not None
        source.seek(info.header_offset)
        header = source.read(30)
        source.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
        left = info.compress_size
        while left:
            block = source.read(min(left, 1 << 20))
            if not block:
                raise self.broken()
            stream.write(block)
            left -= len(block)
        out.filelist.append(new)
        out.NameToInfo[new.filename] = new
        out.start_dir = stream.tell()


def _write_part(out: zipfile.ZipFile, old: zipfile.ZipInfo, content: Content) -> None:
    info = zipfile.ZipInfo(old.filename, old.date_time)
    info.external_attr, info.create_system = old.external_attr, old.create_system
    info.compress_type = zipfile.ZIP_DEFLATED
    large = not isinstance(content, bytes) or len(content) > FAST_FROM
    # The level of one part has no public name before Python 3.13.
    info._compresslevel = 1 if large else 6  # type: ignore[attr-defined]
    with out.open(info, "w") as part:
        for block in (content,) if isinstance(content, bytes) else content:
            part.write(block)


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a tag's text, entities resolved."""
    return {name: unescape(one or two) for name, one, two in _ATTRIBUTE.findall(tag)}


def unescape(text: str) -> str:
    """XML entities and character references as the characters they stand for."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def escape(text: str) -> str:
    """Text for use inside an element or a double-quoted attribute."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _character(found: re.Match[str]) -> str:
    word = found[1]
    if word.startswith("#"):
        return chr(int(word[2:], 16) if word[1] in "xX" else int(word[1:]))
    return _NAMED.get(word, found[0])


def _plain_xml(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = re.sub(
            r"encoding\s*=\s*(\"|')[^\"']*\1", 'encoding="UTF-8"', content.decode("utf-16"), count=1
        )
    else:
        text = content.decode("utf-8-sig", "replace")
    if "<!" in text:
        text = re.sub(
            r"<!--.*?-->|<!\[CDATA\[(.*?)\]\]>", lambda found: escape(found[1] or ""), text, flags=re.DOTALL
        )
    return text


_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ENTITY = re.compile(r"&(#x[0-9A-Fa-f]+|#\d+|\w+);")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
