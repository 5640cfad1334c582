import assert from "node:assert/strict";
import { test } from "node:test";
import { readLines } from "../../../static/js/net/lines.js";

/** @param {string[]} chunks what the server sends, piece by piece */
function serve(chunks) {
  const body = new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
  globalThis.fetch = async () => new Response(body);
}

async function read() {
  /** @type {any[]} */
  const lines = [];
  const problem = await readLines("/timeline", (batch) => lines.push(...batch)).then(
    () => null,
    (error) => error,
  );
  return { lines, problem };
}

test("lines are whole however the network cuts them", async () => {
  serve(['{"a": "é', '"}\n{"a', '": 2}\n', '{"a": 3}\n']);
  assert.deepEqual(await read(), { lines: [{ a: "é" }, { a: 2 }, { a: 3 }], problem: null });
});

test("a last line without its end is not taken", async () => {
  serve(['{"a": 1}\n{"a": 2']);
  assert.deepEqual((await read()).lines, [{ a: 1 }]);
});

test("lines before a damaged one are good, and the damage is said", async () => {
  serve(['{"a": 1}\n{torn\n{"a": 3}\n']);
  const { lines, problem } = await read();
  assert.deepEqual(lines, [{ a: 1 }]);
  assert.match(problem.message, /not what the format says/);
});

test("a refusal is an error with the server's own sentence", async () => {
  globalThis.fetch = async () =>
    Response.json(
      { error: { code: "gone", message: "It is gone.", hint: "Run it again." } },
      { status: 404 },
    ); // prettier-ignore
  const { problem } = await read();
  assert.equal(problem.sentence, "It is gone. Run it again.");
  assert.equal(problem.status, 404);
});

test("a server that is away is an error that says what to do", async () => {
  globalThis.fetch = async () => {
    throw new TypeError("Failed to fetch");
  };
  assert.match((await read()).problem.sentence, /does not answer.*\.\/threadline/);
});
