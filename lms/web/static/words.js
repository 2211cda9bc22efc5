// What scripts say: the page brings the words in its own language. `values` go into the places that are named in braces.
const words = Object.assign({}, ...[...document.querySelectorAll("[data-words]")].map((one) => JSON.parse(one.textContent)));

export function say(name, values = {}) {
  return words[name].replace(/\{(\w+)\}/g, (place, value) => values[value] ?? place);
}
