/** One conversation: what goes out of it, in its order, and why it waits. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { channel, get, query } from "../api.js";
import { Page } from "../page.js";
import { link, messageLink } from "../routes.js";
import { foreign, id, number, time } from "../text.js";
import { Table, empty, facts, section } from "../ui.js";
import * as words from "../words.js";

const STATES = ["pending", "unknown", "dead", "delivered"];
const OF_EACH = 1000;

export default class Conversation extends Page {
  #table = new Table(
    "Messages",
    [
      {
        title: "Message",
        cell: (row) => html`<a class="row" href=${messageLink(this.id, row.envelope_id)}>${id(row.envelope_id)}</a>`,
      },
      { title: "State", look: "fit", cell: (row) => words.messageState(row.state) },
      { title: "Attempts", look: "num wide", cell: (row) => number(row.attempts) },
      { title: "Enqueued", look: "fit wide", cell: (row) => time(row.created_at_unix_ms) },
      {
        title: "Next attempt",
        look: "widest",
        cell: (row) => (row.next_attempt_unix_ms && row.state === "pending" ? time(row.next_attempt_unix_ms) : nothing),
      },
      { title: "Reason", look: "wide", cell: (row) => foreign(row.reason) },
    ],
    (row) => row.sequence,
  );

  constructor({ id: connector, conversation }) {
    super();
    this.id = connector;
    this.conversation = conversation;
    this.title = conversation;
  }

  async load(isOwn) {
    const [{ conversations }, ...pages] = await Promise.all([
      get(channel(this.id, "conversations") + query({ limit: OF_EACH }), isOwn),
      ...STATES.map((state) =>
        get(
          channel(this.id, "messages", "outbox") + query({ state, conversation_id: this.conversation, limit: OF_EACH }),
          isOwn,
        ),
      ),
    ]);
    this.open = conversations.filter((one) => one.conversation_id === this.conversation);
    this.rows = pages.flatMap((page) => page.messages).sort((one, other) => one.sequence - other.sequence);
    this.isMore = pages.some((page) => page.next_after !== undefined);
  }

  happened(event) {
    return event.connector_id === this.id;
  }

  view() {
    return html`
      <div class="head"><div><p class="over"><a href=${link("connectors", this.id)}>${id(this.id)}</a> ·
        <a href=${link("connectors", this.id, "conversations")}>conversations</a></p><h1 tabindex="-1">${id(this.conversation)}</h1></div></div>
      ${section(
        "How it is",
        this.open.length === 0
          ? empty("No message of it waits.")
          : facts(
              this.open.map((one) => [
                one.direction,
                html`${words.lane(one.state)} ${number(one.depth)} waiting ${one.why ? html`, ${words.why(one.why)}` : nothing}
          ${one.until_unix_ms ? time(one.until_unix_ms) : nothing} ${foreign(one.reason)}, first
          <a href=${messageLink(this.id, one.envelope_id)}>${id(one.envelope_id)}</a>`,
              ]),
            ),
      )}
      ${section("Messages out, in their order", this.#table.view(this.rows, "No message to this conversation is stored."), {
        note: this.isMore ? `the oldest ${number(OF_EACH)} of each state` : number(this.rows.length),
      })}`;
  }
}
