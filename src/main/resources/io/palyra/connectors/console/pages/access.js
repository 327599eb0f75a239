/** Who may talk to the daemon through a connector, and who asks for it. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { channel, get, post, query, remove } from "../api.js";
import { Page } from "../page.js";
import { foreign, id, number, time, quiet } from "../text.js";
import {
  Table,
  action,
  agreed,
  copyButton,
  dialog,
  empty,
  facts,
  field,
  section,
  status,
  submit,
  submitted,
} from "../ui.js";
import * as words from "../words.js";
import { changeRules } from "./accessrules.js";
import { head } from "./connectortabs.js";

const PAGE = 1000;
const SPANS = [
  ["", "for good"],
  [8 * 3_600_000, "8 hours"],
  [24 * 3_600_000, "a day"],
  [7 * 86_400_000, "7 days"],
  [30 * 86_400_000, "30 days"],
];
const CODE_SPANS = [
  [5 * 60_000, "5 minutes"],
  [10 * 60_000, "10 minutes"],
  [3_600_000, "an hour"],
  [24 * 3_600_000, "a day"],
];

export default class Access extends Page {
  #preview = null;
  #requests = new Table(
    "Requests",
    [
      { title: "Who", cell: (row) => person(row) },
      {
        title: "State",
        look: "fit wide",
        cell: (row) => (row.state === "open" ? status("warn", "open") : status("idle", "denied")),
      },
      { title: "Code", look: "fit", cell: (row) => id(row.code) },
      { title: "Since", look: "fit wide", cell: (row) => time(row.created_at_unix_ms) },
      { title: "Ends", look: "fit widest", cell: (row) => time(row.expires_at_unix_ms) },
      {
        title: "Decide",
        look: "fit",
        cell: (row) => html`<span class="actions">${action("Approve", () => this.#approve(row), { look: "primary" })}
      ${action("Deny", () => this.#deny(row), { off: row.state === "denied" ? "It is denied already." : null })}</span>`,
      },
    ],
    (row) => row.code,
  );
  #grants = new Table(
    "Grants",
    [
      { title: "Who", cell: (row) => person(row) },
      {
        title: "By",
        look: "wide",
        cell: (row) => html`${row.way} ${row.by ? quiet(foreign(row.by)) : nothing}`,
      },
      { title: "Since", look: "fit wide", cell: (row) => time(row.created_at_unix_ms) },
      { title: "Until", look: "fit", cell: (row) => (row.expires_at_unix_ms ? time(row.expires_at_unix_ms) : "for good") },
      {
        title: html`<span class="unseen">Revoke</span>`,
        look: "fit",
        cell: (row) => action("Revoke", () => this.#revoke(row), { look: "danger" }),
      },
    ],
    (row) => row.sender_id,
  );

  constructor({ id: connector }) {
    super();
    this.id = connector;
    this.title = `${connector}, access`;
  }

  async load(isOwn) {
    this.access = await get(channel(this.id, "access") + query({ limit: PAGE }), isOwn);
  }

  happened(event) {
    return event.connector_id === this.id && event.event_type.startsWith("access.");
  }

  view() {
    const { access } = this;
    return html`${head(this.id, "Access", access.enforced ? nothing : status("warn", "the rules are not enforced"))}
      ${access.warnings.map((warning) => html`<p class="banner warn">${foreign(warning.message)}</p>`)}
      ${section("Requests", this.#requests.view(access.requests, "Nobody waits to be let in."), { note:
        `${number(access.open_requests)} open` })}
      ${section("Let in", this.#grants.view(access.grants, "Nobody is let in by a grant."), {
        note: access.next_after_grant
          ? `the first ${number(access.grants.length)} of ${number(access.grant_count)}`
          : number(access.grant_count),
      })}
      <div class="columns">
        ${section("Codes", this.#codes(), {
          actions: action("Issue a code", () => this.#issue(), {
            role: "admin",
            off: access.rules.dm === "pairing" ? null : `Codes are of no use while dm is ${access.rules.dm}, not pairing.`,
          }),
        })}
        ${section("Rules", this.#rules(), {
          actions: action("Change", () => changeRules(this.id, access), { role: "admin", name: "Change the rules" }),
        })}
      </div>
      ${section("What would become of a message", this.#previewForm())}`;
  }

  #codes() {
    return this.access.codes.length === 0
      ? empty("No code is valid.")
      : facts(
          this.access.codes.map((code) => [
            id(code.code_id),
            html`ends ${time(code.expires_at_unix_ms)} ${code.issued_by ? html`<span class="quiet">by
              ${foreign(code.issued_by)}</span>` : nothing}`,
          ]),
        );
  }

  #rules() {
    const { rules, declared } = this.access;
    return facts(
      Object.entries(rules).map(([name, value]) => [
        words.spaced(name),
        html`${
          Array.isArray(value)
            ? value.length === 0
              ? html`<span class="quiet">none</span>`
              : value.map((one) => html`${id(one)} `)
            : foreign(value)
        }
      ${declared.includes(name) ? html`<span class="quiet">(by the settings)</span>` : nothing}`,
      ]),
    );
  }

  #previewForm() {
    return html`<form class="form" @submit=${submitted((values) => this.#look(values))}>
        ${field("Sender", html`<input name="sender_id" required maxlength="200">`)}
        ${field("Conversation", html`<input name="conversation_id" required maxlength="200">`)}
        <label class="field grow"><span>Text</span><input name="text" maxlength="2000"></label>
        <label class="check"><input type="checkbox" name="is_direct_message" checked> direct</label>
        <label class="check"><input type="checkbox" name="mentions_bot"> mentions the bot</label>
        ${submit("Preview", { role: "viewer" })}
      </form>
      ${
        this.#preview === null
          ? nothing
          : html`<div class="card stack"><p>${this.#preview.allowed ? status("good", "let in") : status("bad", "kept out")}:
            ${words.spaced(this.#preview.reason)}</p>
        <ol>${this.#preview.steps.map((step) => html`<li><strong>${step.step}</strong> ${foreign(step.explanation)}
          ${step.decided ? html`<span class="quiet">decides</span>` : nothing}</li>`)}</ol></div>`
      }`;
  }

  async #look({ is_direct_message: direct, mentions_bot: mentions, ...values }) {
    this.#preview = await post(channel(this.id, "access", "preview"), {
      ...values,
      is_direct_message: direct === "on",
      mentions_bot: mentions === "on",
    });
  }

  async #approve(request) {
    const values = await dialog({
      title: "Let somebody in",
      content: html`<p>${person(request)} may talk to the daemon through ${id(this.id)}, and is told so.</p>
      ${field("For", spans(SPANS))}`,
      choose: "Let in 1 person",
    });
    if (values !== null) {
      await post(
        channel(this.id, "access", "requests", request.code, "approve"),
        values.ttl_ms === "" ? {} : { ttl_ms: Number(values.ttl_ms) },
      );
      return "The request is approved.";
    }
  }

  async #deny(request) {
    if (
      await agreed(
        "Deny the request",
        html`<p>${person(request)} is not let in and is not told. Whoever is denied may ask again when the request ends,
          ${time(request.expires_at_unix_ms)}.</p>`,
        "Deny",
      )
    ) {
      await post(channel(this.id, "access", "requests", request.code, "deny"));
      return "The request is denied.";
    }
  }

  async #revoke(grant) {
    if (
      await agreed(
        "Revoke the grant",
        html`<p>${person(grant)} may talk to the daemon no longer, from the next message on.</p>`,
        "Revoke 1 grant",
      )
    ) {
      await remove(channel(this.id, "access", "grants", grant.sender_id));
      return "The grant is revoked.";
    }
  }

  async #issue() {
    const values = await dialog({
      title: "Issue a code",
      content: html`<p>Who writes <code>pair</code> and the code to the bot, in a direct conversation, is let in. Whoever
        has the code can use it.</p>
      ${field("Valid for", spans(CODE_SPANS, 10 * 60_000))}`,
      choose: "Issue a code",
    });
    if (values !== null) {
      const { code, expires_at_unix_ms: ends } = await post(channel(this.id, "access", "codes"), {
        ttl_ms: Number(values.ttl_ms),
      });
      await dialog({
        title: "The code, shown this once",
        content: html`<p class="code">${id(code)}</p><p>It ends ${time(ends)}.</p><p>${copyButton("Copy",
          `pair ${code}`)}</p>`,
      });
    }
  }
}

function person({ sender_id: sender, sender_display: display, conversation_id: conversation }) {
  return html`${id(sender)} ${display ? html`“${foreign(display, 80)}”` : nothing} <span class="quiet">in
    ${id(conversation)}</span>`;
}

function spans(choices, chosen = "") {
  return html`<select name="ttl_ms">${choices.map(([value, name]) => html`<option value=${value}
    ?selected=${value === chosen}>${name}</option>`)}</select>`;
}
