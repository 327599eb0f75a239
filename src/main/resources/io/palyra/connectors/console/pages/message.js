/** The whole way of one message, and what can be done about it. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { channel, get, now, post, query } from "../api.js";
import { seesText } from "../identity.js";
import { Page } from "../page.js";
import { link, messageLink } from "../routes.js";
import { count, duration, foreign, id, quoted, time, visible } from "../text.js";
import { isOpen, timeline } from "../timeline.js";
import { Table, action, agreed, copyButton, empty, facts, section } from "../ui.js";
import * as words from "../words.js";

const INBOUND = ["admitted", "daemon"];
const EDGES_PX = 4;

export default class Message extends Page {
  everyMs = 5000;

  #steps = new Table(
    "Steps",
    [
      { title: "When", look: "fit wide", cell: (row) => time(row.at_unix_ms) },
      { title: "After", look: "num wide", cell: (row) => (row.after === null ? nothing : duration(row.after)) },
      { title: "Stage", look: "fit", cell: (row) => row.stage },
      { title: "Outcome", look: "fit", cell: (row) => words.step(row.outcome) },
      { title: "Attempts", look: "num wide", cell: (row) => row.attempts ?? nothing },
      {
        title: "Message",
        look: "widest",
        cell: (row) =>
          row.envelope_id === this.envelope ? html`<span class="quiet">this&nbsp;one</span>` : this.#link(row.envelope_id),
      },
      {
        title: "Why, or the platform's id",
        cell: (row) => html`${row.native_message_id ? id(row.native_message_id) : nothing}
      ${row.cause ? html`<code>${row.cause}</code>` : nothing} ${row.reason === row.outcome ? nothing :
        foreign(row.reason)}`,
      },
    ],
    (row) => row.key,
  );

  constructor({ id: connector, envelope }) {
    super();
    this.id = connector;
    this.envelope = envelope;
    this.title = envelope;
  }

  async load(isOwn) {
    const { steps } = await get(channel(this.id, "messages", "trace", this.envelope), isOwn);
    this.steps = steps.map((step, index) => ({
      ...step,
      key: index,
      after: index === 0 ? null : step.at_unix_ms - steps[index - 1].at_unix_ms,
    }));
    this.direction = steps.some((step) => step.envelope_id === this.envelope && INBOUND.includes(step.stage))
      ? "inbound"
      : "outbound";
    this.message = await get(
      channel(this.id, "messages", this.direction === "inbound" ? "inbox" : "outbox", this.envelope) +
        query({ text: seesText() ? "true" : undefined }),
      isOwn,
    );
  }

  happened(event) {
    const about = event.details?.envelope_id;
    return event.connector_id === this.id && (about === undefined || this.steps.some((step) => step.envelope_id === about));
  }

  /** An answer or a part has an id that begins with its message's. */
  #link(envelope) {
    const own = envelope.startsWith(this.envelope) ? `…${envelope.slice(this.envelope.length)}` : envelope;
    return html`<a href=${messageLink(this.id, envelope)} title=${visible(envelope)}>${id(own)}</a>`;
  }

  view() {
    const { message } = this;
    return html`
      <div class="head"><div>
        <p class="over"><a href=${link("connectors", this.id)}>${id(this.id)}</a> · ${this.direction}</p>
        <h1 tabindex="-1">${id(this.envelope)}</h1>
        <div class="under">${words.messageState(message.state)}<span>${count(message.attempts,
          "attempt")}</span><span>${time(message.created_at_unix_ms)}</span></div>
        </div><div class="actions">${this.#actions()}</div></div>
      ${section("Its way", this.#way())}
      <div class="columns">
        ${section("Message", this.#facts())}
        ${section("Text", this.#text())}
      </div>`;
  }

  #way() {
    if (this.steps.length === 0) {
      return empty("Nothing is known of its way any more.");
    }
    const last = this.steps.at(-1);
    const lasts = [...Map.groupBy(this.steps, (step) => step.envelope_id).values()].map((own) => own.at(-1));
    const until = !lasts.some(isOpen) ? last.at_unix_ms : Math.max(last.at_unix_ms, now());
    return html`<div class="card">${timeline(this.steps, until, room())}</div>${this.#steps.view(this.steps)}`;
  }

  #facts() {
    const { message } = this;
    return facts([
      [
        "Conversation",
        html`<a href=${link("connectors", this.id, "conversations",
          message.conversation_id)}>${id(message.conversation_id)}</a>`,
      ],
      [
        "Sender",
        message.sender_id &&
          html`${id(message.sender_id)} ${message.sender_display ? foreign(message.sender_display) : nothing}`,
      ],
      ["Reason", foreignOr(message.receipt?.reason ?? message.reason)],
      ["Platform's id", message.receipt?.external_message_id && id(message.receipt.external_message_id)],
      ["Idempotency key", message.receipt && id(message.receipt.idempotency_key)],
      ["Route", message.route_key && foreign(message.route_key)],
      [
        "Next attempt",
        message.state === "pending" && message.next_attempt_unix_ms ? time(message.next_attempt_unix_ms) : null,
      ],
      ["Settled", message.settled_at_unix_ms && time(message.settled_at_unix_ms)],
      [
        "Parts",
        message.parts &&
          html`<ul>${message.parts.map((part) => html`<li>${id(part.envelope_id)}
            ${words.messageState(part.state)}</li>`)}</ul>`,
      ],
    ]);
  }

  #text() {
    if (!seesText()) {
      return empty("Your role does not see the texts of messages.");
    }
    return this.message.text === undefined
      ? empty("Its text is not kept any more.")
      : html`<div class="card">${foreign(this.message.text, 1000)}</div>`;
  }

  #actions() {
    const { state } = this.message;
    const decided = state === "dead" && this.message.dead_letter_id === undefined ? "It is not among the dead letters." :
      null;
    const box = this.direction === "inbound" ? "inbox" : "outbox";
    const where = new URL("../admin/v1/" + channel(this.id, "messages", box, this.envelope), location.href);
    return html`
      ${
        state === "dead"
          ? html`${action("Replay", () => this.#decide("replay"), { look: "primary", off: decided })}
        ${action("Discard", () => this.#decide("discard"), { look: "danger", off: decided })}`
          : nothing
      }
      ${
        state === "unknown"
          ? html`${action("Resend", () => this.#settle("resend"), { look: "primary" })}
        ${action("Discard", () => this.#settle("discard"), { look: "danger" })}`
          : nothing
      }
      ${copyButton("Copy as curl", `curl -s -H "Authorization: Bearer $PALYRA_CLI_TOKEN" ${quoted(where)}`)}
      ${copyButton("Copy as CLI", `palyra-connectors message trace -- ${quoted(this.id)} ${quoted(this.envelope)}`)}`;
  }

  async #decide(what) {
    const isReplay = what === "replay";
    if (
      await agreed(
        isReplay ? "Replay the dead letter" : "Discard the dead letter",
        html`<p>1 message, dead of “${foreign(this.message.receipt?.reason ?? this.message.reason)}”,
      ${isReplay ? "is tried again, with its attempts counted from 0. What is delivered then cannot be taken back." :
        "is given up. This cannot be taken back."}</p>`,
        isReplay ? "Replay 1 message" : "Discard 1 message",
        isReplay ? "primary" : "danger",
      )
    ) {
      await post(channel(this.id, "operations", "dead-letters", this.message.dead_letter_id, what));
      return isReplay ? "It is tried again." : "It is given up.";
    }
  }

  async #settle(what) {
    const isResend = what === "resend";
    if (
      await agreed(
        isResend ? "Resend the message" : "Discard the message",
        html`<p>Nobody knows whether the platform has it. Look there first.
      ${isResend ? "If it has, 1 message is shown twice." : "If it has not, 1 message is lost."} Its conversation goes on.
        This cannot be taken back.</p>`,
        isResend ? "Resend 1 message" : "Discard 1 message",
      )
    ) {
      await post(channel(this.id, "messages", "outbox", this.envelope, what));
      return isResend ? "It is sent again." : "It is given up.";
    }
  }
}

function foreignOr(text) {
  return text === undefined ? undefined : foreign(text);
}

/** How wide a picture may be. */
function room() {
  const main = document.querySelector("main");
  const style = getComputedStyle(main);
  return Math.max(280, main.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 36 - EDGES_PX);
}
