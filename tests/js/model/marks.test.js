import assert from "node:assert/strict";
import { test } from "node:test";
import {
  markBeside,
  markText,
  readMarks,
  renamed,
  toggled,
  writeMarks,
} from "../../../static/js/model/marks.js";
import { View } from "../../../static/js/model/view.js";

/** @param {...number} times */
const marks = (...times) => times.map((ns) => ({ ns, name: "" }));

test("a mark is set where none is, in order, and taken away where one is within reach", () => {
  assert.deepEqual(toggled(marks(10, 30), 20.4, 2), {
    marks: marks(10, 20, 30),
    set: true,
    ns: 20,
  });
  assert.deepEqual(toggled(marks(10, 30), 28, 2), { marks: marks(10), set: false, ns: 30 });
  assert.deepEqual(toggled(marks(10, 13), 12, 5).marks, marks(10), "of two the nearer goes");
  assert.equal(toggled(marks(10), 11, 0).set, true);
});

test("the next mark and the one before are found from anywhere", () => {
  const all = marks(10, 20, 30);
  assert.equal(markBeside(all, 20, 1)?.ns, 30);
  assert.equal(markBeside(all, 20, -1)?.ns, 10);
  assert.equal(markBeside(all, 25, -1)?.ns, 20);
  assert.equal(markBeside(all, 30, 1), null);
});

test("a mark is called by its number, and by its name too when it has one", () => {
  const [first, second] = renamed(marks(10, 20), 20, "  before\n lunch ");
  assert.equal(markText(first, 0), "1");
  assert.equal(markText(second, 1), "2 before lunch");
  assert.equal(renamed([second], 20, "")[0].name, "");
});

test("a link keeps marks and whatever a person calls them", () => {
  const view = new View();
  const names = ["", "first try", "3.5 ~ 100 %2e & #1 = “ü+”"];
  view.setMarks(names.map((name, i) => ({ ns: i * 1000, name })));
  const link = view.encode();
  assert.match(link, /^v=1&marks=0\.1000~first%20try\.2000~/);
  const other = new View();
  assert.equal(other.restore(link), null);
  assert.deepEqual(other.marks, view.marks);
  other.restore("");
  assert.deepEqual(other.marks, []);
});

test("marks that cannot be read are said, and none is made up", () => {
  for (const text of ["1000.x", "-5", "1~a~b", ".", Array(100).fill("1").join(".")]) {
    assert.equal(readMarks(text), null, text);
  }
  assert.match(new View().restore("v=1&marks=ten") ?? "", /“marks”/);
  assert.equal(writeMarks(readMarks("30.10~b.20") ?? []), "10~b.20.30");
});

test("what the table lets through is kept as it was typed", () => {
  const view = new View();
  view.setFilter('state:blocked "Worker 1" >1ms');
  const other = new View();
  other.restore(view.encode());
  assert.equal(other.filter, view.filter);
});
