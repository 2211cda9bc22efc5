// After the end, nothing that was typed stays behind in this browser.
import * as shelf from "./shelf.js";

const attempt = document.querySelector("[data-attempt]").dataset.attempt;
for (const address of shelf.addresses(`${attempt}/`)) shelf.drop(address);
