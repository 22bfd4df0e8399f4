// Words selected in the text go into the form below it: the passage, and where it begins in characters.
"use strict";

document.addEventListener("selectionchange", () => {
  const form = document.querySelector("form[data-marking]");
  const text = form && document.getElementById(form.dataset.marking);
  const selection = document.getSelection();
  if (!text || !selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  form.elements.passage.value = selection.toString();
  // counted in characters, as the server counts, and not in UTF-16 units
  form.elements.near.value = [...before.toString()].length;
});
