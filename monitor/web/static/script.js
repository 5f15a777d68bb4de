// Comfort only: every page works without it.
"use strict";

// Choosing in a form that says so sends it at once.
for (const form of document.querySelectorAll("form[data-prompt]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select")) form.requestSubmit();
  });
}

// Of the notes that open over a page, one is open at a time; Escape and a click elsewhere close it.
const openNotes = () => document.querySelectorAll("details.note[open]");
document.addEventListener("click", (event) => {
  for (const note of openNotes()) if (!note.contains(event.target)) note.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const note of openNotes()) {
    note.open = false;
    note.querySelector("summary").focus();
  }
});
