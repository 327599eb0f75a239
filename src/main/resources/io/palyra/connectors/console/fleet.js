/** What is known of all connectors, from as few calls as it takes. */
import { channel, get, query } from "./api.js";

const AT_ONCE = 4;
const LOOKED_AT_MAX = 100;
const APPROVALS_MAX = 1000;

/** Every connector, however many pages that takes. */
export async function connectors(isOwn) {
  const all = [];
  let after;
  do {
    const page = await get("channels" + query({ after }), isOwn);
    all.push(...page.connectors);
    after = page.next_after;
  } while (after !== undefined);
  return all;
}

/**
 * What holds up each of them, by its id; of the first hundred that are enabled. One that has just been removed is left out.
 */
export async function operations(all, isOwn) {
  const found = new Map();
  const waiting = all.filter((connector) => connector.enabled).slice(0, LOOKED_AT_MAX);
  const work = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const id = one.connector_id;
      const answer = await get(channel(id), isOwn).catch(withoutRemoved);
      if (answer !== null) {
        found.set(id, answer.operations);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

function withoutRemoved(problem) {
  if (problem.status === 404) {
    return null;
  }
  throw problem;
}

let areApprovalsThere = true;

/** Approvals are not part of every program: null where there are none, and then they are not asked for again. */
export async function approvals(state, isOwn) {
  if (!areApprovalsThere) {
    return null;
  }
  try {
    return (await get("approvals" + query({ state, limit: APPROVALS_MAX }), isOwn)).approvals;
  } catch (problem) {
    if (problem.code === "unknown_path") {
      areApprovalsThere = false;
      return null;
    }
    throw problem;
  }
}
