"""The process that makes a PDF for exports/paper.py: it is given a folder and a form, and leaves the PDF in the folder."""

import sys
from pathlib import Path

from exports.paper import make_and_leave

if __name__ == "__main__":
    make_and_leave(Path(sys.argv[1]), sys.argv[2])
