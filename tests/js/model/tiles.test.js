import assert from "node:assert/strict";
import { test } from "node:test";
import { Tiles } from "../../../static/js/model/tiles.js";
import { random } from "../support/random.js";
import {
  BUCKETS,
  bodyOf,
  END_NS,
  FINEST,
  overviewOf,
  randomSpans,
  TOP,
  tiledRun,
} from "../support/tiled.js";

const LEVELS = Array.from({ length: TOP - FINEST + 1 }, (_, at) => FINEST + at);

test("sums between any two edges are those of the spans, to the nanosecond, at every level", () => {
  const { seed, upTo } = random();
  const exact = randomSpans(upTo);
  const { tiles, spans } = tiledRun(exact, LEVELS);
  for (let time = 0; time < 300; time += 1) {
    tiles.level = FINEST + upTo(TOP - FINEST + 1);
    const edges = [upTo(END_NS), upTo(END_NS)].map((ns) => Math.floor(ns / 2 ** tiles.level));
    const [from, to] = edges.sort((a, b) => a - b).map((edge) => edge * 2 ** tiles.level);
    assert.deepEqual([...spans.shares(from, to)], [...exact.shares(from, to)], seed);
  }
});

test("the end of the run is an edge, wherever it lies", () => {
  const { seed, upTo } = random();
  const exact = randomSpans(upTo);
  const { tiles, spans } = tiledRun(exact, LEVELS);
  for (const level of LEVELS) {
    tiles.level = level;
    assert.deepEqual([...spans.shares(0, END_NS)], [...exact.shares(0, END_NS)], seed);
    assert.deepEqual([...spans.shares(0, END_NS * 3)], [...exact.shares(0, END_NS)], seed);
    assert.equal(spans.countIn(0, END_NS), exact.length, seed);
  }
});

test("ranges beside each other share an edge: nothing is counted twice or left out", () => {
  const { seed, upTo } = random();
  const exact = randomSpans(upTo);
  const { tiles, spans } = tiledRun(exact, LEVELS);
  tiles.level = FINEST + 1;
  const edges = Array.from({ length: 30 }, () => upTo(END_NS)).sort((a, b) => a - b);
  const sum = new Float64Array(6);
  [0, ...edges].forEach((from, at) => {
    spans.shares(from, edges[at] ?? END_NS).forEach((ns, state) => {
      sum[state] += ns;
    });
  });
  assert.deepEqual([...sum], [...exact.shares(0, END_NS)], seed);
});

test("until a tile is here the next above says what it knows, and never more than there is", () => {
  const { seed, upTo } = random();
  const exact = randomSpans(upTo);
  const { tiles, spans } = tiledRun(exact, [TOP]);
  tiles.level = FINEST;
  assert.deepEqual([...spans.shares(0, END_NS)], [...exact.shares(0, END_NS)], seed);
  const bucket = 2 ** TOP;
  const half = spans.shares(bucket * 3, bucket * 3.5).reduce((sum, ns) => sum + ns, 0);
  assert.ok(Math.abs(half - bucket / 2) < 1e-6, seed);
});

test("where nothing is here nothing is said", () => {
  const tiles = new Tiles(overviewOf(), END_NS);
  const sums = new Float64Array(9);
  tiles.add(0, 1, 0, END_NS, sums, 9);
  assert.ok(sums.every((sum) => sum === 0));
});

test("a place where nothing happened is known, and not asked for again", () => {
  const tiles = new Tiles(overviewOf(), END_NS);
  const place = { level: FINEST, index: 2 };
  assert.equal(tiles.has(place), false);
  tiles.put(place, null);
  assert.equal(tiles.has(place), true);
});

test("tiles are wanted as fine as a pixel, and no finer than there are", () => {
  const tiles = new Tiles(overviewOf(), END_NS);
  assert.equal(tiles.levelFor(1), 0);
  assert.equal(tiles.levelFor(2 ** 5 + 3), 5);
  assert.equal(tiles.levelFor(1e12), TOP);
  const lengthNs = BUCKETS * 2 ** FINEST;
  assert.deepEqual(tiles.placesOf(FINEST, lengthNs * 2, lengthNs * 3 + 1), [
    { level: FINEST, index: 2 },
    { level: FINEST, index: 3 },
  ]);
  assert.deepEqual(tiles.placesOf(0, 0, 10), [{ level: FINEST, index: 0 }]);
  assert.equal(tiles.stepNs(0, 0, 10), 2 ** FINEST);
});

