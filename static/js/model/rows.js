/**
 * The rows of the timeline format, as types (`docs/format.md` says what they mean).
 *
 * @typedef {{id: number, pid: number, parent: number, name: string, python: string,
 *   implementation: string, gil: boolean, gil_watch?: "exact" | "sampled" | "none",
 *   recorder?: "compiled" | "python", clocks?: boolean}} ProcessRow
 * @typedef {{id: number, process: number, name: string, native: number, daemon: boolean,
 *   parent: number, site: number, begin: number, end: number | null, object: number}} LaneRow
 * @typedef {{id: number, kind: string, name: string | null, site: number,
 *   process: number}} ObjectRow
 * @typedef {{id: number, path: string, text?: string | null}} FileRow
 * @typedef {{id: number, file: number, line: number, function: string}} SiteRow
 * @typedef {{id: string, kind: string, severity: "error" | "warning" | "info",
 *   sentence: string, lanes: number[], objects: number[], sites: number[], from: number,
 *   to: number, withdrawn?: boolean}} FindingRow
 * @typedef {{events: number, ns_per_event: number, dropped: number, output_dropped: number,
 *   sampler_hz: number, share?: number, program_cpu?: number, sampler_mean_hz?: number,
 *   sampler_share?: number, dropped_before?: number}} CostRow
 * @typedef {{at: number, line: number, spans?: number}} BeginsRow
 *
 * @typedef {{lane: number[], start: number[], duration: number[], state: number[],
 *   object: number[], site: number[], operation: number[], certainty: number[]}} SpanBatch
 * @typedef {{object: number[], lane: number[], start: number[], duration: number[],
 *   site: number[], certainty?: number[]}} HoldBatch
 * @typedef {{kind: number[], from_lane: number[], from: number[], to_lane: number[],
 *   to: number[], object: number[]}} FlowBatch
 * @typedef {{lane: number[], time: number[], kind: number[], site: number[],
 *   object: number[], text: string[]}} InstantBatch
 * @typedef {{object: number[], time: number[], value: number[]}} CounterBatch
 * @typedef {[lane: number, start: number, state: number, object: number, site: number,
 *   operation: number, certainty: number]} OpenRow
 * @typedef {[object: number, lane: number, start: number, site: number,
 *   certainty?: number]} HeldRow
 *
 * @typedef {{type: "header", format: string, version: number, id: string, created: string,
 *   program: {kind: string, name: string, title?: string, parameters?: Record<string, unknown>,
 *     path?: string, argv?: string[], expects?: string[]},
 *   limits?: Record<string, number>, recorder?: {name: string, version: string},
 *   machine?: {system?: string, cores?: number}}} HeaderLine
 * @typedef {{type: "frame", now: number, begins?: BeginsRow, processes?: ProcessRow[], lanes?: LaneRow[],
 *   objects?: ObjectRow[], files?: FileRow[], sites?: SiteRow[], spans?: SpanBatch,
 *   holds?: HoldBatch, flows?: FlowBatch, instants?: InstantBatch, counters?: CounterBatch,
 *   open?: OpenRow[], held?: HeldRow[], findings?: FindingRow[], cost?: CostRow}} FrameLine
 * @typedef {{type: "end", status: "finished" | "failed" | "stopped" | "lost", reason: string,
 *   exit: {code: number | null, signal: string | number | null} | null, duration: number,
 *   counts?: Record<string, number>}} EndLine
 * @typedef {HeaderLine | FrameLine | EndLine} Line
 */

export {};
