// What a phone shows of its own: today, the form and the outbox, made from what it keeps. The server's pages need none
// of it; it stands in for them at the same addresses while there is no network.
"use strict";

(async function () {
  const host = document.getElementById("kept");
  const { kept, sending, forms, matching, words, meetingPage, outboxPage } = self;
  const { word, element } = words;
  const online = host.dataset.online !== undefined;
  const query = new URLSearchParams(location.search);
  const kindsOf = (kinds) => kinds.map((kind) => words.label("kinds", kind)).join(words.comma());
  const newId = () => crypto.randomUUID();

  const title = (text) => {
    document.title = text;
    return element("h1", {}, text);
  };

  async function known(code) {
    const about = await kept.about();
    const held = about && about.codes.includes(code) ? await kept.pack(code) : undefined;
    if (!held) return null;
    const outbox = (await kept.entries()).filter((one) => one.organization === code && one.state !== "done");
    return { about, pack: held.pack, at: held.at, outbox, day: kept.dayOf(about) };
  }

  const note = (at) => (online ? null : element("p", { class: "xz-note" }, word("no_network", { when: words.moment(at) })));

  async function today(code) {
    const all = await known(code);
    if (!all) return nothing();
    const { pack, outbox, day } = all;
    const texts = new Map(pack.texts.map((one) => [one.id, one.title]));
    const line = ({ requirement, missing, late }) => [
      element("strong", {}, requirement.title),
      late ? element("span", { class: "xz-tag xz-late" }, word("late")) : null,
      element("br"),
      element("span", { class: "xz-quiet" }, word("offer", { day: words.day(requirement.due_on), title: requirement.campaign })),
      missing.length ? element("br") : null,
      missing.length ? element("span", { class: "xz-quiet" }, `${word("missing")} ${missing.map((one) => texts.get(one) || "").filter(Boolean).join(words.comma())}`) : null,
    ];
    const rows = (list) => element("ul", { class: "xz-rows" }, list.map((one) => element("li", {}, line(one))));
    const all_due = matching.due(pack, outbox, day);
    const now = all_due.filter((one) => !one.waits);
    const later = all_due.filter((one) => one.waits);
    const rhythm = pack.rhythm.map((one) => word("rhythm_line", { kind: words.label("kinds", one.kind), day: words.day(one.until) }));
    host.replaceChildren(
      title(pack.organization.name),
      note(all.at) || "",
      element("section", { class: "xz-card", "aria-labelledby": "now" },
        element("h2", { id: "now" }, word("due_now")),
        element("p", { class: "xz-actions" }, element("a", { class: "btn btn-primary xz-wide-button", href: `/organizations/${code}/records/new/` }, word("record"))),
        now.length ? rows(now) : element("p", {}, word("nothing_due")),
        rhythm.length ? element("p", { class: "xz-quiet" }, `${word("rhythm")} ${rhythm.join(words.comma())}`) : null,
        later.length ? element("details", { class: "xz-more" }, element("summary", {}, word("can_wait", { n: later.length })), rows(later)) : null),
      await missed(code, all),
      element("section", { class: "xz-card", "aria-labelledby": "last" },
        element("h2", { id: "last" }, word("last_records")),
        outbox.length ? element("p", {}, element("a", { href: "/outbox/" }, word("waiting_here", { n: outbox.length }))) : null,
        pack.records.length ? element("ul", { class: "xz-rows" }, pack.records.map((one) => element("li", { class: "xz-line" },
          element("span", {}, element("strong", {}, words.day(one.content.held_on)), ` ${kindsOf(one.content.kinds)}`, one.content.subject ? element("br") : null, one.content.subject),
          element("a", { href: `/outbox/?correct=${one.record}&organization=${code}` }, word("correct"), element("span", { class: "visually-hidden" }, ` ${words.day(one.content.held_on)}`))))) : element("p", {}, word("no_record"))),
      outboxPage.forget(),
    );
    return undefined;
  }

  async function missed(code, { pack, outbox, day }) {
    const names = new Map(pack.roster.map(([id, name]) => [id, name]));
    const texts = new Map(pack.texts.map((one) => [one.id, one.title]));
    const done = new Set(outbox.filter((one) => one.kind === "make_up").flatMap((one) => one.body.members.map((member) => `${one.body.record} ${member}`)));
    const open = pack.missed.filter((one) => !done.has(`${one.record} ${one.member}`));
    if (!open.length) return "";
    const row = (one) => {
      const form = words.templates("xz-make-up").querySelector("form").cloneNode(true);
      form.elements.done_on.value = day;
      for (const field of form.querySelectorAll("select, input")) field.setAttribute("aria-label", `${field.getAttribute("aria-label")} ${names.get(one.member)}`);
      form.addEventListener("submit", async (event) => {
        event.preventDefault();
        const body = { record: one.record, members: [one.member], done_on: form.elements.done_on.value, way: form.elements.way.value, note: "" };
        const label = { what: word("make_up_of", { name: "" }).trim(), held_on: body.done_on, kinds: [], subject: "" };
        await kept.add({ client_id: newId(), organization: code, kind: "make_up", body, madeAt: new Date().toISOString(), label });
        await outboxPage.wake();
        await today(code);
      });
      const about = one.texts.map((text) => texts.get(text)).filter(Boolean).join(words.comma());
      return element("li", {}, element("strong", {}, names.get(one.member) || ""), " ", element("span", { class: "xz-quiet" }, words.day(one.held_on), about ? ` · ${about}` : ""), form);
    };
    return element("section", { class: "xz-card", "aria-labelledby": "missed" },
      element("h2", { id: "missed" }, word("to_make_up")),
      element("ul", { class: "xz-rows" }, open.slice(0, 5).map(row)),
      open.length > 5 ? element("details", { class: "xz-more" }, element("summary", {}, word("more_missed", { n: open.length - 5 })), element("ul", { class: "xz-rows" }, open.slice(5).map(row))) : null);
  }

  async function record(code) {
    const all = await known(code);
    if (!all) return nothing();
    const { about, pack, outbox, day } = all;
    const path = `/organizations/${code}/records/new/`;
    const draft = await forms.draft(path);
    const hint = matching.suggestion(pack, outbox);
    const fresh = [
      ...hint.kinds.map((kind) => ["kinds", kind]),
      ...hint.readings.map((reading) => ["readings", String(reading)]),
      ["subject", hint.subject], ["place", pack.place], ["client_id", newId()],
    ];
    const kept_draft = draft && draft.owner === about.owner ? draft : null;
    const start = kept_draft ? kept_draft.fields : fresh;
    const number = new Map(start).get("client_id") || newId();
    host.replaceChildren(title(word("record")), element("p", { class: "xz-quiet" }, pack.organization.name), note(all.at) || "");
    if (kept_draft) host.append(outboxPage.draftNote(kept_draft.at, async () => { await forms.removeDraft(path); await record(code); }));
    meetingPage.show(host, {
      code, pack, outbox, start, day, path, owner: about.owner, but: number, correcting: false, kept: Boolean(kept_draft),
      save: (body, another) => outboxPage.enter({ number, code, body, another }),
    });
    return undefined;
  }

  // an entry that waits or was refused, opened again; or a record of the pack
  async function change(number) {
    const entry = await kept.entry(number);
    const all = entry && (await known(entry.organization));
    if (!all || !["enter", "correct"].includes(entry.kind)) return nothing();
    const { about, pack, outbox, day } = all;
    const correcting = entry.kind === "correct" || (entry.attempted && entry.state === "waiting");
    host.replaceChildren(title(word(correcting ? "correct_record" : "change_entry")), element("p", { class: "xz-quiet" }, pack.organization.name), note(all.at) || "");
    if (entry.state === "person") host.append(element("p", { class: "xz-note" }, entry.answer.sentence || word("needs_you")));
    const start = [...meetingPage.fields(entry.body), ["reason", entry.body.reason || ""]];
    meetingPage.show(host, {
      code: entry.organization, pack, outbox, start, day, path: `/outbox/?change=${number}`, owner: about.owner, but: number, correcting, kept: true,
      save: (body, another, reason) => outboxPage.amend(entry, { body, another, reason }),
    });
    return undefined;
  }

  async function correct(code, number) {
    const all = await known(code);
    const found = all?.pack.records.find((one) => one.record === number);
    if (!found) return nothing();
    const { about, pack, outbox, day } = all;
    const path = `/outbox/?correct=${number}&organization=${code}`;
    const last = outbox.findLast((one) => one.kind === "correct" && one.body.record === number && one.state === "waiting");
    const draft = await forms.draft(path);
    host.replaceChildren(title(word("correct_record")), element("p", { class: "xz-quiet" }, `${pack.organization.name} · ${words.day(found.content.held_on)}`), note(all.at) || "");
    meetingPage.show(host, {
      code, pack, outbox, day, path, owner: about.owner, but: number, correcting: true, kept: true,
      start: draft ? draft.fields : meetingPage.fields(last ? last.body : found.content),
      save: (body, another, reason) => outboxPage.correct({ code, record: number, seen: last ? last.client_id : found.version, body, reason }),
    });
    return undefined;
  }

  async function nothing() {
    const about = await kept.about();
    const links = [];
    for (const code of about?.codes || []) {
      const held = await kept.pack(code);
      if (held) links.push(element("li", {}, element("a", { href: `/organizations/${code}/today/` }, held.pack.organization.name)));
    }
    host.replaceChildren(
      title(word("no_network_title")),
      element("p", {}, word(links.length ? "no_network_help" : "nothing_kept")),
      links.length ? element("ul", { class: "xz-rows" }, links, element("li", {}, element("a", { href: "/outbox/" }, word("outbox")))) : "",
      element("p", { class: "xz-actions" }, element("a", { class: "btn btn-primary", href: location.href }, word("try_again"))),
    );
  }

  async function show() {
    if (await kept.isOver()) await kept.forgetNames();
    const codes = (await kept.about())?.codes || [];
    const at = (pattern) => location.pathname.match(pattern)?.[1];
    let code;
    if (location.pathname === "/outbox/" && query.has("change")) return change(query.get("change"));
    if (location.pathname === "/outbox/" && query.has("correct")) return correct(query.get("organization"), query.get("correct"));
    if (location.pathname === "/outbox/") return outboxPage.list(host, { title });
    if ((code = at(/^\/organizations\/([^/]+)\/today\/$/))) return today(decodeURIComponent(code));
    if ((code = at(/^\/organizations\/([^/]+)\/records\/new\/$/))) return record(decodeURIComponent(code));
    if ((code = at(/^\/records\/(\d+)\/corrections\/new\/$/))) {
      for (const one of codes) {
        const found = (await kept.pack(one))?.pack.records.find((record) => record.id === Number(code));
        if (found) return correct(one, found.record);
      }
    }
    if (location.pathname === "/" && codes.length === 1) return today(codes[0]);
    return nothing();
  }

  await show();
  // the page around it has sent what waited
  document.addEventListener("kept-sent", (event) => {
    if (location.pathname === "/outbox/" && !location.search) outboxPage.listAfter(host, { title }, event.detail);
  });
  // the network is back: send, and where the server's own page stands at this address, go there unless somebody types
  if (!online) {
    addEventListener("online", async () => {
      const outcome = await sending.send();
      if (outcome === "other" || outcome === "gone") location.reload();
      if (!host.querySelector("form.xz-meeting")) await show();
    });
    if (navigator.onLine) await sending.send();
  }
})();
