"""Looks at a foreign file before anything parses it: what is no workbook, locked, a bomb or has a DTD is refused."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import Literal

from models.errors import AppError

MOST_BYTES = 200 * 2**20  # of the file itself
MOST_UNPACKED = 1200 * 2**20  # of all parts together; 100,000 rows of 20 columns have about 100 MB
MOST_PARTS = 20_000
MOST_RATIO = 250  # of one part of more than 10 MB; a sheet of one repeated value reaches about 130

_SAVE_AS = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后再导入。"
_OTHERS = {
    ".et": "WPS 表格的 .et 文件",
    ".ett": "WPS 表格的模板文件",
    ".wps": "WPS 文字文件",
    ".csv": "文本表格（CSV）文件",
    ".txt": "文本文件",
    ".ods": "OpenDocument 表格文件",
    ".numbers": "Numbers 文件",
    ".pdf": "PDF 文件",
    ".doc": "Word 文件",
    ".docx": "Word 文件",
    ".htm": "网页文件",
    ".html": "网页文件",
    ".xml": "XML 文件",
    ".xlsb": "二进制工作簿（.xlsb）文件",
}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ROOT = re.compile(rb"<[A-Za-z_]")
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PROLOG = 4096
_SHEET = re.compile(r"xl/workbook\.(?:xml|bin)", re.IGNORECASE)

Format = Literal["xlsx", "xls"]


def check_file(path: Path) -> Format:
    """Which of the two formats the file is by its content; raises AppError when it must not be read."""
    name = path.name
    if name.startswith("~$"):
        raise AppError(f"“{name}”是 Excel 打开文件时的临时文件。", "请选择原来的工作簿。")
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(8)
    except IsADirectoryError as error:
        raise AppError(f"“{name}”是文件夹，不是工作簿。", "请打开文件夹，选择里面的文件。") from error
    except FileNotFoundError as error:
        raise AppError(f"找不到文件“{name}”。", "请检查文件是否已移动或改名。") from error
    except OSError as error:
        raise AppError(f"“{name}”打不开。", "请检查文件是否正被其他程序使用，或有没有读取权限。") from error
    if size == 0:
        raise AppError(f"“{name}”是空文件。", "请重新取得这个文件。")
    if size > MOST_BYTES:
        raise AppError(
            f"“{name}”太大（{size // 2**20} MB）。", "请删去不需要的工作表和图片，或分成几个文件后再导入。"
        )
    other = _OTHERS.get(path.suffix.lower())
    if other:
        raise AppError(f"“{name}”是{other}，不能直接导入。", _SAVE_AS)
    if head[:4] == _ZIP:
        _check_package(path)
        return "xlsx"
    if head == _OLE:
        _check_compound(path)
        return "xls"
    if head[:2] == b"\x09\x08" or head[:2] == b"\x09\x04":  # a BIFF stream without its container
        raise AppError(f"“{name}”是很旧的 Excel 文件。", _SAVE_AS)
    raise AppError(
        f"“{name}”不是 Excel 工作簿，可能只是改了扩展名，或者下载不完整。",
        "请重新取得这个文件，或用 Excel、WPS 打开后另存为“Excel 工作簿（*.xlsx）”。",
    )


def _check_package(path: Path) -> None:
    """Refuse a zip that is broken, no workbook, unpacks to too much, is locked, or declares a DTD."""
    name = path.name
    broken = AppError(
        f"“{name}”已损坏或下载不完整，读不出来。", "请重新取得这个文件，或用 Excel 打开并修复后另存。"
    )
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise AppError(f"“{name}”解开后太大，可能是有害文件，没有读取。", "请向发来文件的人核实。")
            for part in parts:
                if part.file_size > 10 * 2**20 and part.file_size > MOST_RATIO * max(part.compress_size, 1):
                    raise AppError(
                        f"“{name}”压缩得不正常，可能是有害文件，没有读取。", "请向发来文件的人核实。"
                    )
                if part.flag_bits & 1:
                    raise AppError(
                        f"“{name}”有密码，读不出来。", "请在 Excel 中打开，取消密码后另存，再导入。"
                    )
            names = [part.filename for part in parts]
            if any(found.startswith("word/") for found in names):
                raise AppError(
                    f"“{name}”是 Word 文件，不是工作簿。", "请把表格复制到 Excel 中，另存后再导入。"
                )
            if not any(_SHEET.fullmatch(found) for found in names):
                raise AppError(f"“{name}”是压缩文件，里面没有工作簿。", "请先解压，再选择里面的 .xlsx 文件。")
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    with package.open(part) as file:
                        _check_prolog(file.read(_PROLOG), name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise broken from error


def _check_prolog(head: bytes, name: str) -> None:
    """Refuse XML with a DTD, which a workbook never has: its entities can read files or eat memory."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode()
    root = _ROOT.search(head)
    if _DTD.search(head, 0, root.start() if root else len(head)) or (root is None and len(head) == _PROLOG):
        raise AppError(
            f"“{name}”里有不安全的内容（DTD），没有读取。",
            "请向发来文件的人核实，或在 Excel 中另存后再导入。",
        )


def _check_compound(path: Path) -> None:
    """Refuse an OLE container that holds no sheets, or a locked .xlsx; the names of its streams are UTF-16."""
    name = path.name
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise AppError(f"“{name}”有密码，读不出来。", "请在 Excel 中打开，取消密码后另存，再导入。")
    if "WordDocument".encode("utf-16-le") in content:
        raise AppError(
            f"“{name}”是 Word 或 WPS 文字文件，不是工作簿。", "请把表格复制到 Excel 中，另存后再导入。"
        )
    if not any(stream.encode("utf-16-le") in content for stream in ("Workbook", "Book")):
        raise AppError(f"“{name}”不是 Excel 工作簿。", _SAVE_AS)
