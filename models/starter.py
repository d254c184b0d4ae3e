"""What a new office begins with: its dictionaries, rules and the starter scheme, from resources/starter."""

from __future__ import annotations

import re
from pathlib import Path

from models.changes import change
from models.database import rows
from models.dictionary import DICTIONARIES, DictionaryEntry
from models.rule import SHIPPED, Rule, shipped
from models.scheme import Scheme, load_scheme

FOLDER = Path(__file__).parent.parent / "resources" / "starter"
_CODE = re.compile(r'^code = "([^"]+)"$', re.MULTILINE)


def plant_dictionaries() -> None:
    """Fill the dictionaries that have no word yet; one that the office has edited is left alone.

    An office that began with an earlier version of the program gets those that it did not know.
    """
    there = {name for (name,) in rows("SELECT DISTINCT dictionary FROM dictionary_entry")}
    if there >= DICTIONARIES.keys():
        return
    # Read once in the life of an office: not at every start.
    import tomllib

    definition = tomllib.loads((FOLDER / "dictionaries.toml").read_text("utf-8"))
    entries: list[DictionaryEntry] = []
    for dictionary in definition["dictionary"]:
        if dictionary["name"] in there:
            continue
        suffix = dictionary.get("suffix", "")
        for word in dictionary["words"]:
            text, synonyms = word if isinstance(word, list) else (word, "")
            entries.append(
                DictionaryEntry(
                    dictionary=dictionary["name"],
                    word=text + suffix,
                    parent=dictionary.get("parent"),
                    synonyms=synonyms or (text if suffix else None),
                    position=len(entries),
                )
            )
    with change("装入初始字典", background=True) as current:
        current.save_all(entries)


def plant_rules() -> None:
    """Give a store the shipped rules that it lacks; rows that the office has edited are left alone."""
    # The codes are looked for in the text: reading TOML costs too much for every start.
    if set(_CODE.findall(SHIPPED.read_text("utf-8"))) <= set(Rule.held()):
        return
    missing = [row for row in shipped() if row["code"] not in Rule.held()]
    with change("装入初始规定", background=True) as current:
        current.save_all([Rule(**row) for row in missing])


def plant_scheme(year: int) -> Scheme:
    """The shipped scheme for branches, for a year that has none yet."""
    found = Scheme.select().where(Scheme.year == year).order_by(Scheme.id).first()
    return found or load_scheme((FOLDER / "assessment-branch.toml").read_text("utf-8"), year)
