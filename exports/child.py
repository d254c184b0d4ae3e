"""A child process that looks at a foreign file, limited in memory and time: it ends instead of the program."""

from __future__ import annotations

import contextlib
import marshal
import queue
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

MEMORY_LIMIT = 2 * 2**30  # bytes for the child
TIME_LIMIT = 120.0  # seconds for one file


class ChildFailed(Exception):
    """The child could not read a file; the text says why: timeout, crash, or the child's own word."""


class Child:
    """The process and what it says: frames as exports/workbook_reader.py writes them."""

    def __init__(self, script: Path, request: tuple[Any, ...]) -> None:
        """Start a script of this program by itself; it reads the marshalled request from its standard input."""
        self.ended = False
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert self._process.stdin and self._process.stdout
        self._frames: queue.Queue[tuple[Any, ...] | None] = queue.Queue(maxsize=4)
        self._stopped = threading.Event()
        self._listener = threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True)
        with contextlib.suppress(OSError):
            marshal.dump(request, self._process.stdin)
            self._process.stdin.close()
        self._listener.start()

    def _listen(self, pipe: Any) -> None:
        """Take frames from the pipe while the program works on those before; None when the child has ended."""
        with pipe:
            while not self._stopped.is_set():
                head = pipe.read(4)
                size = struct.unpack(">I", head)[0] if len(head) == 4 else 0
                data = pipe.read(size)
                frame = marshal.loads(data) if size and len(data) == size else None
                while not self._stopped.is_set():
                    with contextlib.suppress(queue.Full):
                        self._frames.put(frame, timeout=0.2)
                        break
                if frame is None:
                    return

    def frame(self, timeout: float) -> tuple[Any, ...]:
        """The next frame; raises ChildFailed when the child has ended or says nothing for too long."""
        try:
            frame = self._frames.get(timeout=timeout)
        except queue.Empty:
            self.ended = True
            raise ChildFailed("timeout") from None
        if frame is None:
            self.ended = True
            raise ChildFailed("crash")
        return frame

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._stopped.set()
        self._process.kill()
        self._process.wait()
        self._listener.join()
