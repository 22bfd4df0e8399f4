// On every page of the server: keep drafts, send what waits, and let go of what is not this person's any more.
"use strict";

(async function () {
  const { kept, sending, forms } = self;
  const owner = document.body.dataset.owner || "";
  const REFRESH = 10 * 60 * 1000;

  for (const form of document.querySelectorAll('form[action$="/sign-out/"]')) form.addEventListener("submit", leave);

  if (await kept.wasLetGo()) letGo();
  else if (kept.isKept()) await greet();
  await drafts();
  await offer();

  async function greet() {
    const about = await kept.about();
    if (await kept.isOver()) await kept.forgetNames();
    if (!about) return letGoMeanwhile();
    if (owner && about.owner !== owner) return kept.wipe();
    const waiting = (await kept.entries()).filter((one) => one.state !== "done");
    tell(waiting);
    if (!owner) return undefined;
    if (!(await kept.say({ language: document.body.dataset.language }))) return letGoMeanwhile();
    enlist();
    const stale = await Promise.all(about.codes.map(async (code) => Date.now() - ((await kept.pack(code))?.at || 0) > REFRESH));
    const ready = waiting.filter((one) => one.state === "waiting").length;
    // a branch that is not this person's any more answers “not found”, and who has no role is told so at the door
    const shut = location.pathname === "/" || performance.getEntriesByType("navigation")[0]?.responseStatus === 404;
    if (ready || shut || stale.some(Boolean)) sending.send().then(sent);
    return undefined;
  }

  // A browser may have dropped the worker by itself; a page that came through it need not ask. Meanwhile the device may
  // have let go of everything, and a worker enlisted after that would be all that is left on it.
  function enlist() {
    const { serviceWorker } = navigator;
    if (!serviceWorker || serviceWorker.controller) return;
    serviceWorker
      .register("/sw.js", { scope: "/" })
      .then(async () => (await kept.about()) || kept.wipe())
      .catch(() => undefined);
  }

  // said once, on whichever page is open: else an empty outbox would look as if everything had arrived
  function letGo() {
    const place = document.querySelector("[data-gone]");
    if (place && owner) place.hidden = false;
  }

  // by the worker or another tab, since this page began to look
  async function letGoMeanwhile() {
    await kept.wasLetGo();
    letGo();
  }

  async function sent(outcome) {
    if (outcome === "gone" || outcome === "other") letGo();
    tell(kept.isKept() ? (await kept.entries()).filter((one) => one.state !== "done") : []);
    document.dispatchEvent(new CustomEvent("kept-sent", { detail: outcome }));
  }

  function tell(waiting) {
    const place = document.querySelector("[data-waiting]");
    if (!place) return;
    place.hidden = !waiting.length;
    place.querySelector("[data-count]").textContent = waiting.length;
    const needs = waiting.filter((one) => one.state === "person").length;
    const told = place.querySelector("[data-needs]");
    told.hidden = !needs;
    told.querySelector("span").textContent = needs;
  }

  async function drafts() {
    const form = document.querySelector("form.xz-meeting");
    const here = location.pathname;
    if (!owner) {
      // whoever signs in here was not answered yet: what they had sent is still only a draft
      for (const path of await forms.draftPaths()) {
        const draft = await forms.draft(path);
        if (draft?.submitted) await forms.setDraft(path, { ...draft, submitted: false });
      }
      return;
    }
    for (const path of await forms.draftPaths()) {
      const draft = await forms.draft(path);
      if (draft && (draft.owner !== owner || (draft.submitted && path !== here))) await forms.removeDraft(path);
    }
    if (!form) return;
    const draft = await forms.draft(here);
    // the server's answer to what was sent: refused, or shown once more with something to look at
    const sent = new Map(draft?.fields).get("client_id");
    const refused = Boolean(document.querySelector(".xz-errors")) || (sent && sent === form.elements.client_id?.value);
    if (draft?.submitted && refused) await forms.setDraft(here, { ...draft, submitted: false });
    // who asked for last time's values gets them, not what was left half-typed
    const asked = new URLSearchParams(location.search).has("like");
    if (draft && !asked && !refused) {
      forms.fill(form, draft.fields);
      form.dispatchEvent(new Event("change", { bubbles: true }));
      document.getElementById("id_held_on")?.dispatchEvent(new Event("change", { bubbles: true }));
      const note = document.querySelector("[data-draft]");
      if (note) {
        form.before(note);
        note.hidden = false;
        note.querySelector("time").textContent = new Date(draft.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
        note.querySelector("button").addEventListener("click", async () => {
          following.stop();
          await forms.removeDraft(here);
          location.assign(here);
        });
      }
    }
    const following = forms.follow(form, here, owner);
  }

  async function offer() {
    const place = document.querySelector("section[data-keep]");
    if (!place || !navigator.serviceWorker || !self.indexedDB) return;
    const code = place.dataset.keep;
    const on = kept.isKept() && ((await kept.about())?.codes || []).includes(code);
    place.hidden = false;
    place.querySelector("[data-on]").hidden = !on;
    place.querySelector("[data-off]").hidden = on;
    const said = place.querySelector("[role=status]");
    const pack = on && (await kept.pack(code));
    if (pack) place.querySelector("time").textContent = new Date(pack.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    place.querySelector("[data-off] button").addEventListener("click", async (event) => {
      event.target.disabled = true;
      said.textContent = said.dataset.busy;
      await navigator.serviceWorker.register("/sw.js", { scope: "/" });
      await navigator.serviceWorker.ready;
      const outcome = await sending.keep(code, owner, document.body.dataset.language);
      if (outcome === "done") location.reload();
      else {
        said.textContent = said.dataset.failed;
        event.target.disabled = false;
      }
    });
    place.querySelector("[data-on] button").addEventListener("click", async (event) => {
      const open = (await kept.entries()).filter((one) => one.organization === code && one.state !== "done").length;
      if (open && !confirm(event.target.dataset.unsent.replace("{n}", open))) return;
      await kept.forgetBranch(code);
      location.reload();
    });
  }

  // Signing out takes everything along. What waits is sent first; what cannot be sent is a person's decision.
  async function leave(event) {
    const form = event.target;
    event.preventDefault();
    if (kept.isKept() && (await kept.about())) {
      let open = (await kept.entries()).filter((one) => one.state !== "done");
      if (open.some((one) => one.state === "waiting")) {
        await sending.send();
        open = (await kept.about()) ? (await kept.entries()).filter((one) => one.state !== "done") : [];
      }
      const asks = document.querySelector("[data-leaving]")?.dataset.leaving || "{n}";
      if (open.length && !confirm(asks.replace("{n}", open.length))) return;
      await kept.wipe();
    }
    sessionStorage.clear();
    form.submit();
  }
})();
