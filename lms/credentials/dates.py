"""How long a certificate lasts, and how its days are written."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from lms.content.reading.model import Term
from lms.wording.languages import Language
from lms.wording.phrases import Phrase, Worded, _

_MONTHS = {
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "el": "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου "
    "Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "he": "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
    "hi": "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
}
_PATTERNS = {
    "da": "{day}. {month} {year}",
    "de": "{day}. {month} {year}",
    "es": "{day} de {month} de {year}",
    "he": "{day} ב{month} {year}",
    "ja": "{year}年{number}月{day}日",
    "ko": "{year}년 {number}월 {day}일",
    "pt": "{day} de {month} de {year}",
    "ru": "{day} {month} {year} г.",
    "uk": "{day} {month} {year} р.",
    "vi": "ngày {day} tháng {number} năm {year}",
    "zh": "{year}年{number}月{day}日",
}


def after(moment: datetime, term: Term, zone: tzinfo = UTC) -> datetime:
    """The last second of the last day in the zone, so that "valid until 5 March 2030" holds through that day there.

    A month that is too short ends the count on its last day: three years from 29 February 2028 is 28 February 2031.
    """
    start = moment.astimezone(zone).date()
    months = start.year * 12 + start.month - 1 + term.years * 12 + term.months
    year, month = divmod(months, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    last = datetime.combine(date(year, month + 1, day) + timedelta(days=term.days), time(23, 59, 59), zone)
    return last.astimezone(UTC)


class Day(Worded):
    """A day in English, `5 March 2027`, that can be said in another language."""

    __slots__ = ("day",)
    day: date

    def __new__(cls, day: date) -> Day:
        words = super().__new__(cls, _written(day, "en"))
        words.day = day
        return words

    def __reduce__(self) -> tuple[type[Day], tuple[date]]:
        return Day, (self.day,)

    def in_language(self, language: Language) -> str:
        return _written(self.day, language.code)


def in_words(moment: date | datetime, language: str = "en", zone: tzinfo = UTC) -> str:
    """A day as people write it, `5 March 2027`; in a language that is not known here, as the unambiguous 2027-03-05.

    Of a moment it is the day that it is then in the zone.
    """
    day = moment.astimezone(zone).date() if isinstance(moment, datetime) else moment
    return Day(day) if language == "en" else _written(day, language)


def moment_in_words(at: datetime) -> Phrase:
    """5 March 2027 at 14:02 UTC."""
    clock = f"{at.astimezone(UTC):%H:%M} UTC"
    return _("%(day)s at %(time)s", day=in_words(at), time=clock)


def _written(day: date, language: str) -> str:
    base = language.partition("-")[0].lower()
    months = _MONTHS.get(base, "").split()
    pattern = _PATTERNS.get(base, "{day} {month} {year}" if months else "")
    if not pattern:
        return day.isoformat()
    number = "1er" if base == "fr" and day.day == 1 else str(day.day)
    return pattern.format(day=number, month=months[day.month - 1] if months else "", number=day.month, year=day.year)


def zone_of(name: str) -> tzinfo:
    """The zone with this name, which was looked at when the settings were read; without a name, UTC."""
    return ZoneInfo(name) if name else UTC


def stamp(moment: datetime, zone: tzinfo = UTC) -> str:
    """A moment as RFC 3339, to the second: `2027-03-05T14:02:00Z`, or with the difference of another zone's clock."""
    there = moment.astimezone(zone).replace(microsecond=0)
    return there.isoformat() if there.utcoffset() else there.replace(tzinfo=None).isoformat() + "Z"


def day_of_stamp(text: str) -> str:
    """The day in words that a stamp says where it was written."""
    moment = from_stamp(text)
    return in_words(moment, zone=moment.tzinfo or UTC)


def from_stamp(text: str) -> datetime:
    return datetime.fromisoformat(text)
