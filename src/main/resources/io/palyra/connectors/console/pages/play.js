/** A chat with the daemon through echo, as a user would have it, and beside it the way of each message. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { channel, get, now, post, query } from "../api.js";
import { connectors } from "../fleet.js";
import { seesText, whyNot } from "../identity.js";
import { Page } from "../page.js";
import { link, messageLink } from "../routes.js";
import { duration, foreign, id } from "../text.js";
import { isOpen, timeline } from "../timeline.js";
import { empty, section, submit, submitted } from "../ui.js";
import * as words from "../words.js";

const WAIT_MS = 5000;
const CALM_MS = 60_000;
const OPEN_MS = 1000;
const MARKERS = ["[network-once]", "[rate-limit-once]", "[connector-crash-once]", "[permanent]"];
const FIRST = "echo:default";
const CONVERSATION = "console-play";
const PICTURE_PX = 460;

export default class Play extends Page {
  title = "Play";

  #talk = [];
  #shown = null;

  async load(isOwn) {
    const echoes = (await connectors(isOwn)).filter((one) => one.kind === "echo" && one.enabled);
    this.echo = echoes.find((one) => one.connector_id === FIRST) ?? echoes[0] ?? null;
    await Promise.all(this.#talk.filter((one) => one.isOpen).map((one) => this.#follow(one, isOwn)));
    this.everyMs = this.#talk.some((one) => one.isOpen) ? OPEN_MS : CALM_MS;
  }

  happened(event) {
    return this.#talk.some((one) => one.isOpen) && event.connector_id === this.echo?.connector_id;
  }

  /** Its steps so far, and what was said to it. */
  async #follow(one, isOwn) {
    const { steps } = await get(channel(one.connector, "messages", "trace", one.envelope), isOwn);
    const answers = new Set(steps.filter((step) => step.stage === "enqueued").map((step) => step.envelope_id));
    one.replies = await Promise.all(
      [...answers].map((envelope) =>
        get(
          channel(one.connector, "messages", "outbox", envelope) + query({ text: seesText() ? "true" : undefined }),
          isOwn,
        ),
      ),
    );
    one.steps = steps;
    one.isOpen =
      steps.length === 0 || [...Map.groupBy(steps, (step) => step.envelope_id).values()].some((own) => isOpen(own.at(-1)));
  }

  view() {
    return html`<div class="head"><h1 tabindex="-1">Play</h1></div>
      ${
        this.echo === null
          ? empty(html`No echo connector is enabled. Enable <a href=${link("connectors", "echo:default")}>echo:default</a>.`)
          : html`<div class="play">
        ${section("Chat", this.#chat(), { note: html`through ${id(this.echo.connector_id)}` })}
        ${section("The way of the message", this.#way())}
      </div>`
      }`;
  }

  #chat() {
    return html`<div class="talk" aria-live="polite">
        ${
          this.#talk.length === 0
            ? html`<p class="quiet">What you write goes to the daemon as a user's message would, and its answer comes back
              through the outbox.
          Words in brackets make the delivery of the answer fail once, or for good.</p>`
            : nothing
        }
        ${this.#talk.map(
          (one) => html`
          <button type="button" class="said-by us" aria-current=${one === this.#shown ? "true" : nothing}
            @click=${() => this.#show(one)}>${foreign(one.text)}</button>
          ${one.replies.map(
            (
              reply,
            ) => html`<div class="said-by">${reply.text === undefined ? html`<span class="quiet">text
              hidden</span>` : foreign(reply.text)}
            <small>${words.messageState(reply.state)} ${reply.attempts > 1 ? `after ${reply.attempts} attempts` :
              nothing}</small></div>`,
          )}`,
        )}
      </div>
      <form class="form" @submit=${submitted((values, form) => this.#say(values.text, form))}>
        <label class="field grow"><span>Message</span><input name="text" required maxlength="4000" autocomplete="off"
          ?disabled=${whyNot("operator") !== null}></label>
        ${submit("Say it")}
      </form>
      <p class="actions markers">${MARKERS.map((marker) => html`<button type="button" class="link"
        @click=${add}>${marker}</button>`)}</p>`;
  }

  #way() {
    const one = this.#shown;
    if (one === null || one.steps.length === 0) {
      return empty("Say something, and its way is here.");
    }
    const until = one.isOpen ? Math.max(now(), one.steps.at(-1).at_unix_ms) : one.steps.at(-1).at_unix_ms;
    return html`<div class="card">${timeline(one.steps, until, PICTURE_PX)}
        <ol class="steps">${one.steps.map(
          (
            step,
            index,
          ) => html`<li><span class="quiet after">${index === 0 ? nothing : `+ ${duration(step.at_unix_ms - one.steps[index
            - 1].at_unix_ms)}`}</span>
          <span>${step.stage}</span>${words.step(step.outcome)}<span class="quiet">${step.reason === step.outcome ? nothing
            : foreign(step.reason)}</span></li>`,
        )}</ol>
      </div>
      <p class="more"><a href=${messageLink(one.connector, one.envelope)}>The whole message</a></p>`;
  }

  #show(one) {
    this.#shown = one;
    this.redraw();
  }

  async #say(text, form) {
    const connector = this.echo.connector_id;
    form.reset();
    const { envelope_id: envelope } = await post(channel(connector, "test"), {
      text,
      conversation_id: CONVERSATION,
      sender_id: "console",
      wait_ms: WAIT_MS,
    });
    const one = { connector, envelope, text, replies: [], steps: [], isOpen: true };
    this.#talk.push(one);
    this.#shown = one;
    form.querySelector("input").focus();
  }
}

/** A marker behind what is written already. */
function add(event) {
  const input = document.querySelector("main input[name=text]");
  input.value = `${input.value} ${event.currentTarget.textContent}`.trim();
  input.focus();
}
