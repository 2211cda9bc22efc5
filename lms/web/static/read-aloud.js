// Reads a lesson aloud by the browser's own voice, paragraph by paragraph. Where there is none, nothing is shown.
import { say } from "./words.js";

const TEXTS = "h2, h3, h4, h5, h6, p, li, dt, dd, td, th, figcaption, summary";
const NOT_READ = ".quiz, .meaning, .notes, .aloud, details:not([open]) > :not(summary)";
const SILENT = "sup, .meaning, [aria-hidden=true], video, audio, ul, ol, p";
const LONGEST = 200;

function words(element) {
  const copy = element.cloneNode(true);
  for (const formula of copy.querySelectorAll("math")) formula.replaceWith(formula.getAttribute("alttext") ?? "");
  for (const inner of copy.querySelectorAll(SILENT)) inner.remove();
  return copy.textContent.replace(/\s+/g, " ").trim();
}

// Some browsers fall silent in the middle of a long text: each sentence is asked for by itself.
function sentences(text) {
  return text.length < LONGEST ? [text] : text.split(/(?<=[.!?…。؟])\s+/);
}

function* pieces(prose) {
  for (const element of prose.querySelectorAll(TEXTS)) {
    if (element.closest(NOT_READ)) continue;
    for (const text of sentences(words(element))) if (text) yield { element, text };
  }
}

class Reader {
  constructor(bar, prose, speech) {
    Object.assign(this, { speech, prose, at: 0, speaking: false, turn: 0 });
    this.button = bar.querySelector("[data-aloud-read]");
    this.speed = bar.querySelector("[data-aloud-speed]");
    this.said = bar.querySelector("[data-aloud-said]");
    this.button.addEventListener("click", () => (this.speaking ? this.stop() : this.start()));
    this.speed.addEventListener("change", () => this.speaking && this.start());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.speaking && this.stop());
    // A voice goes on although its page is gone.
    addEventListener("pagehide", () => this.silence());
    bar.hidden = false;
  }

  voice(language) {
    const first = language.toLowerCase().split("-")[0];
    const able = this.speech.getVoices().filter((one) => one.lang.toLowerCase().split(/[-_]/)[0] === first);
    return able.find((one) => one.lang.toLowerCase() === language.toLowerCase()) ?? able[0];
  }

  start() {
    this.silence();
    this.pieces = [...pieces(this.prose)];
    if (this.at >= this.pieces.length) this.at = 0;
    this.speaking = true;
    this.button.textContent = say("stop");
    this.said.textContent = "";
    this.next(this.turn);
  }

  next(turn) {
    if (turn !== this.turn || !this.speaking) return;
    const piece = this.pieces[this.at];
    if (!piece) return this.end(say("read-all"), say("read"));
    const language = piece.element.closest("[lang]").lang;
    const voice = this.voice(language);
    if (!voice && this.speech.getVoices().length) return this.end(say("no-voice"), say("read"));
    const utterance = new SpeechSynthesisUtterance(piece.text);
    utterance.lang = language;
    if (voice) utterance.voice = voice;
    utterance.rate = Number(this.speed.value);
    utterance.addEventListener("end", () => {
      if (turn === this.turn) this.at += 1;
      this.next(turn);
    });
    utterance.addEventListener("error", () => turn === this.turn && this.speaking && this.stop());
    this.show(piece.element);
    this.speech.speak(utterance);
  }

  show(element) {
    if (this.shown === element) return;
    this.shown?.classList.remove("being-read");
    this.shown = element;
    element?.classList.add("being-read");
    element?.scrollIntoView({ block: "nearest" });
  }

  silence() {
    this.turn += 1;
    this.speech.cancel();
  }

  stop() {
    this.speaking = false;
    this.silence();
    this.show(null);
    this.button.textContent = say("go-on");
  }

  end(said, button) {
    this.stop();
    this.at = 0;
    this.said.textContent = said;
    this.button.textContent = button;
  }
}

const bar = document.querySelector("[data-aloud]");
const prose = document.querySelector(".prose");
if (bar && prose && "speechSynthesis" in window) {
  // The voices of some browsers come late, and only when they are asked for.
  window.speechSynthesis.getVoices();
  new Reader(bar, prose, window.speechSynthesis);
}
