/** Calls of the admin API. Everything is relative to this page, so a proxy may put any path before it. */

const API = "../admin/v1/";

/** An answer that is not what was asked for, as the API explains it. */
export class Problem extends Error {
  /** @param status of HTTP; 0 where nobody has answered */
  constructor(status, body) {
    super(body.detail || body.title || `HTTP ${status}`);
    this.status = status;
    this.code = body.code ?? "";
    this.errors = body.errors ?? [];
  }
}

let csrf = null;
let offsetMs = 0;
const listeners = { unauthorised: () => {}, changed: () => {}, answered: () => {}, lost: () => {} };

/** Longer than the longest wait of a test call. */
const PATIENCE_MS = 95_000;

/** Reading does not wait for anything. */
const PATIENCE_TO_READ_MS = 30_000;

/** @param changed any of `unauthorised`, `changed`, `answered` and `lost`, each called without arguments */
export function onCalls(changed) {
  Object.assign(listeners, changed);
}

/** The time by the server's clock, ms; a browser's clock may be an hour off. */
export function now() {
  return Date.now() + offsetMs;
}

export function useSession(identity) {
  csrf = identity?.session?.csrf ?? null;
}

/** A path of the API from its parts, each of them encoded; dots alone, which would be a step, have a tilde before them. */
export function path(...parts) {
  return parts.map((part) => encodeURIComponent(String(part).replace(/^~*\.{1,2}$/, "~$&"))).join("/");
}

export function channel(id, ...rest) {
  return path("channels", id, ...rest);
}

/** The query of those values that are there. */
export function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return given.length === 0 ? "" : "?" + new URLSearchParams(given);
}

/** @param isOwn whether the page asks by itself: that does not keep a session alive */
export function get(where, isOwn = false) {
  return call("GET", where, { headers: isOwn ? { "X-Palyra-Refresh": "true" } : {} });
}

export function post(where, body) {
  return call(
    "POST",
    where,
    body === undefined
      ? {}
      : {
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify(body),
        },
  );
}

export function remove(where) {
  return call("DELETE", where, {});
}

/** Opens a session, whose cookie is for where this page is; the token is in this one call and nowhere else. */
export function logIn(token) {
  const headers = { Authorization: `Bearer ${token}`, "X-Palyra-Page": location.pathname };
  return call("POST", "session", { headers }, false);
}

/** Health answers with 503 where something is down, and that is an answer. */
export async function health(isOwn) {
  const response = await ask("../observe/health/ready", { headers: isOwn ? { "X-Palyra-Refresh": "true" } : {} });
  if (response.ok || response.status === 503) {
    return response.json();
  }
  throw new Problem(response.status, await response.json().catch(() => ({})));
}

async function call(method, where, options, tellsUnauthorised = true) {
  const headers = { Accept: "application/json", ...options.headers };
  if (csrf !== null && method !== "GET") {
    headers["X-Palyra-Csrf"] = csrf;
  }
  const response = await ask(API + where, { ...options, method, headers });
  if (response.ok) {
    return response.status === 204 ? null : response.json();
  }
  const problem = new Problem(response.status, await response.json().catch(() => ({})));
  if (response.status === 401 && tellsUnauthorised) {
    listeners.unauthorised();
  } else if (problem.code === "foreign_page") {
    listeners.changed();
    problem.message = "Somebody has logged in anew in this browser. Look at who you are now, and do it again.";
  }
  throw problem;
}

async function ask(url, options) {
  const asked = Date.now();
  let response;
  try {
    const patience = (options.method ?? "GET") === "GET" ? PATIENCE_TO_READ_MS : PATIENCE_MS;
    const signal = AbortSignal.timeout(patience);
    response = await fetch(url, { signal, credentials: "same-origin", redirect: "error", cache: "no-store", ...options });
  } catch {
    listeners.lost();
    throw new Problem(0, { detail: "The program does not answer." });
  }
  learnTime(response.headers.get("Date"), asked);
  listeners.answered();
  return response;
}

/** The header says whole seconds, so a difference that small is none. */
function learnTime(date, asked) {
  const told = Date.parse(date ?? "");
  if (!Number.isNaN(told)) {
    const difference = told + 500 - (asked + Date.now()) / 2;
    offsetMs = Math.abs(difference) < 2000 ? 0 : difference;
  }
}
