/** The messages that have failed of one cause: look, choose, see what would be done, do. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { channel, get, post, query } from "../api.js";
import { Page } from "../page.js";
import { link, messageLink } from "../routes.js";
import { count, foreign, id, number, time } from "../text.js";
import { Table, action, agreed, empty, inOrder, section, toast } from "../ui.js";
import * as words from "../words.js";

const PAGE = 1000;

/** What is done to a message of each state, and how it is said. */
const WAYS = {
  dead: { again: "replay", Again: "Replay", noun: "dead letter" },
  unknown: { again: "resend", Again: "Resend", noun: "unknown outcome" },
};

export default class Failure extends Page {
  rows = [];

  #order = [];
  #chosen = new Set();
  #next = undefined;
  #progress = null;
  #isStopped = false;
  #table = new Table(
    "Messages",
    [
      {
        title: () => html`<input type="checkbox" aria-label="Choose all that are shown"
          .checked=${this.#chosen.size === this.rows.length}
          .indeterminate=${this.#chosen.size > 0 && this.#chosen.size < this.rows.length}
          @change=${(event) => this.#chooseAll(event.target.checked)}>`,
        look: "fit check-cell",
        cell: (
          row,
        ) => html`<input type="checkbox" aria-label=${`Choose ${row.envelope_id}`} .checked=${this.#chosen.has(key(row))}
        @change=${(event) => this.#choose(row, event.target.checked)}>`,
      },
      {
        title: "Message",
        cell: (row) => html`<a class="row" href=${messageLink(this.id, row.envelope_id)}>${id(row.envelope_id)}</a>`,
      },
      { title: "Reason", look: "wide", cell: (row) => foreign(row.reason, 160) },
      { title: "Conversation", look: "widest", cell: (row) => id(row.conversation_id ?? row.payload?.conversation_id) },
      { title: "When", look: "fit", cell: (row) => time(row.created_at_unix_ms) },
    ],
    key,
  );

  constructor({ id: connector, direction, state }, filter) {
    super();
    Object.assign(this, {
      id: connector,
      direction,
      state,
      cause: filter.get("cause") ?? "",
      reason: filter.get("reason") ?? "",
    });
    this.way = WAYS[state] ?? WAYS.dead;
    this.title = `${this.cause || "no reason"}, ${connector}`;
  }

  /** The first page anew; what was loaded behind it stays. */
  async load(isOwn) {
    const page = await this.#page(undefined, isOwn);
    const behind = page.next === undefined ? [] : this.rows.filter((row) => this.#isBehind(row, page.last));
    if (behind.length === 0) {
      this.#next = page.next;
    }
    this.#show([...page.rows, ...behind]);
  }

  /** Dead letters come newest first, unknown outcomes oldest first. */
  #isBehind(row, last) {
    return this.state === "unknown" ? row.sequence > last.sequence : row.dead_letter_id < last.dead_letter_id;
  }

  #show(rows) {
    this.rows = inOrder(this.#order, rows, key);
    this.#chosen = new Set([...this.#chosen].filter((one) => this.#order.includes(one)));
  }

  async #page(from, isOwn) {
    if (this.state === "unknown") {
      const { messages, next_after: next } = await get(
        channel(this.id, "messages", "outbox") + query({ state: "unknown", limit: PAGE, after: from }),
        isOwn,
      );
      return { rows: messages.filter((row) => (row.reason ?? "").includes(this.reason)), next, last: messages.at(-1) };
    }
    const { dead_letters: rows, next_before_dead_letter_id: next } = await get(
      channel(this.id, "dead-letters") +
        query({ direction: this.direction, reason_contains: this.reason, limit: PAGE, before_dead_letter_id: from }),
      isOwn,
    );
    return { rows, next, last: rows.at(-1) };
  }

  async #more() {
    const page = await this.#page(this.#next, false);
    this.#next = page.next;
    this.#show([...this.rows, ...page.rows]);
  }

  happened(event) {
    return event.connector_id === this.id && this.#progress === null;
  }

  left() {
    this.#stop();
  }

  view() {
    const { way } = this;
    const chosen = this.#chosen.size;
    const none = chosen === 0 ? "Choose messages first." : null;
    return html`
      <div class="head"><div><p class="over"><a href=${link("failures")}>Failures</a> · <a
        href=${link("connectors", this.id)}>${id(this.id)}</a> · ${this.direction}</p>
        <h1 tabindex="-1">${foreign(this.cause || "no reason", 200)}</h1>
        <div class="under">${words.messageState(this.state)}</div></div>
        ${
          this.state === "unknown"
            ? nothing
            : html`<div class="actions">
          ${action(`${way.Again} all …`, () => this.#all(way.again), { look: "primary", off: this.#empty() })}
          ${action("Discard all …", () => this.#all("discard"), { look: "danger", off: this.#empty() })}</div>`
        }
      </div>
      ${section(
        "Messages",
        this.rows.length === 0
          ? empty("No message has this state any more.")
          : html`${this.#table.view(this.rows)}
          ${this.#next ? html`<p class="more">${action("More", () => this.#more(), { role: "viewer" })}</p>` : nothing}`,
        {
          note: html`<span role="status">${this.#progress ??
            `${number(chosen)} of ${number(this.rows.length)} chosen`}</span>`,
          actions: html`${this.#progress === null ? nothing : html`<button type="button"
            @click=${() => this.#stop()}>Stop</button>`}
          ${action(`${way.Again} chosen`, () => this.#some(way.again), { off: none })}
          ${action("Discard chosen", () => this.#some("discard"), { look: "danger", off: none })}`,
        },
      )}`;
  }

  #empty() {
    return this.rows.length === 0 ? "There is none." : null;
  }

  #choose(row, isChosen) {
    this.#chosen[isChosen ? "add" : "delete"](key(row));
    this.redraw();
  }

  #chooseAll(areChosen) {
    this.#chosen = new Set(areChosen ? this.rows.map(key) : []);
    this.redraw();
  }

  /** The API is asked first what it would do. */
  async #all(what) {
    const where = channel(this.id, "operations", "dead-letters", what);
    const filter = { direction: this.direction, ...(this.reason === "" ? {} : { reason_contains: this.reason }), all: true };
    const { action: preview } = await post(where, { ...filter, dry_run: true });
    const meant = count(preview.count, "dead letter");
    if (
      await agreed(
        `${verb(what)} ${meant}`,
        html`<p>${consequence(what, preview.count)} A job does it. It can be canceled midway; what it has done by then stays
          done.</p>
        <p class="quiet">Among them:</p>
        <ul>${(preview.dead_letters ?? []).map((letter) => html`<li>${id(letter.envelope_id)} <span
          class="quiet">${foreign(letter.reason, 120)}</span></li>`)}</ul>`,
        `${verb(what)} ${meant}`,
        what === "discard" ? "danger" : "primary",
      )
    ) {
      await post(where, filter);
      location.hash = link("failures");
      return `A job does it; its progress is on this page.`;
    }
  }

  async #some(what) {
    const rows = this.rows.filter((row) => this.#chosen.has(key(row)));
    const meant = count(rows.length, this.way.noun);
    if (
      !(await agreed(
        `${verb(what)} ${meant}`,
        html`<p>${consequence(what, rows.length)} It is done one by one. Stop ends it midway; what is done by then stays
          done.</p>`,
        `${verb(what)} ${meant}`,
        what === "discard" ? "danger" : "primary",
      ))
    ) {
      return undefined;
    }
    try {
      return await this.#oneByOne(rows, what);
    } finally {
      this.#progress = null;
    }
  }

  /** One that is refused does not keep the others. */
  async #oneByOne(rows, what) {
    const refused = [];
    let done = 0;
    this.#isStopped = false;
    for (const [index, row] of rows.entries()) {
      if (this.#isStopped) {
        break;
      }
      this.#progress = `${number(index + 1)} of ${number(rows.length)}`;
      this.redraw();
      try {
        await post(this.#decision(row, what));
        this.#chosen.delete(key(row));
        this.rows = this.rows.filter((one) => one !== row);
        done++;
      } catch (problem) {
        if (![404, 409].includes(problem.status)) {
          throw problem;
        }
        refused.push(problem.message);
      }
    }
    if (refused.length > 0) {
      toast(
        `${count(refused.length, "message")} of ${number(rows.length)} stayed as they are; the first: ${refused[0]}`,
        "bad",
      );
    }
    if (this.#isStopped) {
      return `Stopped: ${number(done)} of ${count(rows.length, "message")} done. That stays done.`;
    }
    return done === 0 ? undefined : `${count(done, "message")} done.`;
  }

  #stop() {
    this.#isStopped = true;
  }

  #decision(row, what) {
    return this.state === "unknown"
      ? channel(this.id, "messages", "outbox", row.envelope_id, what)
      : channel(this.id, "operations", "dead-letters", row.dead_letter_id, what);
  }
}

function key(row) {
  return String(row.dead_letter_id ?? row.envelope_id);
}

function verb(what) {
  return what[0].toUpperCase() + what.slice(1);
}

function consequence(what, many) {
  const messages = count(many, "message");
  switch (what) {
    case "discard":
      return `${messages} will be given up. This cannot be taken back.`;
    case "resend":
      return `${messages} will be sent again. Nobody knows whether the platform has them; what it has is shown twice.
        This cannot be taken back.`;
    default:
      return `${messages} will be tried again, each conversation in its order, with attempts counted from 0.
        What is delivered then cannot be taken back.`;
  }
}
