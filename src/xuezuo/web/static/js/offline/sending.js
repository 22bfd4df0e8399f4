// Sends what waits and brings the packs up to date. Everything may be done twice: the server takes each envelope once.
"use strict";

(function (root) {
  const kept = root.kept;
  const BATCH = 50;
  const PATIENCE = 60 * 1000; // a request that hangs holds the lock, and whoever wants to sign out waits for it
  const HEADERS = { Accept: "application/json" };
  const asked = (headers = {}) => ({
    credentials: "same-origin",
    cache: "no-store",
    redirect: "error",
    headers: { ...HEADERS, ...headers },
    signal: AbortSignal.timeout?.(PATIENCE),
  });

  // One at a time, also across tabs: cheap, not needed for being right. A browser without locks sends twice and hears
  // of the second that it was there already.
  function send() {
    const locks = root.navigator.locks;
    return locks ? locks.request("xuezuo-outbox", sendNow) : sendNow();
  }

  // "offline", "signed out", "busy", "other" (somebody else is signed in here: wiped), "done"
  async function sendNow() {
    if (!(await kept.about())) return "done";
    const door = await fetch("/api/v1/outbox", asked()).catch(() => null);
    if (!door) return "offline";
    if (door.status === 401) return "signed out";
    if (!door.ok) return "busy";
    const said = await door.json();
    const known = await kept.about();
    if (!known) return "gone";
    if (said.owner !== known.owner) {
      await kept.wipe();
      return "other";
    }
    if (!(await heard(said))) return "gone";
    for (;;) {
      const waiting = (await kept.entries()).filter((one) => one.state === "waiting");
      const batch = waiting.slice(0, BATCH);
      if (!batch.length) break;
      const outcome = await post(batch, said.protection);
      if (!(await kept.about())) return "gone";
      if (outcome !== "moved") {
        if (outcome !== "still") return outcome;
        break;
      }
    }
    await kept.tidy();
    return refresh();
  }

  const heard = (said) =>
    kept.say({ contact: Date.now(), day: said.day, ahead: Date.now() - Date.parse(said.now), keepDays: said.keep_days });

  async function post(batch, protection) {
    for (const one of batch) if (!one.attempted) await kept.change({ ...one, attempted: true });
    const answer = await fetch("/api/v1/outbox", {
      ...asked({ "Content-Type": "application/json", "X-CSRFToken": protection }),
      method: "POST",
      body: JSON.stringify({ envelopes: batch.map((one, at) => envelope(one, before(batch, at))) }),
    }).catch(() => null);
    if (!answer) return "offline";
    if (answer.status === 401) return "signed out";
    if (!answer.ok) return "busy";
    let given;
    try {
      given = await answer.json();
    } catch {
      return "offline"; // cut on its way back: whatever was taken will be told again
    }
    let moved = false;
    for (const one of given.answers) if (await kept.about()) moved = (await settle(one)) || moved;
    return moved ? "moved" : "still";
  }

  // what the same branch's phone did just before must be there first
  const before = (batch, at) => batch.slice(0, at).findLast((one) => one.organization === batch[at].organization);

  const envelope = (one, earlier) => ({
    client_id: one.client_id,
    organization: one.organization,
    kind: one.kind,
    body: one.body,
    made_at: one.madeAt,
    seen: one.seen || "",
    another: one.another || [],
    after: earlier ? [earlier.client_id] : [],
  });

  // whether anything changed by the answer
  async function settle(answer) {
    const one = await kept.entry(answer.client_id);
    if (!one || one.state !== "waiting" || answer.answer === "wait") return false;
    if (answer.answer === "gone") {
      await kept.forgetBranch(one.organization);
    } else if (answer.answer === "taken" || answer.answer === "already") {
      const { client_id, number, organization, kind, label } = one;
      await kept.change({ client_id, number, organization, kind, label, state: "done", record: answer.record, version: answer.version });
    } else {
      await kept.change({ ...one, state: "person", answer });
    }
    return true;
  }

  async function refresh() {
    for (const code of (await kept.about())?.codes || []) {
      const outcome = await fetchPack(code);
      if (outcome !== "done") return outcome;
    }
    return "done";
  }

  async function fetchPack(code) {
    const held = await kept.pack(code);
    const headers = held ? { "If-None-Match": held.tag } : {};
    const answer = await fetch(`/api/v1/organizations/${encodeURIComponent(code)}/pack`, asked(headers)).catch(() => null);
    if (!answer) return "offline";
    if (answer.status === 401) return "signed out";
    if (answer.status === 404) {
      await kept.forgetBranch(code);
      return (await kept.about()) ? "done" : "gone";
    }
    if (answer.status === 304) {
      await kept.setPack(code, { ...held, at: Date.now() });
      return "done";
    }
    if (!answer.ok) return "busy";
    const pack = await answer.json().catch(() => null);
    if (!pack) return "offline";
    await kept.setPack(code, { tag: answer.headers.get("ETag"), at: Date.now(), pack });
    return "done";
  }

  // the switch: from now on this device keeps the branch
  async function keep(code, owner, language) {
    const door = await fetch("/api/v1/outbox", asked()).catch(() => null);
    if (!door?.ok) return door?.status === 401 ? "signed out" : "offline";
    const said = await door.json();
    if (said.owner !== owner) return "signed out";
    const codes = new Set((await kept.about())?.codes);
    await kept.begin({ owner, language, codes: [...codes.add(code)] });
    await heard(said);
    return fetchPack(code);
  }

  root.sending = { send, keep };
})(self);
