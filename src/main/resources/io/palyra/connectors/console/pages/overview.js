/** The whole fleet on one page, with what needs a person first. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { get, health, now } from "../api.js";
import { approvals, connectors, operations } from "../fleet.js";
import { link } from "../routes.js";
import { Page } from "../page.js";
import { sparkline } from "../sparkline.js";
import { age, count, duration, foreign, id, number, time } from "../text.js";
import { Table, facts, inOrder, section, status } from "../ui.js";
import * as words from "../words.js";
import { needs } from "./needs.js";

/** Statistics are large, and change by the minute. */
const STATISTICS_EACH_MS = 30_000;
const OPERATIONS_EACH_MS = 10_000;
/** So long after the pointer has moved nothing above the table grows. */
const STILL_MS = 3000;

export default class Overview extends Page {
  title = "Overview";

  #order = [];
  #needs = [];
  #movedAt = 0;
  #statisticsAt = 0;
  #operationsAt = 0;
  #series = new Map();
  #table = new Table(
    "Connectors",
    [
      {
        title: "Connector",
        look: "name",
        cell: (row) => html`<a class="row" href=${link("connectors", row.connector_id)}>${id(row.connector_id)}</a>`,
      },
      {
        title: "Readiness",
        look: "fit",
        cell: (row) => (row.enabled ? words.readiness(row.readiness) : html`<span class="quiet">–</span>`),
      },
      {
        title: "Liveness",
        look: "fit wide",
        cell: (row) => (row.enabled ? words.liveness(row.liveness) : status("idle", "disabled")),
      },
      { title: "In", look: "num wide", cell: (row) => number(row.queue_depth.pending_inbound) },
      { title: "Out", look: "num", cell: (row) => number(row.queue_depth.pending_outbox) },
      { title: "Oldest", look: "num wide", cell: (row) => age(this.#oldest(row.connector_id)) },
      { title: "Dead", look: "num", cell: (row) => failures(row) },
      { title: "Last hour", look: "fit wide", cell: (row) => sparkline(this.#series.get(row.connector_id) ?? []) },
      {
        title: "Node",
        look: "widest",
        cell: (row) => foreign(row.node),
        isUsed: (rows) => rows.some((row) => row.node),
      },
    ],
    (row) => row.connector_id,
  );

  async load(isOwn) {
    const all = await connectors(isOwn);
    const [state, failed, daemon, nodes, held, pending] = await Promise.all([
      health(isOwn),
      get("failures", isOwn),
      get("daemon", isOwn),
      get("nodes", isOwn),
      this.#loadOperations(all, isOwn),
      approvals("requested", isOwn),
      this.#loadStatistics(isOwn),
    ]);
    Object.assign(this, {
      all: inOrder(this.#order, all, (row) => row.connector_id),
      health: state,
      failures: failed.failures,
      daemon,
      nodes: nodes.nodes,
      operations: held,
      approvals: pending ?? [],
    });
  }

  /** A call for each connector: not with each message. */
  async #loadOperations(all, isOwn) {
    if (Date.now() - this.#operationsAt > OPERATIONS_EACH_MS) {
      this.#operationsAt = Date.now();
      return operations(all, isOwn);
    }
    return this.operations;
  }

  happened(event) {
    if (/^(queue|access|connector)\./.test(event.event_type)) {
      this.#operationsAt = 0;
    }
    return true;
  }

  async #loadStatistics(isOwn) {
    if (Date.now() - this.#statisticsAt > STATISTICS_EACH_MS) {
      this.#statisticsAt = Date.now();
      const { series } = await get("stats?window=1h", isOwn);
      this.#series = Map.groupBy(series, (one) => one.connector_id);
    }
  }

  #oldest(connector) {
    const held = this.operations.get(connector);
    const known = [held?.queue.oldest_pending_created_at_unix_ms, ...(this.#series.get(connector) ?? []).map(oldestInbound)];
    return known.filter((at) => at !== undefined).sort((one, other) => one - other)[0];
  }

  view() {
    if (Date.now() - this.#movedAt > STILL_MS) {
      this.#needs = needs(this);
    }
    const first = this.#needs;
    return html`<div @mousemove=${() => (this.#movedAt = Date.now())}>
      <div class="head"><h1 tabindex="-1">Overview</h1></div>
      <section aria-label="What needs a person">
        ${
          first.length === 0
            ? html`<p class="fine">${status("good", "Nothing needs a person.")}</p>`
            : html`<ul class="needs">${first.map(
                ({ kind, word, what, href }) => html`<li>${status(kind, word)}<span class="what">${what}</span>
              ${href ? html`<a class="row" href=${href}>Look</a>` : nothing}</li>`,
              )}</ul>`
        }
      </section>
      ${section("Connectors", this.#table.view(this.all, "No connector is registered."), {
        note: number(this.all.length),
        actions: html`<a class="button" href=${link("add")}>Add a connector</a>`,
      })}
      <div class="columns">
        ${section("Daemon", this.#daemon())}
        ${section("Store and routes", this.#store())}
        ${section("Nodes", this.#nodes(), { actions: html`<a href=${link("nodes")}>All nodes</a>` })}
      </div></div>`;
  }

  #daemon() {
    const { daemon } = this;
    return facts([
      ["State", words.daemon(daemon.state)],
      ["Failing since", daemon.failing_since_unix_ms && time(daemon.failing_since_unix_ms)],
      ["Last error", daemon.last_error && foreign(daemon.last_error)],
      ["In use", `${number(daemon.in_use)} of ${number(daemon.limit)}`],
      ["Answers in", daemon.latency_ms_p50 === undefined ? null : `${duration(daemon.latency_ms_p50)} (median)`],
      ["Last answer", daemon.last_answer_unix_ms && time(daemon.last_answer_unix_ms)],
      ["Endpoint", id(daemon.endpoint)],
    ]);
  }

  #store() {
    const checks = this.health.checks.filter((check) => ["store", "inbox", "outbox", "routes"].includes(check.name));
    return facts(
      checks.map((check) => [check.name, html`${checked(check)} <span class="quiet">${foreign(check.message)}</span>`]),
    );
  }

  #nodes() {
    return facts(
      this.nodes.map((node) => [
        foreign(node.name),
        html`${words.node(node.state)}
      <span class="quiet">${count(node.connectors.length, "connector")}, up ${age(node.started_at_unix_ms)}</span>`,
      ]),
    );
  }
}

function checked({ status: state }) {
  return state === "UP" ? status("good", "up") : state === "DOWN" ? status("bad", "down") : status("idle", "unknown");
}

function failures(row) {
  const dead = row.queue_depth.dead_letters;
  return dead === 0 ? "0" : html`<span class="bad-text">${number(dead)}</span>`;
}

/** Only the statistics know the age of what came in; they say how old it was when the step ended. */
function oldestInbound(series) {
  const last = series.direction === "inbound" ? series.oldest_age_ms.at(-1) : null;
  return last === null || last === undefined || last === 0 ? undefined : now() - last;
}
