// What was voiced at a meeting, on the phone's form: the server's own lines, whose names stand in `web.branch.voicing`.
"use strict";

(function (root) {
  const { word, element } = root.words;
  const MEANS = { problem: ["text", "owner", "due_on"], taken: ["text", "due_on", "member", "goal"] };

  // the lines of one noun that say something, each with its own number
  function lines(form, noun) {
    const found = new Map();
    for (const field of form.elements) {
      const [, n, name] = field.name?.match(new RegExp(`^${noun}-(\\d+)-(\\w+)$`)) || [];
      if (!name) continue;
      const line = found.get(n) || { n };
      line[name] = field.value.trim();
      found.set(n, line);
    }
    return [...found.values()].filter((line) => MEANS[noun].some((name) => line[name]));
  }

  // the two lists of an envelope's body; nothing for a meeting at which nothing was voiced
  function body(form) {
    const problems = lines(form, "problem").map(({ text, owner, due_on }) => ({ text, owner, due_on: due_on || null }));
    const taken = lines(form, "taken").map(({ text, due_on, member, goal }) => ({ text, due_on, member: Number(member) || null, goal: Number(goal) || null }));
    return { ...(problems.length ? { problems } : {}), ...(taken.length ? { taken_on: taken } : {}) };
  }

  function fields(content) {
    const of = (noun, list) => (list || []).flatMap((line, n) => MEANS[noun].map((name) => [`${noun}-${n}-${name}`, line[name] ? String(line[name]) : ""]));
    return [...of("problem", content.problems), ...of("taken", content.taken_on)];
  }

  // the one nameless person and goal of the page become those of the pack; a draft of the server's form may have more lines
  function prepare(form, pack, people, start) {
    for (const [noun, box] of [["problem", "voiced-problems"], ["taken", "voiced-taken"]]) {
      const last = [...form.querySelectorAll(`#${box} .xz-voiced`)].at(-1);
      for (const [name, value] of start) {
        const n = value && name.match(new RegExp(`^${noun}-(\\d+)-text$`))?.[1];
        if (!n || form.elements[name]) continue;
        const copy = last.cloneNode(true);
        const old = last.querySelector("[name]").name.match(/\d+/)[0];
        for (const one of copy.querySelectorAll("[name], [id], [for], [aria-describedby]"))
          for (const { name: what, value: said } of [...one.attributes]) one.setAttribute(what, said.replace(`${noun}-${old}-`, `${noun}-${n}-`));
        last.after(copy);
      }
    }
    const options = (select, rows) => {
      const nameless = select.querySelector('option[value="0"]');
      nameless.replaceWith(...rows.map(([id, text]) => element("option", { value: id }, text)));
    };
    for (const select of form.querySelectorAll('select[name^="taken-"][name$="-member"]')) options(select, people);
    for (const select of form.querySelectorAll('select[name^="taken-"][name$="-goal"]')) {
      if (pack.goals?.length) options(select, pack.goals);
      else select.closest(".xz-field").remove();
    }
  }

  function open(form) {
    for (const box of form.querySelectorAll("#voiced-problems, #voiced-taken, #voiced-problems details, #voiced-taken details"))
      if ([...box.querySelectorAll("input, select")].some((field) => field.value)) box.open = true;
  }

  const remove = (form) => form.querySelectorAll("#voiced-problems, #voiced-taken").forEach((box) => box.remove());

  // as the lines of the server's form check themselves
  function wrong(form, heldOn) {
    const found = [];
    for (const { n, text, due_on: due } of lines(form, "problem")) {
      if (!text) found.push([`problem-${n}-text`, word("problem_missing")]);
      if (due && due < heldOn) found.push([`problem-${n}-due_on`, word("before_meeting")]);
    }
    for (const { n, text, due_on: due } of lines(form, "taken")) {
      if (!text) found.push([`taken-${n}-text`, word("taken_missing")]);
      if (!due) found.push([`taken-${n}-due_on`, word("due_missing")]);
      else if (due < heldOn) found.push([`taken-${n}-due_on`, word("before_meeting")]);
    }
    return found;
  }

  // the words of an entry's lines, for where they stand beside what is on the server
  const texts = (body) => [...(body.problems || []), ...(body.taken_on || [])].map((line) => line.text);

  root.voiced = { body, fields, prepare, open, remove, wrong, texts };
})(self);
