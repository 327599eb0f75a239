/** What a person should look at, the gravest first. */
import { html } from "../lib/lit-html/lit-html.js";
import { link, linkWith } from "../routes.js";
import { count, foreign, id, time } from "../text.js";

const CONNECTOR = "connector:";

/** @returns entries with `kind`, `word`, `what` and `href` */
export function needs({ health, failures, operations, approvals, nodes }) {
  return [
    ...health.checks.filter((check) => check.status === "DOWN").map(down),
    ...nodes.filter((node) => node.state === "lost").map(lost),
    ...failures.map(failed),
    ...[...operations].flatMap(([connector, held]) => of(connector, held)),
    ...(approvals.length === 0 ? [] : [pending(approvals)]),
  ];
}

function down(check) {
  return {
    kind: "bad",
    word: "down",
    what: html`<strong>${foreign(check.name)}</strong> ${check.since_unix_ms ? html`<span class="quiet">since
      ${time(check.since_unix_ms)}</span>` : ""}
      ${foreign(check.message)}`,
    href: check.name.startsWith(CONNECTOR) ? link("connectors", check.name.slice(CONNECTOR.length)) : null,
  };
}

function lost(node) {
  return {
    kind: "bad",
    word: "lost",
    what: html`Node <strong>${foreign(node.name)}</strong>, last seen ${time(node.heartbeat_unix_ms)}`,
    href: link("nodes"),
  };
}

function failed(group) {
  const isUnknown = group.state === "unknown";
  return {
    kind: isUnknown ? "warn" : "bad",
    word: isUnknown ? "unknown" : "dead",
    what: html`${isUnknown ? count(group.messages, "unknown outcome") : count(group.messages, "dead letter")} of
      ${id(group.connector_id)},
      ${group.direction}, latest ${time(group.latest_unix_ms)}: ${foreign(group.latest.reason, 160)}`,
    href: failureLink(group),
  };
}

/** Where the messages of a group are. */
export function failureLink(group) {
  return linkWith(
    { cause: group.cause, reason: group.reason_contains },
    "failures",
    group.connector_id,
    group.direction,
    group.state,
  );
}

function of(connector, { queue, access_requests: requests, blocked_conversations: blocked, outages }) {
  const entries = [];
  const href = link("connectors", connector);
  if (queue.paused) {
    entries.push({
      kind: "warn",
      word: "paused",
      href,
      what: html`${id(connector)} delivers nothing
      ${queue.pause_updated_at_unix_ms ? html`since ${time(queue.pause_updated_at_unix_ms)}` : ""}:
        ${foreign(queue.pause_reason ?? "no reason was given")}`,
    });
  }
  if (outages?.platform) {
    entries.push({
      kind: "warn",
      word: "outage",
      href,
      what: html`${id(connector)}: ${foreign(outages.platform.reason)}, since ${time(outages.platform.since_unix_ms)}`,
    });
  }
  if (blocked.oldest && blocked.oldest.why.startsWith("held_")) {
    entries.push({
      kind: "warn",
      word: "held",
      href: link("connectors", connector, "conversations"),
      what: html`${count(blocked.count, "conversation")}
      of ${id(connector)} cannot go on, the oldest since ${time(blocked.oldest.since_unix_ms)}`,
    });
  }
  if (requests.open > 0) {
    entries.push({
      kind: "idle",
      word: "asks",
      href: link("connectors", connector, "access"),
      what: html`${count(requests.open, "person waits", "people wait")}
      to be let in by ${id(connector)}, the first since ${time(requests.oldest_created_at_unix_ms)}`,
    });
  }
  return entries;
}

function pending(approvals) {
  return {
    kind: "warn",
    word: "approval",
    href: link("approvals"),
    what: `${count(approvals.length, "approval waits", "approvals wait")} for a decision`,
  };
}
