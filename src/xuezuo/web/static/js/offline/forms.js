// Forms as lists of names and values, the same for a page of the server and for one made from a pack; and drafts of them.
"use strict";

(function (root) {
  const kept = root.kept;
  const NOT_OURS = new Set(["csrfmiddlewaretoken", "offered"]);

  function read(form) {
    return [...new FormData(form)].filter(([name, value]) => !NOT_OURS.has(name) && typeof value === "string");
  }

  function fill(form, fields) {
    const said = new Map();
    for (const [name, value] of fields) said.set(name, [...(said.get(name) || []), value]);
    for (const field of form.elements) {
      if (!field.name || NOT_OURS.has(field.name)) continue;
      const values = said.get(field.name) || [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else if (field.type !== "submit" && values.length) field.value = values[0];
    }
    for (const box of form.querySelectorAll("details:has(input:checked)")) box.open = true;
  }

  // On a device that keeps a branch a draft outlives the browser; on any other it ends with the tab, because the next
  // person at a shared computer must not find it.
  async function draft(path) {
    if (kept.isKept()) return kept.draft(path);
    const text = sessionStorage.getItem(`draft ${path}`);
    return text ? JSON.parse(text) : undefined;
  }

  async function setDraft(path, value) {
    if (kept.isKept()) await kept.setDraft(path, value);
    else sessionStorage.setItem(`draft ${path}`, JSON.stringify(value));
  }

  async function removeDraft(path) {
    sessionStorage.removeItem(`draft ${path}`);
    if (kept.isKept()) await kept.removeDraft(path);
  }

  async function draftPaths() {
    const here = Object.keys(sessionStorage).filter((key) => key.startsWith("draft ")).map((key) => key.slice(6));
    return kept.isKept() ? [...here, ...(await kept.draftPaths())] : here;
  }

  // keeps what is typed, a moment after it was typed and at once when the page goes
  function follow(form, path, owner) {
    let timer = 0;
    let changed = false;
    const save = (submitted = false) => {
      clearTimeout(timer);
      return setDraft(path, { owner, at: Date.now(), submitted, fields: read(form) });
    };
    const later = () => {
      changed = true;
      clearTimeout(timer);
      timer = setTimeout(save, 400);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    form.addEventListener("submit", () => {
      changed = false; // what is sent is no draft any more: the page that goes must not keep it as one
      save(true);
    });
    addEventListener("pagehide", () => changed && timer && save());
    return { stop: () => { clearTimeout(timer); changed = false; } };
  }

  root.forms = { read, fill, draft, setDraft, removeDraft, draftPaths, follow };
})(self);
