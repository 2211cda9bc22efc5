"""Lists of words that rules go by, each with what it is for."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(phrase.strip() for phrase in text.replace("\n", " ").split("|"))


SHORTENED = _words(
    """dr mr mrs ms prof st jr sr vs e.g i.e eg ie etc approx fig p.s a.m p.m u.s u.k ph.d bzw z.b d.h u.a sra dra art
    """
)
"""What a full stop may follow without ending a sentence."""

KNOWN_ABBREVIATIONS = _words(
    """OK TV US USA UK EU UN PDF QR ID IDs FAQ AM PM DIY GPS SMS CV CD DVD PC HIV AIDS DNA AD BC VIP SOS CEO HTML CSS
    URL WWW API USB NASA NATO UNESCO UNICEF RSVP PS NB AKA ASAP DJ MP MPs PO BBC CNN MBA PHD FM AC DC ATM PIN SIM
    WIFI LED COVID SARS UV XL XXL GIF JPG JPEG PNG SVG JSON YAML CSV ISBN ISO GMT UTC EST CET USD GBP EUR II III IV
    VI VII VIII IX XI XII XIV XV XX XXI ER ICU IT AI LGBT LGBTQ"""
)
"""Known to more people than their long forms, or numbers."""

SHOUTED = _words(
    """a about again all also always an and any are as ask at back bad be because before both but by call can cannot
    come did do does don each end even ever every few find first for four free from full get give go good great had has
    have he help her here him his how if important in into is it its just keep know last least less let like listen live
    look love made make many may me might mine more most much must my need never new next no none nor not note nothing
    now of off often on once one only open or other our out over own please put read real really right safe same save
    say see self send set share she should show so some soon start still stop such take talk tell ten than thank that
    the their them then there these they think this those three time tip to today too true try two under up us use very
    wait want was watch way we well were what when where which who why will wish with won word work would write wrong
    yes yet you your"""
)
"""Words that people write in capitals to stress them."""

EMPTY_LINKS = {
    "en": _phrases(
        """here|click here|click|this|this page|this link|link|more|read more|learn more|see here|see this|find out more
        |go|continue|details|page|website|this website|site|this site|this article|article|press here|tap here"""
    ),
    "es": _phrases("aquí|aqui|haz clic aquí|pulsa aquí|clic aquí|más|leer más|enlace|este enlace|esta página"),
    "de": _phrases(
        "hier|klick hier|klicken sie hier|hier klicken|mehr|weiterlesen|link|dieser link|diese seite|mehr dazu"
    ),
    "fr": _phrases("ici|cliquez ici|cliquer ici|plus|lire la suite|en savoir plus|lien|ce lien|cette page"),
    "pt": _phrases("aqui|clique aqui|mais|leia mais|saiba mais|link|este link|esta página"),
}
"""Words of a link that do not say where it leads, by language."""

OPENING = _words(
    "is are was were be means a an the to of by for with in on at from because has have can must should as than"
)
"""What a sentence ends with that the options go on."""

TOO_COMMON = _words(
    """should would could before after during people person someone somebody something anything anyone follow following
    answer answers question questions option options course lesson example because about against between through
    without within whether different first second third really rather better always never another patient patients
    health leader leaders leading himself herself themselves people's others"""
)
"""Long words that come again by chance."""

PEOPLE = "|".join(
    sorted(
        _words(
            """people persons patients caregivers carers adults women men children girls boys teenagers doctors
            physicians nurses clinicians professionals members leaders users respondents participants households
            families parents americans britons europeans citizens voters students workers employees readers followers
            survivors us them population"""
        )
    )
)
"""Those of whom figures are told, as a regular expression."""

SMALL_WORDS = _words(
    """the of and to a in is it you that he was for on are with as his they at be this have from or had by not but what
    all were when we there can an your which their if do will each about how up out them then she so some her would him
    has"""
)
"""The words that English cannot do without."""
