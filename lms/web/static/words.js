// What scripts say: the page brings the words in its own language. `values` go into the places that are named in braces.
const words = Object.assign({}, ...[...document.querySelectorAll("[data-words]")].map((one) => JSON.parse(one.textContent)));

// Amounts and times as the server writes them: in these numerals, and by 24 hours.
export const LOCALE = `${document.documentElement.lang}-u-nu-latn-hc-h23`;

export function say(name, values = {}) {
  return words[name].replace(/\{(\w+)\}/g, (place, value) => values[value] ?? place);
}
