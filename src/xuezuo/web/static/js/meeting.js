// The form of a meeting, made quicker: the headcount follows the taps, and speech is written into the summary.
// Without this file the number is typed and the server adds up.
"use strict";

for (const form of document.querySelectorAll("form.xz-meeting")) count(form);
for (const place of document.querySelectorAll("[data-dictation]")) listen(place);

function count(form) {
  const place = form.querySelector(".xz-count");
  const number = form.elements.attended;
  if (!place || !number) return;
  const roster = Number(place.dataset.roster);
  const partKinds = new Set(place.dataset.partKinds.split(" "));
  const hint = place.querySelector("[data-hint]");
  const all = place.querySelector("[data-all]");
  const named = place.querySelector("[data-named]");
  const save = form.querySelector("[data-save]");
  const plainSave = save && save.textContent;
  const ticked = (name) => [...form.querySelectorAll(`[name="${name}"]:checked`)].map((box) => box.value);
  const left = () => roster - ticked("absent").length;
  // a committee is part of a branch: who of the roster was not asked is not absent, and no sum can be done
  const ofPart = () => { const kinds = ticked("kinds"); return !roster || (kinds.length > 0 && kinds.every((kind) => partKinds.has(kind))); };
  // the number follows the names for as long as it agreed with them; a number of the recorder's own is never changed
  let agreed = number.value === "" || Number(number.value) === left();
  let stated = number.value !== "";

  function tell() {
    const part = ofPart();
    const typed = number.value === "" ? null : Number(number.value);
    const off = part || typed === null ? 0 : left() - typed;
    hint.textContent = off === 0 ? "" : (off > 0 ? hint.dataset.short : hint.dataset.over).replace("{n}", Math.abs(off));
    const names = ticked("absent").length;
    if (named) named.textContent = names ? named.dataset.named.replace("{n}", names) : "";
    if (all) all.hidden = part;
    if (save) {
      const words = typed === null ? plainSave : part ? save.dataset.savePart : save.dataset.save;
      save.textContent = words.replace("{n}", typed).replace("{all}", roster);
    }
  }

  function set(value, said) {
    number.value = value;
    stated = said;
    number.dispatchEvent(new Event("change", { bubbles: true }));
  }

  form.addEventListener("change", (event) => {
    if (event.target.name === "absent" && !ofPart()) {
      // nobody ticked and nothing said: that everybody came is a sentence of its own
      if (!agreed) agreed = Number(number.value) === left();
      else if (ticked("absent").length || stated) set(Math.max(left(), 0), stated);
      else set("", false);
    }
    if (event.target === number) agreed = number.value === "" || Number(number.value) === left();
    tell();
  });
  number.addEventListener("input", () => {
    stated = number.value !== "";
    agreed = !stated || Number(number.value) === left();
    tell();
  });
  place.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button === all) for (const box of place.querySelectorAll("[name=absent]:checked")) box.checked = false;
    const step = Number(button.dataset.step || 0);
    const from = number.value === "" ? (ofPart() ? 0 : left() - step) : Number(number.value);
    set(button === all ? roster : Math.max(from + step, 0), true);
  });
  for (const button of place.querySelectorAll("button[hidden]")) button.hidden = false;
  tell();
}

function listen(place) {
  const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
  const box = document.getElementById(place.dataset.dictation);
  if (!Recognition || !box) return;
  const button = place.querySelector("button");
  const label = button.querySelector("span");
  const plain = label.textContent;
  const refused = place.querySelector("[data-refused]");
  let recognition = null; // made by a tap and by nothing else
  place.hidden = false;

  function show(on) {
    button.setAttribute("aria-pressed", String(on));
    label.textContent = on ? button.dataset.listening : plain;
    if (!on) recognition = null;
  }

  button.addEventListener("click", () => {
    if (recognition) { recognition.stop(); return; }
    recognition = new Recognition();
    recognition.lang = document.documentElement.lang.startsWith("zh") ? "zh-CN" : "en";
    recognition.continuous = true;
    refused.textContent = "";
    recognition.addEventListener("result", (event) => {
      for (let at = event.resultIndex; at < event.results.length; at += 1) {
        if (!event.results[at].isFinal) continue;
        const words = event.results[at][0].transcript;
        const glue = box.value && /[\w]$/.test(box.value) ? " " : "";
        box.value = (box.value + glue + words).slice(0, box.maxLength > 0 ? box.maxLength : undefined);
        box.dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
    recognition.addEventListener("error", () => { refused.textContent = refused.dataset.refused; });
    recognition.addEventListener("end", () => show(false));
    show(true);
    recognition.start();
  });
}
