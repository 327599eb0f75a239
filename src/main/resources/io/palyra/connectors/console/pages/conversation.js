/** One conversation: what was said in it, in both directions and in its order, and why it waits. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { channel, get, query } from "../api.js";
import { seesText } from "../identity.js";
import { Page } from "../page.js";
import { link, messageLink } from "../routes.js";
import { foreign, id, number, time } from "../text.js";
import { Table, empty, facts, section } from "../ui.js";
import * as words from "../words.js";

const SHOWN_MAX = 1000;
const TEXT_MAX = 160;

export default class Conversation extends Page {
  #table = new Table(
    "Messages",
    [
      { title: "When", look: "fit", cell: (row) => time(row.created_at_unix_ms) },
      { title: "Direction", look: "fit wide", cell: (row) => row.direction },
      {
        title: "Message",
        cell: (row) => html`<a class="row" href=${messageLink(this.id, row.envelope_id)}>${id(row.envelope_id)}</a>`,
      },
      {
        title: "Text",
        cell: (row) => foreign(row.text, TEXT_MAX),
        isUsed: seesText,
      },
      {
        title: "Sender",
        look: "widest",
        cell: (row) => (row.sender_id ? html`${id(row.sender_id)} ${foreign(row.sender_display, TEXT_MAX)}` : nothing),
      },
      { title: "State", look: "fit", cell: (row) => words.messageState(row.state) },
      { title: "Attempts", look: "num widest", cell: (row) => number(row.attempts) },
      {
        title: "Next attempt",
        look: "widest",
        cell: (row) => time(row.next_attempt_unix_ms),
        isUsed: (rows) => rows.some((row) => row.next_attempt_unix_ms),
      },
      { title: "Reason", look: "wide", cell: (row) => foreign(row.reason, TEXT_MAX) },
    ],
    (row) => `${row.direction} ${row.envelope_id}`,
  );

  constructor({ id: connector, conversation }) {
    super();
    this.id = connector;
    this.conversation = conversation;
    this.title = conversation;
  }

  async load(isOwn) {
    const [{ conversations }, said] = await Promise.all([
      get(channel(this.id, "conversations") + query({ limit: SHOWN_MAX }), isOwn),
      get(
        channel(this.id, "messages") +
          query({ conversation_id: this.conversation, limit: SHOWN_MAX, text: seesText() ? "true" : undefined }),
        isOwn,
      ),
    ]);
    this.open = conversations.filter((one) => one.conversation_id === this.conversation);
    this.said = said;
  }

  happened(event) {
    return event.connector_id === this.id;
  }

  view() {
    const { messages, more, newest } = this.said;
    return html`
      <div class="head"><div><p class="over"><a href=${link("connectors", this.id)}>${id(this.id)}</a> ·
        <a href=${link("connectors", this.id, "conversations")}>conversations</a></p>
        <h1 tabindex="-1">${id(this.conversation)}</h1></div></div>
      ${section("How it is", this.open.length === 0 ? empty("No message of it waits.") : facts(this.open.map((one) =>
        this.#lane(one))))}
      ${section(
        "Messages in their order",
        this.#table.view(messages, `None is among the newest ${number(newest)} messages that are stored.`),
        { note: more ? `the newest ${number(messages.length)}` : number(messages.length) },
      )}`;
  }

  #lane(one) {
    return [
      one.direction,
      html`${words.lane(one.state)} ${number(one.depth)} waiting ${one.why ? html`, ${words.why(one.why)}` : nothing}
        ${one.until_unix_ms ? time(one.until_unix_ms) : nothing} ${foreign(one.reason)}, first
        <a href=${messageLink(this.id, one.envelope_id)}>${id(one.envelope_id)}</a>`,
    ];
  }
}
