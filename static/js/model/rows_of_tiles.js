/**
 * The parts of a long recording, as types (`docs/format.md` says what they mean).
 *
 * @import {HoldBatch, SpanBatch} from "./rows.js"
 *
 * @typedef {{type: "overview", version: number, buckets: number, slots: number, top: number,
 *   chunks: {begin: number[], spans: number[], level: number[]}, spans: SpanBatch,
 *   holds: HoldBatch, uses: number[][], ordinary_instants: number}} OverviewLine
 * @typedef {[lane: number, slot: number, at: number, values: number[]]} SpanSums
 * @typedef {[gil: number, lane: number, slot: number, at: number, values: number[]]} GilSums
 * @typedef {{type: "tile", level: number, index: number, spans: SpanSums[],
 *   gils: GilSums[]}} TileBody
 */

export {};
