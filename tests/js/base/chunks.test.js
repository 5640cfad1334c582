import assert from "node:assert/strict";
import { test } from "node:test";
import { CHUNK_LENGTH, Float64Column, Uint32Column } from "../../../static/js/base/chunks.js";

test("numbers keep their place across the borders of chunks", () => {
  for (const column of [new Float64Column(), new Uint32Column()]) {
    const length = 2 * CHUNK_LENGTH + 3;
    for (let i = 0; i < length; i += 1) column.push(i * 3);
    assert.equal(column.length, length);
    for (const i of [0, 63, 64, CHUNK_LENGTH - 1, CHUNK_LENGTH, 2 * CHUNK_LENGTH, length - 1]) {
      assert.equal(column.get(i), i * 3);
    }
    column.set(CHUNK_LENGTH, 1);
    assert.equal(column.get(CHUNK_LENGTH), 1);
    assert.equal(column.get(CHUNK_LENGTH - 1), (CHUNK_LENGTH - 1) * 3);
  }
});

test("a short column reserves little", () => {
  const column = new Float64Column();
  for (let i = 0; i < 10; i += 1) column.push(i);
  assert.ok(column.bytes <= 1024, `${column.bytes} bytes`);
});

test("a place in a column that never decreases is found, across chunks and among equals", () => {
  const column = new Float64Column();
  assert.equal(column.firstAbove(0), 0);
  for (let i = 0; i < 2 * CHUNK_LENGTH + 5; i += 1) column.push(Math.floor(i / 3));
  for (const value of [-1, 0, 7, CHUNK_LENGTH / 4, CHUNK_LENGTH / 3, 1e9]) {
    const wanted = Math.min(column.length, Math.max(0, Math.floor(value) * 3 + 3));
    assert.equal(column.firstAbove(value), wanted, `${value}`);
  }
});
