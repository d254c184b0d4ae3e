"""The look: enough contrast, complete style sheets, icons that follow the look."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from ui import icons, theme
from ui.palette import MARK_PAIRS, TEXT_PAIRS, TOKENS, contrast, tokens


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_writing_has_enough_contrast(ink: str, ground: str, dark: bool) -> None:
    look = tokens(dark)
    assert contrast(look[ink], look[ground]) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "ground"), MARK_PAIRS)
def test_marks_have_enough_contrast(mark: str, ground: str, dark: bool) -> None:
    look = tokens(dark)
    assert contrast(look[mark], look[ground]) >= 3


def test_contrast_agrees_with_the_published_extremes() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_style_sheet_takes_every_colour_from_the_tokens(dark: bool) -> None:
    template = (theme.STYLE / "style.qss").read_text(encoding="utf-8")
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*;)", template), "a colour stands in the template"
    sheet = theme.style_sheet(dark)
    for picture in re.findall(r'url\("([^"]+)"\)', sheet):
        assert theme.STYLE.joinpath(picture).exists()


def test_switching_the_look_recolours_icons_that_are_already_in_use(qapp: QApplication) -> None:
    theme.start(qapp, theme.Mode.LIGHT)
    icon = icons.icon("plus")
    seen = {}
    for mode in (theme.Mode.LIGHT, theme.Mode.DARK, theme.Mode.LIGHT):
        theme.set_mode(mode)
        picture = icon.pixmap(QSize(24, 24), 2.0).toImage()
        assert picture.width() == 48
        seen[mode] = picture.pixelColor(24, 24).name()
        assert seen[mode] == TOKENS["text_muted"][mode is theme.Mode.DARK]
    assert qapp.palette().window().color().name() == TOKENS["window"][0]


def test_every_icon_is_drawn_with_its_own_licence_beside_it(qapp: QApplication) -> None:
    theme.start(qapp, theme.Mode.LIGHT)
    names = sorted(path.stem for path in icons.SOURCE.glob("*.svg"))
    for name in names:
        picture = icons.icon(name).pixmap(QSize(20, 20)).toImage()
        assert any(picture.pixelColor(x, y).alpha() for x in range(20) for y in range(20)), name
    assert "ISC License" in (icons.SOURCE / "LICENSE").read_text(encoding="utf-8")


def test_an_unknown_icon_is_a_bug_said_at_once(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icons.icon("no-such-icon")
