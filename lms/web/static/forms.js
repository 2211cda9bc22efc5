// What a form does better with scripts: a password can be looked at, and an e-mail is typed once for all forms of a visit.
import { say } from "./words.js";

const CARRIED = "carried-email";

for (const box of document.querySelectorAll("[data-secret]")) {
  const field = box.querySelector("input");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet show-secret";
  button.textContent = say("show-password");
  button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-controls", field.id);
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  };
  button.addEventListener("click", () => show(field.type === "password"));
  // A browser keeps no password that it sees sent as plain text, and might offer the text elsewhere.
  field.form.addEventListener("submit", () => show(false));
  field.after(button);
}

for (const field of document.querySelectorAll("input[data-carried]")) {
  try {
    field.value ||= sessionStorage.getItem(CARRIED) ?? "";
    field.addEventListener("change", () => sessionStorage.setItem(CARRIED, field.value));
  } catch {
    // A browser that keeps nothing: then it is typed again.
  }
}

document.getElementById("complaints")?.focus();
