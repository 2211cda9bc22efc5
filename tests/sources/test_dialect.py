"""Markdown that other programs read is named with the way to write it; prose and code that only look so are not."""

from __future__ import annotations

import pytest

from lms.content.reading.documents import Body
from lms.sources.diagnostics import Findings
from lms.sources.markdown import Page, render


def found(text: str) -> list[tuple[str, int, int]]:
    findings = Findings()
    render(Page(Body(text, "content/courses/bees/01-one.md", 1), findings))
    return [(one.code, one.place.line, one.place.column) for one in findings.items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bees.[^1]", [("M114", 1, 6)]),
        ("[^1]: Bees.", [("M114", 1, 1)]),
        ("Bees.[^1]\n\n[^1]: One.\n\n[^1]: Two.", [("M114", 3, 1)]),
        ("> [!WRANING]\n> Look.", [("M115", 1, 3)]),
        ("::: tip\nx\n:::", [("M111", 1, 1)]),
        ("!!! note", [("M111", 1, 1)]),
        ("It is $\\wings^2$ long.", [("M116", 1, 7)]),
        ("It is $\\frac{1}{$ long.", [("M116", 1, 7)]),
        ("It is so: $$x$$", [("M111", 1, 11)]),
        ("$$\n\\wings\n$$", [("M116", 2, 1)]),
        ("## Bees {#Bees and Bears}", [("M111", 1, 9)]),
        ("Bees {#bees}", [("M111", 1, 6)]),
        ("## Bees {#bees}\n\nx\n\n## Bears {#bees}", [("M117", 5, 10)]),
        ("{{ site.title }}", [("M111", 1, 1)]),
        ("See [[Bees]].", [("M111", 1, 5)]),
        ("==new==", [("M111", 1, 1)]),
        ("##Bees", [("M111", 1, 1)]),
        ("a) Bees\nb) Bears\n\n**Answer:** a", [("M111", 4, 1)]),
        ("- Correct answer: (B).", [("M111", 1, 1)]),
        ("Bees^[They fly.] hum.", [("M111", 1, 5)]),
        ("** Look ** here.", [("M111", 1, 1)]),
        ("• One", [("M111", 1, 1)]),
        ("(the hive)[https://example.org]", [("M111", 1, 1)]),
        ("[the hive]（https://example.org）", [("M111", 1, 10)]),
        ("[x][bees]", [("M112", 1, 1)]),
        ("[x](my file.pdf)", [("M112", 1, 5)]),
        ("[x] (https://example.org)", [("M112", 1, 3)]),
        ("| a | b |\n| --- | --- |\n| 1 | 2 | 3 |", [("M113", 3, 1)]),
        ("| a | b |\n| --- |\n| 1 | 2 |", [("M113", 2, 1)]),
        ("[!note] Who may speak\nx", [("M111", 1, 1)]),
        ("> [! tip]\n> x", [("M111", 1, 3)]),
        ("> [!tip] Ask\n\n> first", [("M115", 1, 3)]),
        ("> [!tip]", [("M115", 1, 3)]),
        ("".join(f"{'  ' * n}- {n}\n" for n in range(12)), [("M119", 10, 19)]),
        ("> [tip]\n> x", [("M111", 1, 3)]),
        ("- [] Ask\n- [x]Ask\n- [*] Ask", [("M111", 1, 3), ("M111", 2, 3), ("M111", 3, 3)]),
        ("[ ] Ask", [("M111", 1, 1)]),
        ("Consent\n:A free yes.", [("M111", 2, 1)]),
        ("Consent\n:: A free yes.", [("M111", 2, 1)]),
        ("Bees.[^my note]", [("M111", 1, 6)]),
        ("It is H~2~O or x^2^.", [("M111", 1, 7), ("M111", 1, 16)]),
        ("It is $ x^2 $ long, or $x$.", [("M111", 1, 7)]),
        ("It is $x_{2} long.", [("M111", 1, 7)]),
        ("It is \\(x^2\\) long.", [("M111", 1, 7)]),
        ("\\[ x^2 \\]", [("M111", 1, 1)]),
        ("## Bees {#}", [("M111", 1, 9)]),
        ("-\u00a0One", [("S112", 1, 2)]),
        ("#\u00a0Bees", [("S112", 1, 2)]),
        ("\u200b## Bees", [("S112", 1, 1)]),
    ],
)
def test_what_is_not_read_is_named_at_its_place(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert [one for one in found(text) if one[0] != "M101"] == expected


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5, and then $10.",
        "Bees.[^1]\n\n[^1]: They have wings.",
        "- [x] done\n- [ ] to do",
        "- [x](https://example.org)\n- [ ](https://example.org)\n- [-1, 1]",
        "- [note] what it says, and [tip] too.",
        "It is so\n:smile: today.",
        "Escaped \\(so\\) and \\[so\\], or `\\(x^2\\)`.",
        "It costs $5, my_name and 2^10; ~/home and ~3.",
        "> [!note]- Folded elsewhere\n> x",
        "> [!note] One line.\n\nx",
        "".join(f"{'  ' * n}- {n}\n" for n in range(9)),
        "Bee\n: An insect.",
        "> [!WARNING]\n> Look.",
        "It is $x^2 + 1$ long.",
        "$$\nx\n$$",
        "## Bees {#bees}",
        "`[^1]` and `$x^2$` and ``{{ x }}``",
        "```\n- [ ] one\n::: tip\n| a |\n```",
        "    ##Bees",
        "Read [this][bees].\n\n[bees]: https://example.org",
        "Read [bees][].\n\n[bees]: https://example.org",
        '[x](https://example.org "a title")',
        "[x](<my file.md>)".replace("my file.md", "https://example.org"),
        "See [1][2] of the list.",
        "A #hashtag, and 3 | 4.",
        "| a | b |\n| --- | --- |\n| 1 | |\n| \\| | 2 |",
        "Note: this is it.",
        "Answer: a friend of mine.",
        "id: bees\ntype: choose-one\nanswer: a",
        "A **bold** and **other** text, and 2 ** 3 ** 4.",
        "One · two · three, f(x)[1]",
        "これは[よい]（とても）です。",
        r"Escaped \[^1\] and \$x^2\$.",
    ],
)
def test_prose_and_code_are_left_alone(text: str) -> None:
    assert found(text) == []
