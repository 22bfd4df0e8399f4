// What this device keeps: one database, read by the pages and by the worker alike. Nothing in it is encrypted, for the
// browser has no key that the device's thief has not; so it holds little, and it goes when the person goes.
"use strict";

(function (root) {
  const NAME = "xuezuo";
  const MARK = "xz-kept";
  const KEPT_ANSWERS = 50;
  const DAY = 24 * 3600 * 1000;
  let opened = null;

  function database() {
    opened ||= root.idb.openDB(NAME, 1, {
      upgrade(db) {
        db.createObjectStore("about");
        db.createObjectStore("packs");
        db.createObjectStore("outbox", { keyPath: "client_id" });
        db.createObjectStore("drafts");
      },
      blocking() {
        opened?.then((db) => db.close());
        opened = null;
      },
      terminated() {
        opened = null;
      },
    });
    return opened;
  }

  const get = async (store, key) => (await database()).get(store, key);
  const put = async (store, value, key) => (await database()).put(store, value, key);
  const drop = async (store, key) => (await database()).delete(store, key);

  // whose device it is, which branches it keeps, when the server was last heard
  const about = () => get("about", "device");
  // Only what is kept may be told more: another tab or the worker may have let go of everything a moment ago, and a row
  // written after that would leave a device that keeps nothing marked as one that does.
  const say = (news) => tell(news, false);
  const begin = (news) => tell(news, true);

  async function tell(news, mayBegin) {
    const held = (await database()).transaction("about", "readwrite");
    const known = await held.store.get("device");
    const now = known || mayBegin ? { codes: [], ...known, ...news } : null;
    if (now) await held.store.put(now, "device");
    await held.done;
    if (now) root.localStorage?.setItem(MARK, "1");
    return now;
  }

  // pages of devices that keep nothing do not even open the database
  const isKept = () => (root.localStorage ? root.localStorage.getItem(MARK) === "1" : true);

  // marked by a page and empty all the same: the worker, which cannot take the mark off, has let go of everything
  async function wasLetGo() {
    if (!isKept() || (await about())) return false;
    root.localStorage.removeItem(MARK);
    return true;
  }

  async function entries() {
    const found = await (await database()).getAll("outbox");
    return found.sort((one, other) => one.number - other.number);
  }

  async function add(entry) {
    const last = (await entries()).at(-1);
    const made = { number: (last?.number || 0) + 1, state: "waiting", attempted: false, ...entry };
    await put("outbox", made);
    return made;
  }

  // what was taken is kept for a while as one line: a person looks whether it arrived
  async function tidy() {
    const done = (await entries()).filter((one) => one.state === "done");
    for (const one of done.slice(0, Math.max(done.length - KEPT_ANSWERS, 0))) await drop("outbox", one.client_id);
  }

  async function forgetBranch(code) {
    const known = await about();
    if (!known) return;
    await drop("packs", code);
    for (const one of await entries()) if (one.organization === code) await drop("outbox", one.client_id);
    for (const path of await (await database()).getAllKeys("drafts")) {
      const draft = await get("drafts", path);
      if (draft.code === code || path.includes(`/organizations/${code}/`)) await drop("drafts", path);
    }
    const left = known.codes.filter((one) => one !== code);
    await (left.length ? say({ codes: left }) : wipe());
  }

  // too long without contact: names and half-typed forms go; what was entered holds numbers and waits for its person
  async function forgetNames() {
    const db = await database();
    await db.clear("packs");
    await db.clear("drafts");
  }

  async function isOver() {
    const known = await about();
    return Boolean(known && Math.abs(Date.now() - known.contact) > known.keepDays * DAY);
  }

  async function wipe() {
    const db = await database();
    const all = db.transaction(["about", "packs", "outbox", "drafts"], "readwrite");
    for (const store of ["about", "packs", "outbox", "drafts"]) all.objectStore(store).clear();
    await all.done;
    root.localStorage?.removeItem(MARK);
    root.sessionStorage?.clear();
    const registration = await (root.registration || root.navigator.serviceWorker?.getRegistration("/"));
    await registration?.unregister();
    for (const name of (await root.caches?.keys()) || []) await root.caches.delete(name);
  }

  // the server's day, however wrong this clock is, and also where its calendar stands in another year
  function dayOf(known) {
    if (!known?.day) return new Date().toLocaleDateString("sv");
    const passed = Math.round((noon(new Date()) - noon(new Date(known.contact))) / DAY);
    const day = new Date(`${known.day}T12:00:00Z`);
    day.setUTCDate(day.getUTCDate() + passed);
    return day.toISOString().slice(0, 10);
  }

  function noon(moment) {
    return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate(), 12).getTime();
  }

  root.kept = {
    about, begin, say, isKept, wasLetGo, entries, add, tidy, forgetBranch, forgetNames, isOver, wipe, dayOf,
    entry: (number) => get("outbox", number),
    change: (entry) => put("outbox", entry),
    remove: (number) => drop("outbox", number),
    pack: (code) => get("packs", code),
    setPack: (code, pack) => put("packs", pack, code),
    draft: (path) => get("drafts", path),
    setDraft: (path, draft) => put("drafts", draft, path),
    removeDraft: (path) => drop("drafts", path),
    draftPaths: async () => (await database()).getAllKeys("drafts"),
  };
})(self);
