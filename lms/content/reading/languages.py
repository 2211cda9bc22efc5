"""Languages: their codes, their names in themselves, the way they are written, and which of some a reader wants."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
# The two-letter codes of ISO 639-1; those of three letters are too many to list, and are taken as they are.
_LISTED = """
aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et
eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk
kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny
oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk
tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_TWO_LETTERS = frozenset(_LISTED.split())
_OFTEN_MEANT = {
    "sp": "es", "jp": "ja", "cn": "zh", "cz": "cs", "gr": "el", "dk": "da", "ua": "uk", "vn": "vi",
    "iw": "he", "in": "id", "dutch": "nl",
    "english": "en", "spanish": "es", "espanol": "es", "castellano": "es", "french": "fr", "francais": "fr",
    "german": "de", "deutsch": "de", "arabic": "ar", "italian": "it", "italiano": "it", "portuguese": "pt",
    "portugues": "pt", "chinese": "zh", "japanese": "ja", "russian": "ru", "polish": "pl", "turkish": "tr",
}  # fmt: skip
NAMES = {
    "ar": "العربية", "bg": "Български", "bn": "বাংলা", "ca": "Català", "cs": "Čeština", "cy": "Cymraeg", "da": "Dansk",
    "de": "Deutsch", "el": "Ελληνικά", "en": "English", "es": "Español", "et": "Eesti", "eu": "Euskara", "fa": "فارسی",
    "fi": "Suomi", "fr": "Français", "ga": "Gaeilge", "gl": "Galego", "gu": "ગુજરાતી", "he": "עברית", "hi": "हिन्दी",
    "hr": "Hrvatski", "ht": "Kreyòl ayisyen", "hu": "Magyar", "id": "Bahasa Indonesia", "is": "Íslenska",
    "it": "Italiano", "ja": "日本語", "ko": "한국어", "lt": "Lietuvių", "lv": "Latviešu", "ms": "Bahasa Melayu",
    "mt": "Malti", "nb": "Norsk bokmål", "nl": "Nederlands", "nn": "Norsk nynorsk", "no": "Norsk", "pa": "ਪੰਜਾਬੀ",
    "pl": "Polski", "pt": "Português", "ro": "Română", "ru": "Русский", "sk": "Slovenčina", "sl": "Slovenščina",
    "so": "Soomaali", "sq": "Shqip", "sr": "Српски", "sv": "Svenska", "sw": "Kiswahili", "ta": "தமிழ்", "th": "ไทย",
    "tl": "Tagalog", "tr": "Türkçe", "uk": "Українська", "ur": "اردو", "vi": "Tiếng Việt", "yo": "Yorùbá", "zh": "中文",
    "zu": "isiZulu",
}  # fmt: skip
RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


def is_language(code: str) -> bool:
    """Whether a code names a language as the web does: `es`, `pt-BR`."""
    first = code.partition("-")[0]
    return _CODE.fullmatch(code) is not None and (len(first) != 2 or first in _TWO_LETTERS)


def meant_by(written: str) -> str:
    """The code that somebody probably meant, "" where that is not known."""
    plain = written.replace("_", "-")
    first, dash, rest = plain.partition("-")
    code = _OFTEN_MEANT.get(first.casefold(), first.lower()) + dash + rest
    return code if is_language(code) and code != written else ""


def name_of(code: str) -> str:
    """The name of a language in itself; with its code where a code says more than the language."""
    first, _, rest = code.partition("-")
    name = NAMES.get(first, first)
    return f"{name} ({rest})" if rest else name


def direction(code: str) -> str:
    """The way a language is written: rtl or ltr."""
    return "rtl" if code.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def chosen(wanted: Iterable[str], there: Collection[str]) -> str:
    """The first wanted language that is there, itself or another form of it (es for es-MX); "" for none of them."""
    for code in wanted:
        if code in there:
            return code
        first = code.partition("-")[0].lower()
        for one in there:
            if one.lower() == code.lower() or one.partition("-")[0] == first:
                return one
    return ""
