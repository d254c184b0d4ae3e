"""The colour tokens of the light and the dark look, and which of them are read on which."""

from __future__ import annotations

# Each token: (light, dark). The style sheet template, the QPalette, icons and charts read this table; no
# colour stands anywhere else.
TOKENS: dict[str, tuple[str, str]] = {
    # grounds, from the furthest back to the nearest
    "sunken": ("#ebecef", "#16171a"),
    "window": ("#f5f6f8", "#1c1d21"),
    "surface": ("#ffffff", "#25272c"),
    "raised": ("#ffffff", "#2d2f35"),
    "hover": ("#eceef2", "#31343b"),
    "pressed": ("#e0e3e9", "#3a3d45"),
    "stripe": ("#fafbfc", "#282a2f"),
    # lines: "line" divides, "edge" bounds something that can be typed in or pressed
    "line": ("#e4e6ea", "#363940"),
    "edge": ("#c6cad2", "#50545e"),
    # writing
    "text": ("#1d2026", "#eceef1"),
    "text_muted": ("#545a66", "#b0b5c0"),
    "text_faint": ("#5f6571", "#a3a9b5"),
    "text_disabled": ("#9aa0ab", "#737985"),
    # the league's red: the one primary action of a page, the open tab, nothing else
    "accent": ("#c8161d", "#d1353c"),
    "accent_hover": ("#ad1118", "#c22b32"),
    "accent_pressed": ("#950d13", "#ad2229"),
    "accent_ink": ("#b8131a", "#ff8f8c"),
    "accent_soft": ("#fbebeb", "#40272b"),
    "on_accent": ("#ffffff", "#ffffff"),
    # water blue: focus, selection, links
    "focus": ("#1a6fc4", "#5aa5ee"),
    "link": ("#1560ad", "#7cbaf5"),
    "selection": ("#d8e8f8", "#29425c"),
    "selection_text": ("#12233a", "#f1f6fc"),
    # meanings, each as ink and as the ground it stands on in a badge or a notice
    "good": ("#17693f", "#6fd3a0"),
    "good_soft": ("#e2f3ea", "#1f3a2d"),
    "warn": ("#7d5200", "#f0c05a"),
    "warn_soft": ("#fcf1d8", "#41351b"),
    "bad": ("#b3201b", "#ff9a93"),
    "bad_soft": ("#fde9e7", "#46282a"),
    "info": ("#1560ad", "#7cbaf5"),
    "info_soft": ("#e4effa", "#21364c"),
    "neutral": ("#4c525e", "#b9bec8"),
    "neutral_soft": ("#e9ebef", "#373a42"),
    # tool tips are dark in both looks
    "tip": ("#2b2e35", "#3d4048"),
    "tip_text": ("#f6f7f9", "#f3f4f6"),
    # the three 三比三争 categories and a further one, told apart also without red and green
    "chart_1": ("#c8383c", "#e0666a"),
    "chart_2": ("#2a78be", "#5b9fdc"),
    "chart_3": ("#bf8315", "#e0b25a"),
    "chart_4": ("#7d8593", "#959cab"),
    # measures that are no categories
    "chart_5": ("#1b857e", "#4dbab1"),
    "chart_6": ("#7a6bb8", "#a79be0"),
    "scroll": ("#c3c7cf", "#4d515b"),
    "scroll_hover": ("#9aa0ab", "#6b707c"),
}

# Writing and the grounds it is read on: every pair keeps a contrast of 4.5:1 (WCAG 2.2, 1.4.3).
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *(("text", ground) for ground in ("sunken", "window", "surface", "raised", "hover", "pressed", "stripe")),
    *(("text_muted", ground) for ground in ("sunken", "window", "surface", "raised", "hover", "stripe")),
    *(("text_faint", ground) for ground in ("sunken", "window", "surface", "raised", "stripe")),
    *(("accent_ink", ground) for ground in ("window", "surface", "raised", "accent_soft", "hover")),
    *(("on_accent", ground) for ground in ("accent", "accent_hover", "accent_pressed")),
    *(("link", ground) for ground in ("window", "surface", "raised", "stripe", "hover")),
    ("text", "selection"),
    ("text", "accent_soft"),
    ("text_muted", "selection"),
    ("selection_text", "selection"),
    *((tone, f"{tone}_soft") for tone in ("good", "warn", "bad", "info", "neutral")),
    *((tone, "surface") for tone in ("good", "warn", "bad", "info", "neutral")),
    *((tone, "window") for tone in ("good", "warn", "bad", "info", "neutral")),
    ("tip_text", "tip"),
)

# Marks that carry meaning without being writing: 3:1 (WCAG 2.2, 1.4.11).
MARK_PAIRS: tuple[tuple[str, str], ...] = (
    *(("focus", ground) for ground in ("window", "surface", "raised")),
    *(("chart_" + number, "surface") for number in "123456"),
    ("accent", "window"),
    ("accent", "surface"),
)


def tokens(dark: bool) -> dict[str, str]:
    """Name of each token → its colour as #rrggbb."""
    return {name: pair[1 if dark else 0] for name, pair in TOKENS.items()}


def contrast(first: str, second: str) -> float:
    """The WCAG contrast of two #rrggbb colours, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
