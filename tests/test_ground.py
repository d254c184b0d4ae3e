"""What the program stands on: the locked packages, commands without Qt, a Qt for Python that does not end us."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUNTIME = PROJECT["project"]["dependencies"]
DEVELOPMENT = PROJECT["dependency-groups"]["dev"]


def locked(name: str) -> dict[str, str]:
    """The packages of a lock file, each with the text of its entry."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return {entry.split("==")[0]: entry for entry in re.findall(r"^[a-z].*(?:\n .*)*", text, re.MULTILINE)}


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("requirements.lock", RUNTIME), ("requirements-dev.lock", [*RUNTIME, *DEVELOPMENT])],
)
def test_lock_holds_the_wanted_versions_with_hashes(name: str, wanted: list[str]) -> None:
    packages = locked(name)
    for requirement in wanted:
        package, version = requirement.lower().split("==")
        assert packages[package].startswith(f"{package}=={version} "), "remake the locks with scripts/lock"
    for entry in packages.values():
        assert "--hash=sha256:" in entry
    assert not re.search("://|file:|/(?:home|root|tmp|opt)/", "".join(packages.values()))


def test_both_locks_agree() -> None:
    development = locked("requirements-dev.lock")
    for package, entry in locked("requirements.lock").items():
        assert entry.splitlines()[0] == development[package].splitlines()[0]


def test_commands_do_without_qt() -> None:
    code = (
        "import sys; sys.modules['PySide6'] = None; from ui.commands import main; sys.exit(main(['formats']))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert "member-roster" in done.stdout


def test_qt_keeps_its_references_to_none() -> None:
    """PySide6 6.12.0 drops one at every call that returns nothing, and ends the process after some 60,000."""
    code = (
        "from PySide6.QtWidgets import QApplication, QWidget\n"
        "app = QApplication([]); widget = QWidget()\n"
        "for _ in range(200_000): widget.setEnabled(True)\n"
        "print('alive')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "alive\n", done.stderr


def test_batch_files_have_the_line_ends_that_windows_wants() -> None:
    files = [*ROOT.glob("*.bat"), *(ROOT / "scripts").glob("*.bat")]
    assert len(files) == 3
    for file in files:
        lines = file.read_bytes().split(b"\n")
        assert all(line.endswith(b"\r") for line in lines[:-1])
