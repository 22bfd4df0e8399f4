// The outbox as a list: what needs a person, what waits, what was taken; and what is put into it.
"use strict";

(function (root) {
  const { kept, sending, words, voiced, votes } = root;
  const { word, element } = words;
  const FIELDS = ["held_on", "kinds", "attended", "absent", "readings", "speaker_tier", "subject", "place", "guests", "guest_members", "summary"];

  const labelOf = (body) => ({ held_on: body.held_on, kinds: body.kinds, subject: body.subject });

  async function wake() {
    const registration = await navigator.serviceWorker?.getRegistration("/");
    await registration?.sync?.register("outbox").catch(() => undefined);
  }

  async function enter({ number, code, body, another }) {
    const before = await kept.entry(number);
    if (before) return amend(before, { body, another });
    await kept.add({ client_id: number, organization: code, kind: "enter", body, another, madeAt: new Date().toISOString(), label: labelOf(body) });
    return wake();
  }

  // One that was never sent, or came back refused, is changed in place. One that may have arrived is corrected by an
  // envelope of its own: the server may have taken it, and the phone has only not heard of it.
  async function amend(entry, { body, another, reason }) {
    if (entry.attempted && entry.state === "waiting") {
      const record = entry.kind === "enter" ? entry.client_id : entry.body.record;
      return correct({ code: entry.organization, record, seen: entry.client_id, body, reason });
    }
    const said = entry.kind === "correct" ? { ...withoutClaims(body), record: entry.body.record, reason } : body;
    const { answer, ...rest } = entry;
    await kept.change({ ...rest, body: said, another: another?.length ? another : entry.another, state: "waiting", attempted: false, label: labelOf(body), madeAt: new Date().toISOString() });
    return wake();
  }

  async function correct({ code, record, seen, body, reason }) {
    const said = { ...withoutClaims(body), record, reason };
    await kept.add({ client_id: crypto.randomUUID(), organization: code, kind: "correct", seen, body: said, madeAt: new Date().toISOString(), label: labelOf(body) });
    return wake();
  }

  const withoutClaims = ({ claims, problems, taken_on, resolutions, guest_members, ...rest }) => rest; // a correction changes none of them

  function line(entry) {
    const { held_on: heldOn, kinds, subject, what } = entry.label;
    const kind = what || word(`kind_${entry.kind}`);
    return [
      element("strong", {}, words.day(heldOn)), " ", kinds.map((one) => words.label("kinds", one)).join(words.comma()),
      element("br"), subject, subject ? element("br") : "", element("span", { class: "xz-quiet" }, kind),
    ];
  }

  const button = (text, act, main = false) => element("button", { type: "button", class: main ? "btn btn-primary" : "btn", on: { click: act } }, text);

  async function list(host, page) {
    const about = await kept.about();
    const entries = about ? await kept.entries() : [];
    const again = async () => list(host, page);
    const of = (state) => entries.filter((one) => one.state === state);
    const names = new Map();
    for (const code of about?.codes || []) {
      const pack = (await kept.pack(code))?.pack;
      for (const [id, name] of [...(pack?.roster || []), ...(pack?.living_here || [])]) names.set(id, name);
    }
    const status = element("p", { role: "status", class: "xz-quiet" });
    const send = async () => {
      status.textContent = word("sending");
      await listAfter(host, page, await sending.send());
    };
    const section = (id, heading, rows) => (rows.length ? element("section", { class: "xz-card", "aria-labelledby": id }, element("h2", { id }, heading), element("ul", { class: "xz-rows" }, rows)) : "");
    host.replaceChildren(
      page.title(word("outbox")),
      clock(about),
      section("needs", word("needs_you"), of("person").map((one) => element("li", {}, line(one), matter(one, names, again)))),
      section("waits", word("waits"), of("waiting").map((one) => element("li", { class: "xz-line" }, element("span", {}, line(one)), acts(one, entries, again)))),
      of("waiting").length ? element("p", { class: "xz-actions" }, button(word("send_now"), send, true)) : "",
      status,
      section("taken", word("taken"), of("done").reverse().map((one) => element("li", {}, one.record ? element("a", { href: `/records/${one.record}/` }, line(one)) : line(one)))),
      entries.length ? "" : element("p", {}, word("outbox_empty")),
      forget(),
    );
  }

  async function listAfter(host, page, outcome) {
    await list(host, page);
    tell(host.querySelector("[role=status]"), outcome, (await kept.about()) ? await kept.entries() : []);
  }

  function tell(status, outcome, entries) {
    const waiting = entries.filter((one) => one.state === "waiting").length;
    const said = { offline: "said_offline", "signed out": "said_signed_out", busy: "said_busy", other: "said_other", gone: "said_gone" }[outcome];
    if (!said && !entries.length) return; // it was all over before this page asked
    // what a person must look at has not arrived, and says so itself
    if (!said && !waiting && entries.some((one) => one.state === "person")) return status.replaceChildren();
    status.replaceChildren(said ? word(said) : waiting ? word("said_waits", { n: waiting }) : word("said_done"));
    if (outcome === "signed out") status.append(" ", element("a", { href: "/sign-in/?next=/outbox/" }, word("sign_in")));
  }

  // a clock that is a day off makes meetings of tomorrow; nobody finds that by themselves
  function clock(about) {
    const hours = Math.round((about?.ahead || 0) / 3600000);
    return Math.abs(hours) < 2 ? "" : element("p", { class: "xz-note" }, word(hours > 0 ? "clock_fast" : "clock_slow", { hours: Math.abs(hours) }));
  }

  function acts(entry, entries, again) {
    const change = ["enter", "correct"].includes(entry.kind) ? element("a", { href: `/outbox/?change=${entry.client_id}` }, word("change"), element("span", { class: "visually-hidden" }, ` ${words.day(entry.label.held_on)}`)) : "";
    return element("span", { class: "xz-line" }, change, entry.attempted ? "" : dropping(entry, again));
  }

  function dropping(entry, again) {
    return element("button", { type: "button", class: "xz-plain", on: { click: async () => { if (confirm(word("drop_sure"))) { await drop(entry); await again(); } } } }, word("drop"), element("span", { class: "visually-hidden" }, ` ${words.day(entry.label.held_on)}`));
  }

  // what was built on it goes with it
  async function drop(entry) {
    await kept.remove(entry.client_id);
    for (const one of await kept.entries()) {
      if (one.state === "done") continue;
      if (one.seen === entry.client_id || (entry.kind === "enter" && one.body?.record === entry.client_id)) await drop(one);
    }
  }

  // why it needs a person, and what they can do; nothing is chosen for them
  function matter(entry, names, again) {
    const { answer } = entry;
    if (answer.answer === "refused") {
      const open = ["enter", "correct"].includes(entry.kind) ? element("a", { class: "btn", href: `/outbox/?change=${entry.client_id}` }, word("put_right")) : "";
      return element("div", {}, element("p", { class: "xz-error" }, answer.sentence), element("p", { class: "xz-actions" }, open, dropping(entry, again)));
    }
    const theirs = answer.theirs;
    const keepTheirs = button(word("keep_theirs"), async () => { await drop(entry); await again(); });
    const putMine = button(word("put_mine"), async () => {
      const reason = entry.body.reason || word("reason_mine");
      await kept.remove(entry.client_id);
      await correct({ code: entry.organization, record: theirs.record, seen: theirs.version, body: entry.body, reason });
      await again();
    });
    const another = button(word("another_meeting"), async () => {
      const { answer: gone, ...rest } = entry;
      await kept.change({ ...rest, state: "waiting", another: [...(entry.another || []), theirs.record] });
      await again();
    });
    const choices = { same_day: [keepTheirs, another], changed: [keepTheirs, putMine], other_content: [keepTheirs, putMine], made_up: [keepTheirs] }[answer.why];
    return element("div", {}, element("p", {}, word(`why_${answer.why}`, { who: theirs.who, when: words.moment(theirs.at) })), sideBySide(entry, theirs, names), alsoVoiced(entry), element("p", { class: "xz-actions" }, choices));
  }

  // a correction cannot carry them, so that whoever chooses knows what to enter on the record's page
  function alsoVoiced({ body }) {
    const texts = [...voiced.texts(body), ...votes.texts(body)];
    return texts.length ? element("p", {}, `${word("also_voiced")} ${texts.join(words.comma())}`) : "";
  }

  function sideBySide(entry, theirs, names) {
    if (entry.kind === "make_up") return "";
    const mine = entry.body;
    const fields = FIELDS.filter((name) => name !== "guest_members" || entry.kind === "enter"); // a correction leaves them
    const rows = fields.map((name) => [name, inWords(name, mine[name], names), inWords(name, theirs.content[name], names)]).filter(([, one, other]) => one !== other);
    if (!rows.length) return element("p", { class: "xz-quiet" }, word("no_difference"));
    return element("div", { class: "xz-scroll", tabindex: "0", role: "region", "aria-label": word("side_by_side") },
      element("table", { class: "table" },
        element("thead", {}, element("tr", {}, element("td"), element("th", { scope: "col" }, word("on_this_phone")), element("th", { scope: "col" }, word("as_it_stands")))),
        element("tbody", {}, rows.map(([name, one, other]) => element("tr", {}, element("th", { scope: "row" }, words.fieldName(name)), element("td", {}, one), element("td", {}, other))))));
  }

  function inWords(name, value, names) {
    if (name === "held_on") return words.day(value);
    if (name === "kinds") return [...value].sort().map((one) => words.label("kinds", one)).join(words.comma());
    if (name === "speaker_tier") return value ? words.label("speaker_tier", value) : "";
    if (name === "guest_members") return (value || []).map((member) => names.get(member) || "…").sort().join(words.comma());
    if (name === "readings") return word("texts", { n: value.length });
    if (name === "absent") {
      const pairs = value.map((one) => (Array.isArray(one) ? one : [one.member, one.reason]));
      return pairs.map(([member, reason]) => `${names.get(member) || "…"} ${words.label("reason-", reason)}`).sort().join(words.comma());
    }
    return String(value || "");
  }

  function draftNote(at, discard) {
    return element("p", { class: "xz-note" }, word("draft", { when: words.moment(at) }), " ", element("button", { type: "button", class: "xz-plain", on: { click: discard } }, word("start_anew")));
  }

  // the way out that needs no network
  function forget() {
    const act = async () => {
      const open = (await kept.entries()).filter((one) => one.state !== "done").length;
      if (!confirm(word(open ? "forget_unsent" : "forget_sure", { n: open }))) return;
      await kept.wipe();
      location.assign("/outbox/");
    };
    return kept.isKept() ? element("p", { class: "xz-actions" }, element("button", { type: "button", class: "xz-plain", on: { click: act } }, word("forget"))) : "";
  }

  root.outboxPage = { list, listAfter, enter, amend, correct, draftNote, forget, wake };
})(self);
