"""The errors that a person can act on; everything else that is raised is a bug."""

from __future__ import annotations


class AppError(Exception):
    """Something a person can put right: shown as it is, a whole Chinese sentence and the next step."""

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.message}{self.next_step}"


class FieldError(ValueError):
    """One value cannot be taken; its text is the reason in Chinese, e.g. “2005.13”不是有效的年月."""
