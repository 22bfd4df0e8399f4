// What a meeting may count for, and what is left to do, worked out on the phone as `records.queries.duties` does it on
// the server; a test asks both the same questions. `outbox` are entries of the branch that are not in the pack yet.
"use strict";

(function (root) {
  const entered = (outbox, but) => outbox.filter((one) => one.kind === "enter" && one.state !== "done" && one.client_id !== but);

  function covered(pack, outbox, day, but) {
    const found = new Set();
    for (const [reading, first] of Object.entries(pack.covered)) if (first <= day) found.add(Number(reading));
    for (const one of entered(outbox, but)) if (one.body.held_on <= day) for (const reading of one.body.readings) found.add(reading);
    return found;
  }

  function claimed(outbox, but) {
    return new Set(entered(outbox, but).flatMap((one) => one.body.claims));
  }

  function meets(requirement, { heldOn, kinds }, has) {
    return (
      requirement.opens_on <= heldOn &&
      (!requirement.kinds.length || requirement.kinds.some((kind) => kinds.includes(kind))) &&
      requirement.readings.every((reading) => has.has(reading))
    );
  }

  function proposals(pack, outbox, { heldOn, kinds, readings, but = "" }) {
    const has = covered(pack, outbox, heldOn, but);
    for (const reading of readings) has.add(reading);
    const settled = claimed(outbox, but);
    return pack.requirements.filter((one) => !settled.has(one.id) && meets(one, { heldOn, kinds }, has));
  }

  function due(pack, outbox, day) {
    const settled = claimed(outbox, "");
    const has = covered(pack, outbox, day, "");
    const known = new Map(pack.requirements.map((one) => [one.id, one]));
    const soon = plusDays(day, 31);
    return pack.due
      .filter((one) => !settled.has(one.requirement))
      .map((one) => {
        const requirement = known.get(one.requirement);
        const missing = one.missing.filter((reading) => !has.has(reading));
        return { requirement, missing, late: requirement.due_on < day, waits: requirement.due_on > soon };
      });
  }

  function suggestion(pack, outbox) {
    const settled = claimed(outbox, "");
    const fresh = !pack.suggestion.clears.length || pack.suggestion.clears.some((one) => !settled.has(one));
    return fresh ? pack.suggestion : { kinds: [], readings: [], clears: [], subject: "" };
  }

  const roster = (pack, day) => pack.roster.filter(([, , since, until]) => since <= day && (!until || day < until));

  function expected(pack, { heldOn, kinds, attended, absent }) {
    const all = roster(pack, heldOn).length;
    if (!pack.has_members && !all) return attended;
    const named = attended + absent.length;
    return named < all && kinds.every((kind) => pack.part_kinds.includes(kind)) ? named : all;
  }

  // entries and known records of that day that share a kind: perhaps this very meeting
  function sameDay(pack, outbox, { heldOn, kinds, but = "" }) {
    const share = (others) => others.some((kind) => kinds.includes(kind));
    return [
      ...pack.records.filter((one) => one.content.held_on === heldOn && share(one.content.kinds)).map((one) => one.record),
      ...entered(outbox, but).filter((one) => one.body.held_on === heldOn && share(one.body.kinds)).map((one) => one.client_id),
    ];
  }

  function plusDays(day, days) {
    const moved = new Date(`${day}T12:00:00Z`);
    moved.setUTCDate(moved.getUTCDate() + days);
    return moved.toISOString().slice(0, 10);
  }

  root.matching = { proposals, due, suggestion, roster, expected, sameDay, plusDays };
})(self);
