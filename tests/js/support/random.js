/** Random numbers for properties: another seed each time, named in the failure, so that a run can
 *  be had again with `SEED=…`. */

/** @returns {{seed: string, upTo: (most: number) => number}} whole numbers below `most` */
export function random() {
  const first = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32));
  let state = first >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return { seed: `SEED=${first}`, upTo: (most) => Math.floor(next() * Math.max(1, most)) };
}
