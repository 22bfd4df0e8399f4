// A vote and the guests by name on the phone's form: the server's own fields (`web.branch.minutes_forms.VoteForm`, `guest_members`).
"use strict";

(function (root) {
  const { word } = root.words;
  const NUMBERS = ["in_favour", "against", "abstained", "written"];
  const COMMITTEES = new Set(["committee", "group_affairs", "group_cadres"]); // as `records.votes.TYPED`

  const text = (form, name) => form.elements[name]?.value.trim() || "";
  const isThere = (form) => ["text", ...NUMBERS].some((name) => text(form, name) !== "");

  // the parts of an envelope's body; nothing where nobody voted and no guest is named
  function body(form) {
    const guests = [...form.querySelectorAll('[name="guest_members"]:checked')].map((box) => Number(box.value));
    const vote = { matter: text(form, "matter"), text: text(form, "text"), voters: Number(text(form, "voters")) || null };
    for (const name of NUMBERS) vote[name] = Number(text(form, name)) || 0;
    return { ...(guests.length ? { guest_members: guests } : {}), ...(isThere(form) ? { resolutions: [vote] } : {}) };
  }

  function fields(content) {
    const vote = content.resolutions?.[0];
    const said = vote ? ["matter", "text", "voters", ...NUMBERS].map((name) => [name, vote[name] || name === "in_favour" ? String(vote[name]) : ""]) : [];
    return [...(content.guest_members || []).map((id) => ["guest_members", String(id)]), ...said];
  }

  // the one nameless guest becomes those of the pack; kinds of decisions that this organization does not take are left out
  function prepare(form, pack) {
    const chip = form.querySelector('[name="guest_members"][value="0"]')?.closest("label");
    for (const [id, name] of pack.living_here || []) {
      const copy = chip.cloneNode(true);
      copy.querySelector("input").value = id;
      copy.querySelector("span").textContent = name;
      chip.before(copy);
    }
    chip?.remove();
    if (!pack.living_here?.length) form.querySelector("#id_guest_members")?.remove();
    const matter = form.elements.matter;
    if (matter && pack.matters) for (const one of [...matter.options]) if (!pack.matters.includes(one.value)) one.remove();
  }

  function open(form) {
    if (isThere(form)) form.querySelector("#voted").open = true;
  }

  // a correction changes neither
  function remove(form) {
    form.querySelectorAll("#voted, #id_guest_members").forEach((box) => box.remove());
  }

  function wrong(form) {
    if (!form.elements.text || !isThere(form)) return [];
    const found = [];
    if (!text(form, "text")) found.push(["text", word("decided_missing")]);
    if (text(form, "in_favour") === "") found.push(["in_favour", word("votes_missing")]);
    if (COMMITTEES.has(text(form, "matter")) && !Number(text(form, "voters"))) found.push(["voters", word("voters_missing")]);
    return found;
  }

  const texts = (said) => (said.resolutions || []).map((vote) => vote.text);

  root.votes = { body, fields, prepare, open, remove, wrong, texts };
})(self);
