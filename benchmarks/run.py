"""Runs the measurements and prints one table: python -m benchmarks.run [--rows N] [NAME ...]."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import tempfile
import unicodedata
from pathlib import Path

from benchmarks.measure import Line

NAMES = (
    "importing",
    "collecting",
    "writing",
    "lists",
    "starting",
    "paper",
    "scoring",
    "eligibility",
    "silence",
)
HEAD = Line("", "ours", "peer", "ratio", "aim")


def main() -> int:
    """Measure what was asked for; 1 when an aim was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; all without")
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the large files and lists")
    options = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_LOGGING_RULES"] = "*.warning=false"  # what the offscreen platform says of every window
    missed = False
    print(_text(HEAD))
    for name in options.names or NAMES:
        module = importlib.import_module(f"benchmarks.{name}")
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            for line in module.measure(Path(folder), options.rows):
                print(_text(line), flush=True)
                missed |= line.met is False
    return int(missed)


def _text(line: Line) -> str:
    met = {None: "", True: "met", False: "MISSED"}[line.met]
    cells = zip(
        (line.what, line.ours, line.peer, line.ratio, line.aim, met), (58, 13, 13, 9, 11, 0), strict=True
    )
    return "".join(text + " " * (width - _width(text)) for text, width in cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


if __name__ == "__main__":
    sys.exit(main())
