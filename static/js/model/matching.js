/**
 * A match: what of one run corresponds to what of another.
 *
 * Threads are matched by name first. What is left is matched by role — the name without its
 * numbers, as "Thread-3 (deposit)" and "Thread-7 (deposit)" do the same — and what is left
 * then by the order in which it began: four threads against four processes have no name in
 * common. How it was matched is part of the match, for a reader to judge.
 */

/** @import {LaneRow, ObjectRow} from "./rows.js" */
/** @import {Timeline} from "./timeline.js" */

/** @typedef {"name" | "role" | "order" | "none"} How */
/** @template Thing @typedef {{a: Thing | null, b: Thing | null, how: How}} Match */

/** The lane's name; of a child process its process's name before it, when there are several.
 *  @param {Timeline} timeline @param {LaneRow} lane */
export function fullName({ lanes, processes }, lane) {
  const first = lanes[0]?.process;
  const process = processes.get(lane.process);
  return lane.process === first || !process ? lane.name : `${process.name}: ${lane.name}`;
}

/** @param {string} name */
function roleOf(name) {
  return name.replace(/\d+/g, "#");
}

/** @param {Timeline} a @param {Timeline} b @returns {Match<LaneRow>[]} in the order of A, then
 *  what only B has */
export function matchLanes(a, b) {
  const left = new Set(a.lanes);
  const right = new Set(b.lanes);
  /** @type {Map<LaneRow, {lane: LaneRow, how: How}>} */
  const partners = new Map();
  const pass = (/** @type {How} */ how, /** @type {(name: string) => string} */ keyOf) => {
    const waiting = grouped([...right], (lane) => keyOf(fullName(b, lane)));
    for (const lane of left) {
      const partner = waiting.get(keyOf(fullName(a, lane)))?.shift();
      if (!partner) continue;
      partners.set(lane, { lane: partner, how });
      left.delete(lane);
      right.delete(partner);
    }
  };
  pass("name", (name) => name);
  pass("role", roleOf);
  pass("order", () => "");
  return [
    ...a.lanes.map((lane) => {
      const partner = partners.get(lane);
      return { a: lane, b: partner?.lane ?? null, how: partner?.how ?? "none" };
    }),
    ...[...right].map((lane) => ({ a: null, b: lane, how: /** @type {How} */ ("none") })),
  ];
}

/**
 * Objects of one name and kind are one subject, on both sides: a thousand futures made at one
 * line would be a thousand rows otherwise.
 *
 * @param {Timeline} a @param {Timeline} b
 * @returns {{name: string, kind: string, a: number[], b: number[]}[]} ids
 */
export function matchObjects(a, b) {
  /** @type {Map<string, {name: string, kind: string, a: number[], b: number[]}>} */
  const found = new Map();
  const take = (/** @type {Timeline} */ timeline, /** @type {"a" | "b"} */ side) => {
    for (const { id, kind } of timeline.objects.values()) {
      const name = timeline.objectName(id);
      const key = `${kind}\n${name}`;
      const subject = found.get(key) ?? { name, kind, a: [], b: [] };
      subject[side].push(id);
      found.set(key, subject);
    }
  };
  take(a, "a");
  take(b, "b");
  return [...found.values()];
}

/** @template Thing @param {Thing[]} things @param {(thing: Thing) => string} keyOf */
function grouped(things, keyOf) {
  /** @type {Map<string, Thing[]>} */
  const groups = new Map();
  for (const thing of things) {
    const group = groups.get(keyOf(thing));
    if (group) group.push(thing);
    else groups.set(keyOf(thing), [thing]);
  }
  return groups;
}
