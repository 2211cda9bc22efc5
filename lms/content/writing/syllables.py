"""How many syllables an English word has: by its groups of vowels, the vowels that are silent, and those that part.

English spelling does not settle it. What the rules below get wrong and authors often write stands in `_KNOWN`; a test
holds the whole to a list of words that were counted by hand.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_COUNTED = {
    1: "aren't weren't can't won't don't we're they're you're there're he's she's it's i'm i've friend friends sieve "
    "fierce pierce priest priests ache aches mc",
    2: "business every evening evenings conscience soldier soldiers cashier frontier glacier hundred hundreds sacred "
    "naked wicked hatred kindred rugged onion onions union unions wednesday marriage carriage naive giant giants "
    "headache headaches being someone everyday colleague colleagues persuade persuades lifestyle ocean oceans cafe "
    "colonel client clients maybe eyeball ok",
    3: "businesses everyone everything somebody caregiver caregivers likelihood loneliness liveliness family families "
    "familiar parliament nuclear recipe recipes element elements tenement resilient lineage chocolate simile karate "
    "finale",
    4: "everybody diabetes nevertheless heredity epitome apostrophe catastrophe catastrophes unfamiliar facsimile "
    "anybody comfortable vegetable vegetables",
    5: "elementary hereditary",
}
_KNOWN = {word: count for count, words in _COUNTED.items() for word in words.split()}

_SPLIT = re.compile(r"[-‐‑–]")
_OTHER = re.compile(r"[^a-z']")
_VOWELS = re.compile(r"[aeiouy]+")
_Y_AS_CONSONANT = re.compile(r"(?<![a-z])y(?=[aeiou])|(?<=[aeiou])y(?=[aeiou])")
# Silent: the e of whole, of games and of called; not that of table, centre, boxes or wanted.
_SILENT_END = re.compile(
    r"(?:[^aeiouy](?<![^aeiouyr]l)(?<![bctd]r)e|(?<!r)[gq]ue)$"
    r"|[^aeiouysxzcg](?<!ch)(?<!sh)(?<![^aeiouylr]l)es$"
    r"|[^aeiouytd](?<![^aeiouylr]l)ed$"
    r"|(?<!r)[gq]ues$|(?<!r)[gq]ued$"
)
# Silent inside: careful, useless, lovely, statement, awareness, and words made of two.
_SILENT_INSIDE = re.compile(
    r"[^aeiouy](?<![^aeiouy]l)e(?:ly|less|lessly|lessness|ful|fully|ment|ments|ness|worthy)$"
    r"|^(?:some(?=[tbdhwp])|there(?=[fb])|where(?=[bv]?[a-z]{2})|here(?=[bw])|care(?=g|t)|life(?=[lst])|home(?=[wmt])"
    r"|time(?=[tlfs])|base(?=[lb])|guide(?=[lb])|house(?=[hwk])|fore(?=[cshw][a-z]{2})|note(?=[bw])|side(?=[wl])"
    r"|name(?=[sl])|face(?=b)|safe(?=[gt])|whole(?=[sh])|more(?=b)|one(?=s)|like(?=w))"
)
# Two vowels that part, each match once more.
_PARTING = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![ctsg])ia(?!ge)|[ct]iat|^gia",
        r"(?<![ctsgx])io(?!r)|(?<![nvctsg])ior|^io",
        r"i[ui]",
        r"(?<!f)[dprv]ien|(?<!on)scien|iet",
        r"(?<=[aeiouy][^aeiouy])(?:ier|iers|iest)$|(?<=[aeiouy][^aeiouy]{2})(?:ier|iers|iest)$",
        r"(?<![gqs])ua|usua|[^gq]uen|[^gq]uel|[^gq]uou|[^gq]uid$|uit[iy]|ruin|[^gq]uine?$|suici|guous|biguit",
        r"(?<=[eiou])ing|(?<=[^aeiou]y)ing",
        r"crea(?![mks])|reali[tsz]|react|reass|reapp|idea|^area|nea[r]$|theat|^pea$",
        r"[dnr]eo(?!n)|^geo|^theo|leos|neous",
        r"poe[tm]|^coe|[^aeiou]oic(?!e)|coali|^oas|^coopera|^coord|chaos|^aor|aic$|seum|leus$",
        r"[aeiouy]sms?$|thms?$|dn't$|[^aeiou]sn't$|sn't$",
        r"^re(?:issu|inforc|instat|open|us(?:e|ing|able)|unit|elect|enter|examin|evaluat)",
    )
)
_TOGETHER = re.compile(r"[nl]ion|lliant|viour")
"""Where i stands for the sound of y: opinion, million, brilliant."""


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """The syllables of one word; at least 1. A number counts as one, as do single letters."""
    plain = unicodedata.normalize("NFD", word.casefold().replace("’", "'"))
    return max(1, sum(_of_part(part) for part in _SPLIT.split(plain) if part))


def _of_part(part: str) -> int:
    word = _OTHER.sub("", part).strip("'")
    if not word:
        return 0
    known = _KNOWN.get(word)
    if known is not None:
        return known
    word = word.removesuffix("'s").removesuffix("'ll").removesuffix("'d").removesuffix("'ve").removesuffix("'re")
    if word in _KNOWN:
        return _KNOWN[word]
    sounded = _Y_AS_CONSONANT.sub("j", word).replace("qu", "kw")
    count = len(_VOWELS.findall(sounded))
    if count > 1 and (_SILENT_END.search(word) or _SILENT_INSIDE.search(word)):
        count -= 1
        if _SILENT_END.search(word) and _SILENT_INSIDE.search(word) and count > 1:
            count -= 1
    together = len(_TOGETHER.findall(word))
    parting = sum(len(one.findall(word)) for one in _PARTING)
    return max(1, count + max(parting - together, 0))
