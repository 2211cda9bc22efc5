"""Programs that are not ours: a player of QTI 3 in the browser, a parser of GIFT in Node, and the checker of EPUB."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

INSTALLED = Path(__file__).parents[2] / ".venv" / "verifiers" / "node_modules"
EPUBCHECK = Path("/usr/share/java/epubcheck.jar")
_GIFT = """
const parser = require(process.argv[1] + "/gift-pegjs");
let text = "";
process.stdin.on("data", piece => text += piece);
process.stdin.on("end", () => process.stdout.write(JSON.stringify(parser.parse(text))));
"""
_PLAY = """([xml, answers]) => new Promise((done, failed) => {
  const scores = [];
  let blank = null;
  const settings = {guid: "x", status: "interacting", sessionControl: {showFeedback: false, validateResponses: false}};
  // A player that is given the same item again does not show it again: each answer gets a player of its own.
  const next = () => {
    if (scores.length === answers.length) { done(scores); return; }
    const state = blank && JSON.parse(JSON.stringify(blank));
    for (const one of state ? state.responseVariables : []) {
      if (one.identifier in answers[scores.length]) one.value = answers[scores.length][one.identifier];
    }
    const place = document.createElement("div");
    document.body.replaceChildren(place);
    const app = new Vue({
      render: draw => draw(window.qti3Player, {ref: "player", props: {suppressAlertMessages: true}, on: {
        notifyQti3ItemReady: () => app.$refs.player.endAttempt("t"),
        notifyQti3EndAttemptCompleted: data => {
          const score = data.state.outcomeVariables.find(one => one.identifier === "SCORE");
          // The first time nothing was answered: that gives the form in which the player keeps its answers.
          if (blank) scores.push(score ? score.value : null); else blank = {...data.state, contextVariables: []};
          setTimeout(() => { app.$destroy(); next(); }, 0);
        },
      }}),
    });
    app.$mount(place);
    app.$refs.player.loadItemFromXml(xml, state ? {...settings, state} : settings);
  };
  next();
  setTimeout(() => failed(new Error("the player stood still after " + scores.length)), 60_000);
})"""


def parsed_gift(text: str) -> list[dict[str, Any]]:
    """The questions of a text as gift-pegjs understands them."""
    asked = subprocess.run(
        ["node", "-e", _GIFT, str(INSTALLED)], input=text, capture_output=True, text=True, timeout=60, check=False
    )
    if asked.returncode:
        pytest.fail(f"gift-pegjs did not run: {asked.stderr[-1000:]}")
    found: list[dict[str, Any]] = json.loads(asked.stdout)
    return found


@dataclass(frozen=True, slots=True)
class Player:
    """QTI 3 Player, loaded once for many items. `errors` are what its page complained about."""

    page: Page
    errors: list[str] = field(default_factory=list)

    def scores(self, xml: str, answers: list[dict[str, Any]]) -> list[float]:
        """What it gives an item for some answers: each a mapping of response to value."""
        given: list[float] = self.page.evaluate(_PLAY, [xml, answers])
        assert self.errors == []
        return given


@contextmanager
def a_player(browser: Browser) -> Iterator[Player]:
    with browser.new_page() as page:
        player = Player(page)
        page.on("pageerror", lambda error: player.errors.append(str(error)))
        page.set_content("<!doctype html><meta charset=utf-8>")
        page.add_script_tag(path=INSTALLED / "vue" / "dist" / "vue.min.js")
        page.add_script_tag(path=INSTALLED / "qti3-item-player" / "dist" / "qti3Player.umd.min.js")
        yield player


def complaints_of_epubcheck(path: Path) -> str:
    """What the checker says of a book; "" where it finds nothing at all."""
    if not EPUBCHECK.exists():
        pytest.fail("epubcheck is missing: `make test` installs it.", pytrace=False)
    command = ["java", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-jar", str(EPUBCHECK), "--failonwarnings", str(path)]
    asked = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    return "" if asked.returncode == 0 else asked.stdout + asked.stderr
