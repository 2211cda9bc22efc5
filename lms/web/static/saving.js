// How an examination page talks with the server. Every answer has a status; 0 is none.
const PATIENCE = 15000;
const MOST_AFTER_LEAVING = 60000; // What a browser still sends when its page is gone, in bytes.
const LEAP = 1000;

async function call(address, { headers, ...options }) {
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const inWords = { ...headers, "X-Page-Language": document.documentElement.lang };
    const response = await fetch(address, { cache: "no-store", signal, headers: inWords, ...options });
    return { status: response.status, told: await response.json().catch(() => ({})) };
  } catch {
    return { status: 0, told: {} };
  }
}

// A leap of chance keeps two windows, which start from the same number, from using the same next one.
export function numberAfter(numbers) {
  return Math.max(0, ...numbers) + 1 + Math.floor(Math.random() * LEAP);
}

export function saveAnswer(address, token, fields, { seq, seen }) {
  const body = new URLSearchParams(fields);
  body.set("seq", seq);
  body.set("seen", seen);
  const headers = { "X-CSRFToken": token, Accept: "application/json" };
  const keepalive = body.toString().length < MOST_AFTER_LEAVING;
  return call(address, { method: "PUT", headers, body, keepalive });
}

export function saveMark(address, token, marked) {
  const headers = { "X-CSRFToken": token, "Content-Type": "application/json", Accept: "application/json" };
  return call(address, { method: "PUT", headers, body: JSON.stringify({ marked }), keepalive: true });
}

// What is kept for a question, and how the attempt and its time stand.
export function ask(address) {
  return call(address, { headers: { Accept: "application/json" } });
}

// The page as it would be drawn now: its token, or whether one must sign in first, and how the number in it can be read.
export async function drawnAgain(address) {
  try {
    const response = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    const drawn = new DOMParser().parseFromString(await response.text(), "text/html");
    const token = drawn.querySelector("#paper [name=csrf_token]")?.value ?? "";
    const readings = drawn.querySelector("#paper [data-readings]");
    return { token, readings, signedOut: new URL(response.url).pathname === "/login" };
  } catch {
    return { token: "", readings: null, signedOut: false };
  }
}
