/** What is found by an id, a person or a part of a text. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { get, query } from "../api.js";
import { Page } from "../page.js";
import { link, messageLink } from "../routes.js";
import { foreign, id, number, time } from "../text.js";
import { Table, empty, section } from "../ui.js";
import { messageState, spaced } from "../words.js";

export default class Search extends Page {
  everyMs = Infinity;

  #table = new Table(
    "Found",
    [
      {
        title: "What",
        cell: (row) =>
          html`<a class="row" href=${
            row.envelope_id
              ? messageLink(row.connector_id, row.envelope_id)
              : link("connectors", row.connector_id, "conversations", row.conversation_id)
          }>${id(row.envelope_id ?? row.conversation_id)}</a>`,
      },
      { title: "By", look: "fit wide", cell: (row) => spaced(row.by) },
      { title: "Connector", look: "fit", cell: (row) => id(row.connector_id) },
      {
        title: "State",
        look: "fit wide",
        cell: (row) => (row.state ? messageState(row.state) : html`<span class="quiet">conversation</span>`),
      },
      {
        title: "When",
        look: "fit widest",
        cell: (row) => (row.created_at_unix_ms ? time(row.created_at_unix_ms) : nothing),
      },
      {
        title: "Who, or what",
        look: "wide",
        cell: (row) => html`${row.sender_id ? html`${id(row.sender_id)} ${foreign(row.sender_display)}` : nothing}
      ${row.native_message_id ? id(row.native_message_id) : nothing} ${row.text ? foreign(row.text, 200) : nothing}`,
      },
    ],
    (row) => row.key,
  );

  constructor(none, filter) {
    super();
    this.q = filter.get("q") ?? "";
    this.title = `Search: ${this.q}`;
  }

  async load() {
    const found = this.q === "" ? { hits: [], more: false } : await get("search" + query({ q: this.q }));
    this.hits = found.hits.map((hit, key) => ({ ...hit, key }));
    this.isMore = found.more;
    this.newest = found.newest;
  }

  happened() {
    return false;
  }

  view() {
    return html`<div class="head"><h1 tabindex="-1">Search</h1></div>
      ${section(
        "Found",
        this.hits.length === 0
          ? empty(
              html`Nothing is found by “${foreign(this.q)}”.`,
              this.newest
                ? `Ids are found by their beginnings; senders, texts and the platform's ids among the newest
                  ${number(this.newest)} messages of each direction.`
                : nothing,
            )
          : this.#table.view(this.hits),
        { note: this.isMore ? `the first ${number(this.hits.length)}; there are more` : number(this.hits.length) },
      )}`;
  }
}
