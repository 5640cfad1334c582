/** The API: one function per endpoint, one kind of error, a sentence in every error. */

/** What went wrong, in words a person can act on. */
export class ApiError extends Error {
  /** @param {{code: string, message: string, field?: string, hint?: string, status?: number}} error */
  constructor({ code, message, field = "", hint = "", status = 0 }) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.field = field;
    this.hint = hint;
    /** HTTP status, 0 when the server did not answer. */
    this.status = status;
  }

  /** Message and hint as one text. */
  get sentence() {
    return this.hint ? `${this.message} ${this.hint}` : this.message;
  }
}

const UNREACHABLE = {
  code: "unreachable",
  message: "The server does not answer.",
  hint: "Start it again with ./threadline and try once more.",
};

/**
 * @param {string} path
 * @param {{method?: string, body?: unknown, signal?: AbortSignal, keepalive?: boolean}} [options]
 * @returns {Promise<Response>} an answer that says it succeeded
 */
export async function request(path, { method = "GET", body, signal, keepalive } = {}) {
  let response;
  try {
    response = await fetch(path, {
      method,
      signal,
      keepalive,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(UNREACHABLE);
  }
  if (!response.ok) throw await errorOf(response);
  return response;
}

/** @param {Response} response */
async function errorOf(response) {
  const body = await response.json().catch(() => null);
  const error = body?.error;
  if (typeof error?.message === "string")
    return new ApiError({ ...error, status: response.status });
  return new ApiError({
    code: "unexpected",
    message: `The server answered ${response.status} and did not say why.`,
    hint: "Try again; if it stays so, look at what the server printed.",
    status: response.status,
  });
}

/** @param {string} path @param {object} [options] */
const json = async (path, options) => (await request(path, options)).json();

/** Some lists come bare, some under their own name. @param {any} body @param {string} key */
const rows = (body, key) => (Array.isArray(body) ? body : (body[key] ?? []));

/** @param {string} id */
const runPath = (id) => `/api/runs/${encodeURIComponent(id)}`;

export const listScenarios = async () => rows(await json("/api/scenarios"), "scenarios");
/** @param {string} name */
export const getScenario = (name) => json(`/api/scenarios/${encodeURIComponent(name)}`);
export const listInterpreters = async () => rows(await json("/api/interpreters"), "interpreters");
export const listRuns = async () => rows(await json("/api/runs"), "runs");

/** @param {string} id */
export const getRun = (id) => json(runPath(id));

/** @param {{scenario: string, parameters: object, interpreter?: string}} job @returns {Promise<{id: string, url: string}>} */
export const startRun = (job) => json("/api/runs", { method: "POST", body: job });

/** @param {string} id */
export const stopRun = (id) => request(`${runPath(id)}/stop`, { method: "POST" });

/** @param {string} id @param {boolean} pinned */
export const pinRun = (id, pinned) => request(runPath(id), { method: "PATCH", body: { pinned } });

/** `keepalive` lets the last word through while the page closes.
 * @param {string} id @param {{keepalive?: boolean}} [options]
 */
export const deleteRun = (id, { keepalive } = {}) =>
  request(runPath(id), { method: "DELETE", keepalive });
