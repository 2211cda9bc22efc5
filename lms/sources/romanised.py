"""Names in letters of an address: what an id can be made of, whatever the script that an author writes in.

Marks are taken from their letters (é is e, ä is a), and some letters have a spelling of their own (ß is ss). Greek and
Cyrillic letters are written as most people read them aloud. For other scripts nobody agrees on a spelling, so that
nothing is proposed.
"""

from __future__ import annotations

import re
import unicodedata

MOST_CHARACTERS = 64
_OTHER = re.compile(r"[^a-z0-9]+")
_LATIN = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "ng",
    "ĸ": "k", "ŧ": "t", "ə": "a", "ƒ": "f", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ɛ": "e", "ɔ": "o",
}  # fmt: skip
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "є": "ye", "і": "i", "ї": "yi", "ґ": "g", "ў": "u", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c",
    "ђ": "dj", "џ": "dz", "ѓ": "g", "ќ": "k", "ѕ": "dz", "қ": "q", "ғ": "gh", "ү": "u", "ұ": "u", "ө": "o", "ң": "ng",
    "ә": "a", "һ": "h",
}  # fmt: skip
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
    "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_SPELT = str.maketrans({**_LATIN, **_CYRILLIC, **_GREEK})


def proposed_id(text: str) -> str:
    """The id that a text gives, "" where a letter of it has no spelling, or nothing is left."""
    spelt = unicodedata.normalize("NFKC", text.casefold()).translate(_SPELT)
    plain = "".join(
        one for one in unicodedata.normalize("NFKD", spelt).translate(_SPELT) if not unicodedata.combining(one)
    )
    if any(one.isalpha() and not one.isascii() for one in plain):
        return ""
    return _OTHER.sub("-", plain).strip("-")[:MOST_CHARACTERS].rstrip("-")
