/** Events, newest first, with those that come while somebody looks. */
import { html, nothing } from "./lib/lit-html/lit-html.js";
import { repeat } from "./lib/lit-html/directives/repeat.js";
import { channel, get, query } from "./api.js";
import { link, messageLink } from "./routes.js";
import { foreign, id, number, time } from "./text.js";
import { complain, empty, tree } from "./ui.js";
import { level } from "./words.js";

const PAGE = 100;
/** What is older is still a page away. */
const KEPT_MAX = 2000;
const GRAVITY = { info: 0, warn: 1, error: 2 };

export class Log {
  #events = [];
  #held = [];
  #next = undefined;
  #isPointedAt = false;
  #asked = 0;

  /**
   * @param connector whose it is; null is all of them
   * @param filter `level` and `event_type`, as the API has them
   * @param redraw draws the page
   */
  constructor(connector, filter, redraw) {
    this.connector = connector;
    this.filter = filter;
    this.redraw = redraw;
  }

  /** The newest; those that are here and still follow without a gap stay. */
  async load(isOwn) {
    const asked = ++this.#asked;
    const page = await this.#page(undefined, isOwn);
    if (asked !== this.#asked) {
      return;
    }
    const known = new Set([...this.#held, ...this.#events].map(key));
    const fresh = page.events.filter((event) => !known.has(key(event)));
    if (this.#events.length === 0 || fresh.length === page.events.length) {
      this.#events = page.events;
      this.#held = [];
      this.#next = page.next_before_event_id;
    } else {
      fresh.reverse().forEach((event) => this.#take(event));
    }
  }

  async change(filter) {
    this.filter = filter;
    this.#events = [];
    this.#held = [];
    await this.load(false).catch(complain);
    this.redraw();
  }

  happened(event) {
    if (
      this.#isMeant(event) &&
      ![...this.#held, ...this.#events.slice(0, PAGE)].some((known) => key(known) === key(event))
    ) {
      this.#take(event);
    }
  }

  /** Nothing moves while somebody points at it. */
  #take(event) {
    if (this.#isPointedAt) {
      this.#held.unshift(event);
    } else {
      this.#events.unshift(event);
    }
    if (this.#events.length > KEPT_MAX) {
      this.#events.length = KEPT_MAX;
      this.#next = undefined;
    }
  }

  #isMeant(event) {
    const types = (this.filter.event_type ?? "")
      .split(",")
      .map((type) => type.trim())
      .filter((type) => type !== "");
    return (
      (this.connector === null || event.connector_id === this.connector) &&
      GRAVITY[event.level] >= GRAVITY[this.filter.level || "info"] &&
      (types.length === 0 || types.some((type) => fits(type, event.event_type)))
    );
  }

  #page(before, isOwn) {
    const where = this.connector === null ? "events" : channel(this.connector, "logs");
    return get(where + query({ ...this.filter, limit: PAGE, before_event_id: before }), isOwn);
  }

  async #older() {
    try {
      const page = await this.#page(this.#next, false);
      this.#events = [...this.#events, ...page.events];
      this.#next = page.next_before_event_id;
    } catch (problem) {
      complain(problem);
    }
    this.redraw();
  }

  #point(isPointedAt) {
    this.#isPointedAt = isPointedAt;
    if (!isPointedAt) {
      this.#showHeld();
    }
  }

  #showHeld() {
    this.#events = [...this.#held, ...this.#events];
    this.#held = [];
    this.redraw();
  }

  view() {
    if (this.#events.length === 0) {
      return empty(
        "No event is like this.",
        this.#next
          ? html`<button type="button" class="link" @click=${() => this.#older()}>Look further back</button>`
          : nothing,
      );
    }
    return html`<div @mouseenter=${() => this.#point(true)} @mouseleave=${() => this.#point(false)}>
      <p class="note held" role="status">${
        this.#held.length === 0
          ? nothing
          : html`<button type="button" class="link" @click=${() => this.#showHeld()}>${number(this.#held.length)}
            new</button>`
      }</p>
      <ol class="log" tabindex="0" aria-label="Events, newest first">${repeat(this.#events, key, (event) =>
        this.#line(event))}</ol>
      ${this.#next === undefined ? nothing : html`<p class="more"><button type="button"
        @click=${() => this.#older()}>Older</button></p>`}
    </div>`;
  }

  #line(event) {
    const details = event.details ?? {};
    return html`<li>
      <span class="quiet">${time(event.created_at_unix_ms)}</span>
      ${level(event.level)}
      <span class="type">${event.event_type}${this.connector === null ? connector(event.connector_id) : nothing}</span>
      <span class="said">${foreign(event.message)}
        ${details.envelope_id ? html`<a href=${messageLink(event.connector_id,
          details.envelope_id)}>${id(details.envelope_id)}</a>` : nothing}
        ${Object.keys(details).some((name) => name !== "envelope_id") ? more(details) : nothing}</span>
    </li>`;
  }
}

function connector(of) {
  return html`<br><a href=${link("connectors", of)}>${id(of)}</a>`;
}

function more(details) {
  return html`<details><summary>Details</summary>${tree(details)}</details>`;
}

function key(event) {
  return `${event.connector_id} ${event.event_id}`;
}

function fits(pattern, type) {
  return pattern.endsWith("*") ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}
