"""The steps from each version of the data file to the next: numbered SQL files, one transaction each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlcipher3 import dbapi2


def steps() -> list[tuple[int, str]]:
    """Version number and SQL of every step, in order."""
    found = [
        (int(file.name.split("_")[0]), file.read_text("utf-8"))
        for file in Path(__file__).parent.iterdir()
        if file.name.endswith(".sql")
    ]
    return sorted(found)


def latest() -> int:
    """The version that this program writes."""
    return steps()[-1][0]


def migrate(
    connection: dbapi2.Connection, version: int, through: Sequence[tuple[int, str]] | None = None
) -> None:
    """Bring an open data file from `version` to the latest; each step is kept whole or not at all."""
    for number, sql in steps() if through is None else through:
        if number <= version:
            continue
        try:
            connection.executescript(f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA user_version = {number};")
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
            if broken:
                raise RuntimeError(f"migration {number} leaves a dangling reference in {broken[0]}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