test("where one part of the run has coarser tiles those are wanted, once", () => {
  const coarse = { begin: [0, 300], spans: [10, 20], level: [FINEST, FINEST + 3] };
  const tiles = new Tiles(overviewOf(coarse), END_NS);
  const places = tiles.placesOf(FINEST, 0, END_NS);
  assert.deepEqual(places[0], { level: FINEST, index: 0 });
  assert.ok(places.slice(1).some(({ level }) => level === FINEST + 3));
  const names = places.map(({ level, index }) => `${level}/${index}`);
  assert.equal(new Set(names).size, names.length);
});

test("a stretch is whole chunks, with as many spans as these have", () => {
  const chunks = { begin: [0, 100, 100], spans: [10, 20, 40], level: [3, 3, 3] };
  const tiles = new Tiles(overviewOf(chunks), 900);
  assert.deepEqual(tiles.stretchOf(50, 60), { fromNs: 0, toNs: 100, spans: 10, chunks: 1 });
  assert.deepEqual(tiles.stretchOf(50, 100), { fromNs: 0, toNs: 100, spans: 10, chunks: 1 });
  assert.deepEqual(tiles.stretchOf(99, 101), { fromNs: 0, toNs: 200, spans: 30, chunks: 2 });
  assert.deepEqual(tiles.stretchOf(-5, 2000), { fromNs: 0, toNs: 900, spans: 70, chunks: 3 });
});

test("memory is bounded: what was not asked after for longest goes, the whole run never", () => {
  const chunks = { begin: [0], spans: [1], level: [0] };
  const buckets = 512;
  const tiles = new Tiles({ ...overviewOf(chunks), buckets, top: 30 }, 2 ** 39);
  const lanes = Array.from({ length: 100 }, (_, lane) => lane + 1);
  const body = (/** @type {number} */ level, /** @type {number} */ index) => ({
    type: /** @type {const} */ ("tile"),
    level,
    index,
    spans: lanes.map(
      (lane) => /** @type {[number, number, number, number[]]} */ ([lane, 0, 0, [1]]),
    ),
    gils: [],
  });
  tiles.put({ level: 30, index: 0 }, body(30, 0));
  for (let index = 0; index < 60; index += 1) tiles.put({ level: 3, index }, body(3, index));
  assert.equal(tiles.has({ level: 30, index: 0 }), true);
  assert.equal(tiles.has({ level: 3, index: 0 }), false);
  assert.equal(tiles.has({ level: 3, index: 59 }), true);
  const here = Array.from({ length: 60 }, (_, index) => tiles.has({ level: 3, index }));
  assert.ok(here.filter(Boolean).length >= 23);
});

test("a single span that is not here is not taken for one that is", () => {
  const { tiles, spans } = tiledRun(randomSpans(random().upTo), [TOP]);
  assert.ok(tiles);
  spans.close(100, 400, 2, 7, 0, 1, 0);
  assert.equal(spans.lastStarted(250), 0);
  assert.equal(spans.indexAt(250), 0);
  assert.equal(spans.lastStarted(401), -1);
  assert.equal(spans.lastStarted(99), -1);
  assert.equal(spans.firstAfter(50), 0);
  assert.equal(spans.firstAfter(400), 1);
});

test("long spans and tiles add up", () => {
  const exact = randomSpans(random().upTo);
  const { spans } = tiledRun(exact, [TOP]);
  const before = spans.shares(0, END_NS);
  spans.close(100, 400, 2, 7, 0, 1, 0);
  spans.close(900, 1000, 2, 7, 0, 1, 0);
  const after = spans.shares(0, END_NS);
  assert.equal(after[2] - before[2], 400);
  assert.equal(spans.shares(500, 600)[2], tiledRun(exact, [TOP]).spans.shares(500, 600)[2]);
  assert.deepEqual(bodyOf(exact, TOP, 0).gils, []);
});
