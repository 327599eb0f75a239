/** Conversations of one connector that have messages to be handed over. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { channel, get, query } from "../api.js";
import { Page } from "../page.js";
import { link, linkWith, messageLink } from "../routes.js";
import { age, foreign, id, number, time, quiet } from "../text.js";
import { Table, empty, inOrder, section } from "../ui.js";
import * as words from "../words.js";
import { head } from "./connectortabs.js";

const ORDERS = [
  ["depth", "deepest first"],
  ["oldest", "oldest first"],
  ["newest", "newest first"],
];
const SHOWN_MAX = 1000;

export default class Conversations extends Page {
  #order = [];
  #table = new Table(
    "Conversations",
    [
      {
        title: "Conversation",
        cell: (row) =>
          html`<a class="row" href=${link("connectors", this.id, "conversations",
            row.conversation_id)}>${id(row.conversation_id)}</a>`,
      },
      { title: "Direction", look: "fit wide", cell: (row) => row.direction },
      { title: "Messages", look: "num", cell: (row) => number(row.depth) },
      { title: "Oldest", look: "num", cell: (row) => age(row.oldest_unix_ms) },
      { title: "State", look: "fit", cell: (row) => words.lane(row.state) },
      {
        title: "Why",
        look: "wide",
        cell: (row) => html`${row.why ? words.why(row.why) : nothing}
      ${row.until_unix_ms ? html`, ${time(row.until_unix_ms)}` : nothing}
        ${row.reason ? quiet(foreign(row.reason)) : nothing}`,
      },
      {
        title: "First message",
        look: "widest",
        cell: (row) => html`<a href=${messageLink(this.id, row.envelope_id)}>${id(row.envelope_id)}</a>`,
      },
    ],
    key,
  );

  constructor({ id: connector }, filter) {
    super();
    this.id = connector;
    this.title = `${connector}, conversations`;
    this.order = filter.get("order") ?? "depth";
  }

  async load(isOwn) {
    const { conversations } = await get(
      channel(this.id, "conversations") + query({ order: this.order, limit: SHOWN_MAX }),
      isOwn,
    );
    this.conversations = inOrder(this.#order, conversations, key);
  }

  happened(event) {
    return event.connector_id === this.id;
  }

  view() {
    const many = this.conversations.length;
    return html`${head(this.id, "Conversations")}
      ${section(
        "Open conversations",
        many === 0 ? empty("No conversation has messages that wait.") : this.#table.view(this.conversations),
        {
          note: many === SHOWN_MAX ? `the first ${number(many)}` : number(many),
          actions: html`<select aria-label="Order"
          @change=${(event) => (location.hash = linkWith({ order: event.target.value }, "connectors", this.id,
            "conversations"))}>${ORDERS.map(
            ([value, name]) => html`<option value=${value} ?selected=${value === this.order}>${name}</option>`,
          )}</select>`,
        },
      )}`;
  }
}

function key(row) {
  return `${row.direction} ${row.conversation_id}`;
}
