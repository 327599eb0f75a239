/** What the API's states are called, and how grave they are. */
import { status } from "./ui.js";

const READINESS = {
  ready: ["good", "ready"],
  missing_credential: ["bad", "no credential"],
  auth_failed: ["bad", "refused"],
  misconfigured: ["bad", "misconfigured"],
};

const LIVENESS = {
  running: ["good", "running"],
  restarting: ["warn", "restarting"],
  crashed: ["bad", "crashed"],
  stopped: ["idle", "stopped"],
};

const SATURATION = {
  healthy: ["good", "healthy"],
  dead_lettered: ["warn", "dead letters"],
  retrying: ["warn", "retrying"],
  daemon_saturated: ["warn", "daemon saturated"],
  backpressure: ["warn", "backpressure"],
  rate_limited: ["warn", "rate limited"],
  unreachable: ["bad", "unreachable"],
  auth_failed: ["bad", "refused"],
  paused: ["warn", "paused"],
};

const MESSAGE = {
  pending: ["idle", "pending"],
  delivered: ["good", "delivered"],
  routed: ["good", "routed"],
  not_routed: ["idle", "not routed"],
  unknown: ["warn", "unknown"],
  dead: ["bad", "dead"],
};

const STEP = {
  ...MESSAGE,
  accepted: ["good", "accepted"],
  retry: ["warn", "will be retried"],
  replayed: ["idle", "replayed"],
  discarded: ["idle", "discarded"],
};

const WHY = {
  waiting_for_retry: "waits for its next attempt",
  put_off: "put off",
  nothing_gets_through: "nothing gets through to the platform",
  held_by_dead_letter: "held by a dead letter",
  held_by_unknown_outcome: "held by an unknown outcome",
};

const LANE = { due: ["good", "due"], claimed: ["good", "in hand"], waiting: ["warn", "waiting"], held: ["bad", "held"] };

const NODE = { joining: ["idle", "joining"], alive: ["good", "alive"], leaving: ["warn", "leaving"], lost: ["bad", "lost"] };

const DAEMON = { not_asked: ["idle", "not asked yet"], answers: ["good", "answers"], failing: ["bad", "failing"] };

const LEVEL = { info: ["idle", "info"], warn: ["warn", "warn"], error: ["bad", "error"] };

const JOB = {
  running: ["warn", "running"],
  done: ["good", "done"],
  canceled: ["idle", "canceled"],
  failed: ["bad", "failed"],
};

const CHECK = { passed: ["good", "passed"], warning: ["warn", "warning"], failed: ["bad", "failed"] };

const APPROVAL = {
  requested: ["warn", "waits"],
  allowed: ["good", "allowed"],
  denied: ["bad", "denied"],
  expired: ["idle", "expired"],
  used: ["idle", "used"],
};

function as(words) {
  return (state, title) => {
    const [kind, word] = words[state] ?? ["idle", String(state).replaceAll("_", " ")];
    return status(kind, word, title);
  };
}

export const readiness = as(READINESS);
export const liveness = as(LIVENESS);
export const saturation = as(SATURATION);
export const messageState = as(MESSAGE);
export const step = as(STEP);
export const lane = as(LANE);
export const node = as(NODE);
export const daemon = as(DAEMON);
export const level = as(LEVEL);
export const job = as(JOB);
export const check = as(CHECK);
export const approval = as(APPROVAL);

/** How grave a step of a message is: `good`, `warn`, `bad` or `idle`. */
export function gravity(outcome) {
  return STEP[outcome]?.[0] ?? "idle";
}

export function why(reason) {
  return WHY[reason] ?? String(reason).replaceAll("_", " ");
}

/** A name of the API as words. */
export function spaced(name) {
  return String(name).replaceAll("_", " ");
}
