// What was written for other questions of an examination, and could not be saved when their pages were left.
import { ask, numberAfter, saveAnswer, saveMark } from "./saving.js";
import * as shelf from "./shelf.js";
import { say as words } from "./words.js";

async function deliver(address, token, now) {
  const { fields, marked, ours } = shelf.kept(address) ?? { fields: null, marked: null, ours: [] };
  const { status, told } = await ask(address);
  if (status !== 200 || told.state !== "running") return false;
  if (marked !== null) {
    const answer = await saveMark(address.replace("/answers/", "/marks/"), token, marked);
    if (answer.status !== 200) return false;
  }
  if (fields !== null) {
    // Something newer from elsewhere is not written over: its page shows both.
    if (!ours.includes(told.seq)) return false;
    const seq = numberAfter([...ours, told.seq]);
    // Should this page be left before it hears, the next one knows the number as its own.
    shelf.keep(address, { fields, marked: null, ours: [...ours, seq], now });
    const answer = await saveAnswer(address, token, fields, { seq, seen: told.seq });
    if (answer.status !== 200 || !answer.told.kept) return false;
  }
  shelf.drop(address);
  return true;
}

function tell(line, left) {
  if (!left.length) return;
  line.textContent = words("elsewhere");
  for (const address of left) {
    const n = address.slice(address.lastIndexOf("/") + 1);
    const link = document.createElement("a");
    link.href = `${line.dataset.paper}?n=${n}`;
    link.textContent = words("question", { n });
    line.append(" ", link);
  }
  line.hidden = false;
}

// Whether anything was saved.
export async function deliverOthers(line, token, but = "") {
  const left = [];
  let some = false;
  for (const address of shelf.addresses(line.dataset.answers)) {
    if (address === but) continue;
    if (await deliver(address, token, Number(line.dataset.now))) some = true;
    else left.push(address);
  }
  tell(line, left);
  return some;
}

const alone = document.querySelector("#elsewhere[data-alone]");
if (alone) {
  const token = document.querySelector("[name=csrf_token]").value;
  // The list on this page is of before.
  if (await deliverOthers(alone, token)) location.reload();
}
