import assert from "node:assert/strict";
import { test } from "node:test";
import { Gils } from "../../../static/js/model/gils.js";
import { HANDED } from "../../../static/js/model/tile.js";
import { TiledGils } from "../../../static/js/model/tiled_gils.js";
import { Tiles } from "../../../static/js/model/tiles.js";
import { END_NS, overviewOf, TOP } from "../support/tiled.js";

const GIL = 9;
const LANES = /** @type {any[]} */ ([
  { id: 1, process: 1, begin: 0 },
  { id: 2, process: 1, begin: 0 },
]);

test("from afar it is known how often a GIL was handed over, by all who took it", () => {
  const tiles = new Tiles(overviewOf(), END_NS);
  tiles.put(
    { level: TOP, index: 0 },
    {
      ...{ type: "tile", level: TOP, index: 0, spans: [] },
      gils: [
        [GIL, 1, HANDED, 3, [2, 0, 5]],
        [GIL, 2, HANDED, 15, [1]],
      ],
    },
  );
  const known = new Gils();
  known.add(/** @type {any} */ ({ id: GIL, kind: "GIL", process: 1 }));
  const none = { object: [], lane: [], start: [], duration: [], site: [] };

  const gils = new TiledGils(tiles, known, LANES, none, []);

  assert.equal(gils.handOverCount, 8);
});
