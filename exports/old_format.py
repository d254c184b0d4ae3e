"""Old .xls workbooks to .xlsx and back, by whatever office program the machine has: it keeps the look as no library does.

LibreOffice is called headless; on Windows WPS or Excel are asked through their automation interface. Macros never run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from exports.target import written_beside
from exports.workbook_guard import check_file
from models.errors import AppError

TIME_LIMIT = 180.0  # seconds; the first start of an office program can be slow

# SaveAs formats of the automation interface, which WPS shares with Excel.
_AUTOMATED = {".xlsx": 51, ".xls": 56}
_FILTERS = {".xlsx": "xlsx:Calc MS Excel 2007 XML", ".xls": "xls:MS Excel 97"}
# Security 3: no macro of the workbook runs; links are not followed (0), the original is opened read-only.
_SCRIPT = """
$ErrorActionPreference = 'Stop'
foreach ($name in 'Excel.Application', 'Ket.Application', 'Et.Application') {
    try { $app = New-Object -ComObject $name } catch { continue }
    try {
        $app.DisplayAlerts = $false
        try { $app.AutomationSecurity = 3 } catch {}
        $book = $app.Workbooks.Open($env:CONVERT_FROM, 0, $true)
        $book.SaveAs($env:CONVERT_TO, [int]$env:CONVERT_FORMAT)
        $book.Close($false)
        exit 0
    } finally { $app.Quit() }
}
exit 3
"""


def can_convert() -> bool:
    """Whether this machine has a program that turns .xls into .xlsx and back."""
    return _libreoffice() is not None or _powershell() is not None


def as_xlsx(path: Path, folder: Path) -> Path:
    """An .xls as a new .xlsx in `folder`. Raises AppError when it must not be read or no program can convert it."""
    if check_file(path) != "xls":
        raise AppError(f"“{path.name}”不是 .xls 工作簿。", "请选择另一个文件。")
    return _converted(path, folder, ".xlsx")


def as_xls(path: Path, target: Path) -> None:
    """Write an .xlsx to `target` as .xls; the target is whole or as it was. Raises AppError when that fails."""
    with tempfile.TemporaryDirectory() as folder:
        made = _converted(path, Path(folder), ".xls")
        with written_beside(target) as stream, made.open("rb") as source:
            shutil.copyfileobj(source, stream)


def _converted(path: Path, folder: Path, suffix: str) -> Path:
    program, shell = _libreoffice(), _powershell()
    if program is None and shell is None:
        raise AppError(
            f"“{path.name}”是旧的 .xls 格式，这台电脑上没有找到能转换它的 WPS、Excel 或 LibreOffice。",
            "请在别的电脑上用 Excel 或 WPS 另存为 .xlsx，再填另存的那一份。",
        )
    # A neutral name: the programs choke on some signs, and must not overwrite the original.
    source, target = folder / f"workbook{path.suffix.lower()}", folder / f"workbook{suffix}"
    shutil.copyfile(path, source)
    if program is not None:
        with (
            tempfile.TemporaryDirectory() as profile
        ):  # beside a LibreOffice that is open, and without its settings
            command = [
                program,
                f"-env:UserInstallation={Path(profile).as_uri()}",
                *("--headless", "--norestore", "--convert-to", _FILTERS[suffix]),
                *("--outdir", str(folder), str(source)),
            ]
            finished = _run(command, {})
    else:
        assert shell is not None
        environment = {
            "CONVERT_FROM": str(source),
            "CONVERT_TO": str(target),
            "CONVERT_FORMAT": str(_AUTOMATED[suffix]),
        }
        finished = _run([shell, "-NoProfile", "-NonInteractive", "-Command", _SCRIPT], environment)
    if not finished or not target.exists():
        raise AppError(
            f"“{path.name}”没有能转换成 {suffix}。", "请在 Excel 或 WPS 中另存为 .xlsx，再填另存的那一份。"
        )
    return target


def _run(command: list[str], environment: dict[str, str]) -> bool:
    try:
        finished = subprocess.run(
            command,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIME_LIMIT,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return finished.returncode == 0


def _libreoffice() -> str | None:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((str(path) for path in _usual_places() if path.is_file()), None)


def _usual_places() -> Iterator[Path]:
    for variable in ("ProgramFiles", "ProgramFiles(x86)"):
        if variable in os.environ:
            yield Path(os.environ[variable]) / "LibreOffice" / "program" / "soffice.exe"
    yield Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
    yield from Path("/opt").glob("libreoffice*/program/soffice")


def _powershell() -> str | None:
    return shutil.which("powershell") if sys.platform == "win32" else None
