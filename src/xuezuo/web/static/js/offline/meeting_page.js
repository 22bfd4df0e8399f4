// The form of a meeting made from a pack: the server's own form, its fields and names, filled on the phone.
"use strict";

(function (root) {
  const { forms, matching, words, voiced, votes } = root;
  const { word, element, templates } = words;

  const AT_ONCE = 40; // as `web.branch.forms.SHOWN_AT_ONCE`

  const ticked = (form, name) => [...form.querySelectorAll(`[name="${name}"]:checked`)].map((box) => box.value);

  function said(form) {
    return {
      heldOn: form.elements.held_on.value,
      kinds: ticked(form, "kinds"),
      attended: Number(form.elements.attended.value),
      absent: ticked(form, "absent").map(Number),
      readings: ticked(form, "readings").map(Number),
    };
  }

  // the body of an envelope, as `api.outbox.Entry` reads it
  function body(form) {
    const { heldOn, kinds, attended, absent, readings } = said(form);
    const text = (name) => form.elements[name]?.value.trim() || "";
    return {
      held_on: heldOn,
      kinds,
      attended,
      absent: absent.map((member) => ({ member, reason: form.elements[`reason-${member}`].value })),
      guests: Math.max(Number(text("guests")) || 0, ticked(form, "guest_members").length),
      place: text("place"),
      subject: text("subject"),
      readings,
      summary: text("summary"),
      speaker_tier: text("speaker_tier"),
      claims: ticked(form, "claims").map(Number),
      ...voiced.body(form),
      ...votes.body(form),
    };
  }

  // and back: a body, or the content of a record, as fields of the form
  function fields(content) {
    const absent = content.absent.map((one) => (Array.isArray(one) ? { member: one[0], reason: one[1] } : one));
    return [
      ["held_on", content.held_on],
      ["attended", String(content.attended)],
      ...content.kinds.map((kind) => ["kinds", kind]),
      ...content.readings.map((reading) => ["readings", String(reading)]),
      ...absent.flatMap(({ member, reason }) => [["absent", String(member)], [`reason-${member}`, reason]]),
      ...["place", "subject", "summary", "speaker_tier"].map((name) => [name, content[name]]),
      ["guests", content.guests ? String(content.guests) : ""],
      ...(content.claims || []).map((claim) => ["claims", String(claim)]),
      ...voiced.fields(content),
      ...votes.fields(content),
    ];
  }

  function listPeople(form, pack, day) {
    const first = form.querySelector('[name="absent"][value="0"]');
    const people = matching.roster(pack, day);
    const count = form.querySelector(".xz-count");
    if (count) count.dataset.roster = people.length;
    const all = form.querySelector("[data-all]");
    if (all) all.textContent = word("all_came", { n: people.length });
    const help = form.querySelector("#id_attended_helptext");
    if (help) help.textContent = word("roster", { n: people.length });
    if (!first) return;
    const row = first.closest("li");
    for (const [id, name] of people) {
      const copy = row.cloneNode(true);
      copy.querySelector("input").value = id;
      copy.querySelector("label span").textContent = name;
      const reason = copy.querySelector("select");
      reason.name = `reason-${id}`;
      reason.setAttribute("aria-label", word("why_absent", { name }));
      row.before(copy);
    }
    row.remove();
    const list = form.querySelector(".xz-who");
    if (list) list.open = people.length <= AT_ONCE;
    if (!people.length) form.querySelector(".xz-who")?.remove();
  }

  function listTexts(form, pack, chosen) {
    const chip = form.querySelector('[name="readings"][value="0"]')?.closest("label");
    if (!chip) return;
    const place = chip.parentElement;
    const rest = element("div", { class: "xz-chips" });
    for (const text of pack.texts) {
      const copy = chip.cloneNode(true);
      copy.querySelector("input").value = text.id;
      copy.querySelector("span").textContent = text.title;
      (text.next || chosen.has(text.id) ? place : rest).append(copy);
    }
    chip.remove();
    if (rest.children.length) place.after(element("details", { class: "xz-more" }, element("summary", {}, word("other_texts")), rest));
    if (!pack.texts.length) form.querySelector("#id_readings")?.remove();
  }

  function listOffers(form, pack, outbox, but, keep) {
    const place = form.querySelector("#proposals");
    const shown = new Map([...place.querySelectorAll('[name="claims"]')].map((box) => [Number(box.value), box.checked]));
    const { heldOn, kinds, readings } = said(form);
    const found = heldOn ? matching.proposals(pack, outbox, { heldOn, kinds, readings, but }) : [];
    const offer = (one) => {
      const checked = keep ? keep.has(one.id) : shown.has(one.id) ? shown.get(one.id) : one.definite;
      const box = element("input", { type: "checkbox", name: "claims", value: one.id, checked });
      const by = word("offer", { day: words.day(one.due_on), title: one.campaign });
      const told = element("span", {}, one.title, element("br"), element("span", { class: "xz-quiet" }, by));
      return element("div", { class: "xz-choice" }, element("label", {}, box, told));
    };
    const definite = found.filter((one) => one.definite).map(offer);
    const vague = found.filter((one) => !one.definite).map(offer);
    const more = vague.length
      ? element("details", { class: "xz-more" }, element("summary", {}, word("vague", { n: vague.length })), element("p", { class: "xz-help" }, word("vague_help")), vague)
      : null;
    const help = element("p", { class: "xz-help" }, word(definite.length ? "offers_help" : "offers_none"));
    place.replaceChildren(element("fieldset", { class: "xz-field" }, element("legend", {}, word("offers")), help, definite, more));
  }

  // what the server would refuse for certain; everything else is its to judge, the day above all
  function wrong(form, pack) {
    const now = said(form);
    const found = [];
    if (!now.heldOn) found.push(["held_on", word("day_missing")]);
    if (!now.kinds.length) found.push(["kinds", word("kind_missing")]);
    if (form.elements.attended.value === "" || !(now.attended > 0)) found.push(["attended", word("count_missing")]);
    else if (now.heldOn && now.kinds.length) {
      const expected = matching.expected(pack, now);
      const named = now.attended + now.absent.length;
      if (named !== expected) found.push(["attended", word("count_off", { attended: now.attended, absent: now.absent.length, expected })]);
    }
    found.push(...voiced.wrong(form, now.heldOn), ...votes.wrong(form));
    if (form.elements.reason && !form.elements.reason.value.trim()) found.push(["reason", word("reason_missing")]);
    return found;
  }

  function tellWrong(host, form, found) {
    host.querySelector(".xz-errors")?.remove();
    const lines = found.map(([name, text]) => element("li", {}, element("a", { href: `#id_${name}` }, words.fieldName(name)), `: ${text}`));
    const told = element("div", { class: "xz-errors", role: "alert", tabindex: "-1" }, element("h2", {}, word("look_at")), element("ul", {}, lines));
    form.before(told);
    told.focus();
  }

  // { code, pack, outbox, start: fields, but, correcting, day, path, owner, save(body, another, reason) }
  function show(host, work) {
    host.querySelectorAll("form, .xz-errors").forEach((old) => old.remove());
    const form = templates("xz-form").querySelector("form").cloneNode(true);
    const heldOn = new Map(work.start).get("held_on") || work.day;
    if (!work.correcting) form.querySelector("[data-reason]").remove();
    form.querySelector("#days").replaceChildren(
      ...[work.day, matching.plusDays(work.day, -1)].map((day) => element("option", { value: day }))
    );
    listPeople(form, work.pack, heldOn);
    listTexts(form, work.pack, new Set(work.start.filter(([name]) => name === "readings").map(([, value]) => Number(value))));
    if (work.correcting) [voiced, votes].forEach((part) => part.remove(form));
    else votes.prepare(form, work.pack);
    if (!work.correcting) voiced.prepare(form, work.pack, matching.roster(work.pack, heldOn), work.start);
    host.append(form);
    forms.fill(form, [["held_on", heldOn], ...work.start]);
    voiced.open(form);
    if (!work.correcting) votes.open(form);
    const claims = work.start.filter(([name]) => name === "claims").map(([, value]) => Number(value));
    if (work.correcting) form.querySelector("#proposals").remove();
    else listOffers(form, work.pack, work.outbox, work.but, work.kept ? new Set(claims) : null);
    root.count?.(form); // of meeting.js, which has looked for forms before this one stood here
    for (const place of form.querySelectorAll("[data-dictation]")) root.listen?.(place);
    const draft = forms.follow(form, work.path, work.owner);
    let heldThen = heldOn;
    form.addEventListener("change", (event) => {
      if (event.target.name === "held_on") {
        const before = matching.roster(work.pack, heldThen).map(([id]) => id).join();
        heldThen = form.elements.held_on.value;
        // whoever came or left between the two days: the list of names is made anew
        if (heldThen && before !== matching.roster(work.pack, heldThen).map(([id]) => id).join()) {
          show(host, { ...work, start: forms.read(form), kept: true });
          return;
        }
      }
      if (["held_on", "kinds", "readings"].includes(event.target.name) && !work.correcting) listOffers(form, work.pack, work.outbox, work.but);
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const found = wrong(form, work.pack);
      if (found.length) return tellWrong(host, form, found);
      const another = [...form.querySelectorAll('[name="another"]')].map((box) => box.value);
      const { heldOn: day, kinds } = said(form);
      const same = work.correcting ? [] : matching.sameDay(work.pack, work.outbox, { heldOn: day, kinds, but: work.but });
      if (same.some((one) => !another.includes(one))) {
        form.querySelectorAll('[name="another"]').forEach((box) => box.remove());
        form.append(...same.map((one) => element("input", { type: "hidden", name: "another", value: one })));
        host.querySelector(".xz-note[data-same]")?.remove();
        form.before(element("div", { class: "xz-note", role: "alert", "data-same": true, tabindex: "-1" }, element("p", {}, word("same_day"))));
        host.querySelector("[data-same]").focus();
        return undefined;
      }
      draft.stop();
      await work.save(body(form), another, form.elements.reason?.value.trim());
      await forms.removeDraft(work.path);
      location.assign("/outbox/");
      return undefined;
    });
  }

  root.meetingPage = { show, fields, body };
})(self);
