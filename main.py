"""Starts the program: the window, or one of the commands that need none."""

from __future__ import annotations

import sys

from ui.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
