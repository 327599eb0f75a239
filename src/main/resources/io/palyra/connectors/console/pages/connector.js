/** One connector: how it is and why, what can be done about it, and what happens. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { channel, get, post, query } from "../api.js";
import { Chart } from "../chart.js";
import { Log } from "../log.js";
import { Page } from "../page.js";
import { link, linkWith } from "../routes.js";
import { count, countdown, duration, foreign, id, number, time } from "../text.js";
import { Table, action, empty, facts, field, section, submit, submitted, tree } from "../ui.js";
import * as words from "../words.js";
import { head } from "./connectortabs.js";
import * as actions from "./connectoractions.js";
import { capabilities, limits } from "./capabilities.js";
import { report } from "./report.js";

const WINDOWS = [
  ["1h", "an hour"],
  ["8h", "8 hours"],
  ["24h", "a day"],
  ["7d", "7 days"],
];
const STATISTICS_EACH_MS = 30_000;
const TEST_WAIT_MS = 5000;

export default class Connector extends Page {
  #window = "1h";
  #statistics = null;
  #statisticsAt = 0;
  #values = null;
  #report = null;
  #tested = null;
  #isGoing = false;
  #chart = new Chart("Messages of this connector over time; the numbers are below", [
    { name: "delivered", look: "delivered", colour: "--accent" },
    { name: "retries", look: "retried", colour: "--warn" },
    { name: "dead or unknown", look: "failed", colour: "--bad" },
  ]);
  #limited = new Table(
    "Rate limits",
    [
      { title: "Route", cell: (row) => id(row.route) },
      { title: "Reason", cell: (row) => foreign(row.reason) },
      { title: "For another", look: "num", cell: (row) => countdown(row.until_unix_ms) },
    ],
    (row) => row.route,
  );

  constructor({ id: connector }, filter) {
    super();
    this.id = connector;
    this.title = connector;
    this.log = new Log(connector, { level: filter.get("level") ?? "", event_type: filter.get("type") ?? "" }, () =>
      this.redraw(),
    );
  }

  async load(isOwn) {
    if (this.#isGoing) {
      return;
    }
    const [shown] = await Promise.all([get(channel(this.id), isOwn), this.log.load(isOwn), this.#loadStatistics(isOwn)]);
    Object.assign(this, shown);
  }

  async #loadStatistics(isOwn) {
    if (Date.now() - this.#statisticsAt < STATISTICS_EACH_MS) {
      return;
    }
    this.#statisticsAt = Date.now();
    const statistics = await get("stats" + query({ window: this.#window, connector_id: this.id }), isOwn);
    const of = (...names) =>
      statistics.at_unix_ms.map((at, index) =>
        statistics.series.reduce((sum, series) => names.reduce((before, name) => before + series[name][index], sum), 0),
      );
    this.#statistics = statistics;
    this.#values = [statistics.at_unix_ms.map((at) => at / 1000), of("delivered"), of("retries"), of("dead", "unknown")];
  }

  happened(event) {
    this.log.happened(event);
    return event.connector_id === this.id;
  }

  view() {
    const { connector } = this;
    return html`
      ${head(
        this.id,
        "Connector",
        html`${connector.enabled ? words.readiness(connector.readiness) : nothing} ${words.liveness(connector.liveness)}
        ${words.saturation(this.operations.saturation.state)} ${connector.enabled ? nothing : html`<span>disabled</span>`}`,
        this.#actions(),
      )}
      <div class="columns">
        ${section("State", this.#state())}
        ${section("Queue", this.#queue(), { actions: this.#queueActions() })}
      </div>
      ${this.#heldUp()}
      ${this.#report === null ? nothing : section("Health, as the platform says", report(this.#report))}
      ${section("Messages", this.#messages(), { actions: this.#windows() })}
      ${section("Test", this.#test())}
      ${section("Log", this.log.view(), { id: "log", actions: this.#filter() })}
      <div class="columns">
        ${section("Runtime", this.runtime ? tree(this.runtime) : empty(foreign(this.runtime_unavailable ??
          "The connector does not run.")))}
        ${section("Limits", limits(connector.capabilities.limits))}
      </div>
      ${section("Capabilities", capabilities(connector.capabilities))}`;
  }

  /** What is being removed is not there to be asked for. */
  #going() {
    this.#isGoing = true;
    return () => {
      this.#isGoing = false;
    };
  }

  #actions() {
    const { connector } = this;
    const refresh = connector.capabilities.health_refresh;
    return html`
      ${action("Refresh health", () => this.#refresh(), { off: refresh.supported ? null : refresh.reason })}
      ${
        connector.enabled
          ? action("Disable", () => actions.disable(connector), { look: "danger" })
          : action("Enable", () => actions.enable(this.id), { look: "primary" })
      }
      ${action("Remove", () => actions.forget(connector, () => this.#going()), { role: "admin", look: "danger" })}`;
  }

  #state() {
    const { connector, operations } = this;
    const error = connector.last_error_detail;
    return facts([
      [
        "Why",
        operations.saturation.reasons.length === 0
          ? "nothing holds it up"
          : html`<ul>${operations.saturation.reasons.map((reason) => html`<li>${foreign(reason)}</li>`)}</ul>`,
      ],
      [
        "Last error",
        error &&
          html`${foreign(error.text)} <span class="quiet">${time(error.at_unix_ms)}, ${count(error.count, "time")}${
            error.cleared_at_unix_ms ? html`; over since ${time(error.cleared_at_unix_ms)}` : nothing
          }</span>`,
      ],
      ["Last refusal", operations.last_auth_failure && foreign(operations.last_auth_failure)],
      ["Last in", connector.last_inbound_unix_ms && time(connector.last_inbound_unix_ms)],
      ["Last out", connector.last_outbound_unix_ms && time(connector.last_outbound_unix_ms)],
      ["Restarts", number(connector.restart_count)],
      ["Principal", foreign(connector.principal)],
      ["Node", connector.node && foreign(connector.node)],
    ]);
  }

  #queue() {
    const { queue } = this.operations;
    return facts([
      [
        "Paused",
        queue.paused
          ? html`${foreign(queue.pause_reason ?? "no reason was given")}, ${time(queue.pause_updated_at_unix_ms)}`
          : null,
      ],
      [
        "Waiting to go out",
        html`${number(queue.pending_outbox)} <span class="quiet">of them ${number(queue.due_outbox)} due,
          ${number(queue.claimed_outbox)} in hand</span>`,
      ],
      ["Came in, waiting", number(this.connector.queue_depth.pending_inbound)],
      ["Oldest", queue.oldest_pending_created_at_unix_ms && time(queue.oldest_pending_created_at_unix_ms)],
      ["Next attempt", queue.next_attempt_unix_ms && time(queue.next_attempt_unix_ms)],
      ["Dead letters", html`<a href=${linkWith({ connector: this.id }, "failures")}>${number(queue.dead_letters)}</a>`],
      ["Unknown outcomes", this.runtime && number(this.runtime.metrics.unknown_outbox)],
    ]);
  }

  #queueActions() {
    const { queue } = this.operations;
    return html`
      ${queue.paused ? action("Resume", () => actions.resume(this.id), { look: "primary" }) : action("Pause", () =>
        actions.pause(this.id, queue))}
      ${action("Drain", () => actions.drain(this.id, queue), { off: queue.due_outbox === 0 ? "Nothing is due." : null })}`;
  }

  #heldUp() {
    const { rate_limits: limited, blocked_conversations: blocked, outages } = this.operations;
    if (limited.stated.length + limited.limited_conversations + blocked.count === 0 && !outages) {
      return nothing;
    }
    const oldest = blocked.oldest;
    return section(
      "What holds messages up",
      html`
      ${facts([
        ["Platform", outages?.platform && outage(outages.platform)],
        ["Daemon", outages?.daemon && outage(outages.daemon)],
        [
          "Rate limited",
          limited.limited_conversations > 0
            ? html`${count(limited.limited_conversations, "conversation")}, next attempt
              ${time(limited.next_attempt_unix_ms)}`
            : null,
        ],
        [
          "Blocked",
          blocked.count > 0
            ? html`<a href=${link("connectors", this.id, "conversations")}>${count(blocked.count, "conversation")}</a>`
            : null,
        ],
        [
          "The oldest",
          oldest &&
            html`${id(oldest.conversation_id)}: ${words.why(oldest.why)} since ${time(oldest.since_unix_ms)}
          ${oldest.reason ? html`(${foreign(oldest.reason)})` : nothing}`,
        ],
      ])}
      ${limited.stated.length === 0 ? nothing : this.#limited.view(limited.stated)}`,
    );
  }

  #windows() {
    return html`<label class="check"><span class="quiet">The last</span> <select
      @change=${(event) => this.#look(event.target.value)}>${WINDOWS.map(
      ([value, name]) => html`<option value=${value} ?selected=${value === this.#window}>${name}</option>`,
    )}</select></label>`;
  }

  #messages() {
    return html`${this.#chart.view(this.#values)}${facts(
      this.#statistics.series.map(({ direction, total }) => [
        direction,
        html`${number(total.accepted)} accepted, ${number(total.delivered)}
          ${direction === "inbound" ? "answered" : "delivered"}, ${count(total.retries, "retry", "retries")},
      ${number(total.dead)} dead, ${number(total.unknown)} unknown${
        total.latency_ms_p50 === undefined
          ? nothing
          : html`; ${duration(total.latency_ms_p50)} in the median, ${duration(total.latency_ms_p99)} for 99 %`
      }`,
      ]),
    )}`;
  }

  #test() {
    return html`<form class="form" @submit=${submitted((values) => this.#sendTest(values))}>
        <label class="field grow"><span>A message in, as if the platform had given it</span><input name="text" required
          maxlength="4000"></label>
        ${field("Conversation", html`<input name="conversation_id" maxlength="200">`)}
        ${field("Sender", html`<input name="sender_id" maxlength="200">`)}
        ${submit("Send")}
        ${action("To the platform …", () => actions.testSend(this.id))}
      </form>
      ${
        this.#tested === null
          ? nothing
          : html`<div class="card answer">
        <p><a href=${link("connectors", this.id, "messages", this.#tested.envelope_id)}>See its
          way</a></p>${tree(this.#tested.ingest)}
        <details><summary>The whole answer</summary>${tree(this.#tested)}</details></div>`
      }`;
  }

  async #sendTest(values) {
    this.#tested = await post(channel(this.id, "test"), { ...values, wait_ms: TEST_WAIT_MS });
  }

  async #refresh() {
    this.#report = (await post(channel(this.id, "operations", "health-refresh"))).health_refresh;
  }

  #look(window) {
    this.#window = window;
    this.#statisticsAt = 0;
    document.dispatchEvent(new CustomEvent("changed"));
  }

  #filter() {
    const change = (event) => {
      const { level, type } = Object.fromEntries(new FormData(event.currentTarget));
      const given = Object.entries({ level, type }).filter(([, value]) => value !== "");
      history.replaceState(null, "", linkWith(Object.fromEntries(given), "connectors", this.id));
      this.log.change({ level, event_type: type });
    };
    return html`<form class="actions" @change=${change} @submit=${(event) => {
      event.preventDefault();
      change(event);
    }}>
      <select name="level" aria-label="Level">${[
        ["", "all levels"],
        ["warn", "warn and error"],
        ["error", "error"],
      ].map(
        ([value, name]) => html`<option value=${value} ?selected=${value === this.log.filter.level}>${name}</option>`,
      )}</select>
      <input name="type" aria-label="Types of events" placeholder="types, such as outbox.*"
        .value=${this.log.filter.event_type} maxlength="200"></form>`;
  }
}

function outage(held) {
  return html`${held.kind} since ${time(held.since_unix_ms)}, ${count(held.failures, "failure")}: ${foreign(held.reason)}
    ${held.next_probe_unix_ms ? html`<span class="quiet">next try ${time(held.next_probe_unix_ms)}</span>` : nothing}`;
}
