// Words of the page in its own language, and elements made without markup: nothing kept is ever read as HTML.
"use strict";

(function (root) {
  const templates = (id) => document.getElementById(id).content;

  // the sentence that the server wrote into the page under this name, with its places filled
  function word(name, places = {}) {
    const source = templates("xz-words").querySelector(`[data-word="${name}"]`);
    if (!source) throw new Error(`no word ${name}`);
    return source.textContent.trim().replace(/\{(\w+)\}/g, (whole, place) => (place in places ? places[place] : whole));
  }

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
      else if (value === true) made.setAttribute(name, "");
      else if (value !== false && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return made;
  }

  const form = () => templates("xz-form").querySelector("form");

  // what a tick or an option of the form is called
  function label(name, value) {
    const box = form().querySelector(`input[name="${name}"][value="${value}"]`);
    if (box) return box.closest("label").textContent.trim();
    const option = templates(name === "way" ? "xz-make-up" : "xz-form").querySelector(`select[name^="${name}"] option[value="${value}"]`);
    return option ? option.textContent.trim() : value;
  }

  // how a field is called; groups of ticks have a legend
  function fieldName(name) {
    const found = form().querySelector(`#id_${name}`);
    const named = found?.querySelector("legend, summary") || form().querySelector(`label[for="id_${name}"]`);
    return named ? [...named.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent).join("").trim() : name;
  }

  function day(text) {
    const [year, month, date] = text.split("-").map(Number);
    return new Date(year, month - 1, date).toLocaleDateString(document.documentElement.lang, { year: "numeric", month: "long", day: "numeric" });
  }

  const moment = (time) => new Date(time).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

  const comma = () => (document.documentElement.lang.startsWith("zh") ? "、" : ", ");

  root.words = { word, element, label, fieldName, day, moment, comma, templates };
})(self);
