"""Every setting that is read has its entry in the reference, and every entry is of a setting that is read."""

import ast
import re
from pathlib import Path

from lms import settings
from lms.settings import SettingsFault
from tests.docs.pages import REFERENCE, headings

PAGE = REFERENCE / "settings.md"
NAME = re.compile(r"LMS_[A-Z0-9_]+")


def names_read() -> set[str]:
    source = ast.parse(Path(settings.__file__).read_text(encoding="utf-8"))
    texts = {node.value for node in ast.walk(source) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if NAME.fullmatch(text)}


def names_told() -> set[str]:
    return {heading.strip("`") for heading in headings(PAGE) if heading.startswith("`LMS_")}


def test_each_setting_has_its_one_entry_and_each_entry_its_setting() -> None:
    assert names_told() == names_read()
    assert len([heading for heading in headings(PAGE) if heading.startswith("`LMS_")]) == len(names_told())


def test_a_fault_names_a_setting_that_has_its_entry() -> None:
    wrong = {"LMS_BASE_URL": "ftp://x", "LMS_DATABASE_URL": "x", "LMS_REDIS_URL": "x:", "LMS_MAIL_URL": "x:"}
    wrong |= {
        "LMS_PUBLISH": "x",
        "LMS_TRUSTED_PROXIES": "x",
        "LMS_SITE": "/nowhere/at/all",
        "LMS_BANKS": "/nowhere",
        "LMS_ZONE": "Mars/Base",
    }
    try:
        settings.load(wrong)
    except SettingsFault as fault:
        named = {found[0] for text in fault.faults if (found := NAME.match(text))}
        assert named == set(wrong)
        assert named <= names_told()
    else:
        raise AssertionError("None of these was refused.")


def test_every_entry_tells_its_default() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name in names_told():
        section = text.split(f"## `{name}`\n", 1)[1].split("\n## ", 1)[0]
        assert section.strip().startswith("Default: "), name
