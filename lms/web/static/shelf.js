// What the server does not have yet is kept in this browser, under the address that it is to be saved at. It is taken
// away once it is saved, when the result is seen, and by signing out; and by the server's clock after a week.
const PREFIX = "answer:";
const WEEK = 7 * 24 * 3600;

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

// The fields as they stood, "look at this one again", and the numbers of the answers that they followed on.
export function kept(address) {
  const left = read(PREFIX + address);
  if (!left || !Array.isArray(left.ours)) return null;
  const fields = typeof left.fields === "string" ? left.fields : null;
  const marked = typeof left.marked === "boolean" ? left.marked : null;
  return { fields, marked, ours: left.ours };
}

// Whether this browser keeps anything at all.
export function keep(address, { fields, marked, ours, now }) {
  try {
    localStorage.setItem(PREFIX + address, JSON.stringify({ fields, marked, ours, at: now }));
    return true;
  } catch {
    return false;
  }
}

export function drop(address) {
  try {
    localStorage.removeItem(PREFIX + address);
  } catch {
    // There was nothing to drop.
  }
}

export function addresses(beginning = "") {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX + beginning));
    return names.map((name) => name.slice(PREFIX.length));
  } catch {
    return [];
  }
}

export function expire(now) {
  for (const address of addresses()) {
    if (read(PREFIX + address)?.at < now - WEEK) drop(address);
  }
}

export function works() {
  const kept = keep("", { fields: null, marked: null, ours: [], now: 0 });
  drop("");
  return kept;
}
