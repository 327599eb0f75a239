/** One approval: what would be done, to whose message, and the decision. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { get, path, post } from "../api.js";
import { Page } from "../page.js";
import { link } from "../routes.js";
import { foreign, id, time } from "../text.js";
import { action, dialog, facts, field, section } from "../ui.js";
import * as words from "../words.js";

const CONTENT_MAX = 4000;

export default class Approval extends Page {
  everyMs = 5000;

  constructor({ approval }) {
    super();
    this.approvalId = approval;
    this.title = `Approval ${approval}`;
  }

  async load(isOwn) {
    const answer = await get(path("approvals", this.approvalId), isOwn);
    this.approval = answer.approval ?? answer;
  }

  happened(event) {
    return event.event_type.startsWith("approval.");
  }

  view() {
    const { approval } = this;
    const off = approval.state === "requested" ? null : `It is ${approval.state}.`;
    return html`
      <div class="head"><div><p class="over"><a href=${link("approvals")}>Approvals</a> · ${id(this.approvalId)}</p>
        <h1 tabindex="-1">${words.spaced(approval.operation)}</h1><div
          class="under">${words.approval(approval.state)}</div></div>
        <div class="actions">${action("Allow", () => this.#decide(true), { role: "approver", look: "primary", off })}
          ${action("Deny", () => this.#decide(false), { role: "approver", look: "danger", off })}</div></div>
      ${section(
        "What is asked",
        facts([
          ["Connector", html`<a href=${link("connectors", approval.connector_id)}>${id(approval.connector_id)}</a>`],
          ["Conversation", approval.conversation_id && id(approval.conversation_id)],
          ["Message", approval.message_id && id(approval.message_id)],
          ["Risk", html`${approval.risk_level} <span class="quiet">${foreign(approval.reason)}</span>`],
          [
            "Asked by",
            html`${foreign(approval.requested_by)} <span class="quiet">${time(approval.requested_at_unix_ms)}</span>`,
          ],
          ["Ends", time(approval.expires_at_unix_ms)],
          [
            "Decided",
            approval.decided_at_unix_ms &&
              html`${foreign(approval.decided_by)} <span class="quiet">${time(approval.decided_at_unix_ms)}</span>
                ${foreign(approval.decision_reason)}`,
          ],
          ["Outcome", approval.outcome && html`${words.spaced(approval.outcome)} ${foreign(approval.outcome_reason)}`],
        ]),
      )}
      ${
        approval.before === undefined && approval.after === undefined
          ? nothing
          : html`<div class="columns">
        ${section("Before", content(approval.before))}${section("After", content(approval.after))}</div>`
      }`;
  }

  async #decide(approved) {
    const values = await dialog({
      title: approved ? "Allow it" : "Deny it",
      content: html`<p>${words.spaced(this.approval.operation)} by ${foreign(this.approval.requested_by)} on 1 message of
        ${id(this.approval.connector_id)}
        ${approved ? "will be carried out" : "will not be carried out"}.</p>${field("Why", html`<input name="reason"
          maxlength="200" autofocus>`)}`,
      choose: approved ? "Allow" : "Deny",
      look: approved ? "primary" : "danger",
    });
    if (values !== null) {
      await post(path("approvals", this.approvalId, "decision"), {
        approved,
        ...(values.reason === "" ? {} : { reason: values.reason }),
      });
      return approved ? "It is allowed." : "It is denied.";
    }
  }
}

function content(of) {
  return html`<div class="card">${of ? foreign(of, CONTENT_MAX) : html`<span class="quiet">nothing</span>`}</div>`;
}
