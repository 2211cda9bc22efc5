// A file may be dropped anywhere on the page; without a script it is chosen in the form.
const form = document.querySelector("form[data-drop]");
const input = form.querySelector('input[type="file"]');

function holdsFile(event) {
  return event.dataTransfer && [...event.dataTransfer.types].includes("Files");
}

document.addEventListener("dragover", (event) => {
  if (!holdsFile(event)) return;
  event.preventDefault();
  form.classList.add("drop-here");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) form.classList.remove("drop-here");
});
document.addEventListener("drop", (event) => {
  if (!holdsFile(event)) return;
  event.preventDefault();
  form.classList.remove("drop-here");
  input.files = event.dataTransfer.files;
  form.requestSubmit();
});
