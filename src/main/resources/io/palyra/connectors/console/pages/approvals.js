/** What waits for a second person, and what has been decided. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { approvals } from "../fleet.js";
import { Page } from "../page.js";
import { link, linkWith } from "../routes.js";
import { foreign, id, number, time } from "../text.js";
import { Table, empty, inOrder, section, tabs } from "../ui.js";
import * as words from "../words.js";

const STATES = [
  ["requested", "Waiting"],
  ["", "All"],
];

export default class Approvals extends Page {
  title = "Approvals";

  #order = [];
  #table = new Table(
    "Approvals",
    [
      {
        title: "What",
        cell: (row) => html`<a class="row" href=${link("approvals", row.approval_id)}>${words.spaced(row.operation)}</a>`,
      },
      { title: "State", look: "fit", cell: (row) => words.approval(row.state) },
      { title: "Risk", look: "fit wide", cell: (row) => row.risk_level ?? nothing },
      { title: "Connector", look: "fit wide", cell: (row) => id(row.connector_id) },
      { title: "Conversation", look: "widest", cell: (row) => (row.conversation_id ? id(row.conversation_id) : nothing) },
      { title: "Asked by", look: "wide", cell: (row) => foreign(row.requested_by) },
      { title: "Asked", look: "fit wide", cell: (row) => time(row.requested_at_unix_ms) },
      { title: "Ends", look: "fit", cell: (row) => time(row.expires_at_unix_ms) },
    ],
    (row) => row.approval_id,
  );

  constructor(none, filter) {
    super();
    this.state = filter.get("state") ?? "requested";
  }

  async load(isOwn) {
    const found = await approvals(this.state, isOwn);
    this.approvals = found === null ? null : inOrder(this.#order, found, (row) => row.approval_id);
  }

  view() {
    return html`<div class="head"><h1 tabindex="-1">Approvals</h1></div>${
      this.approvals === null
        ? empty("This program has no approvals.")
        : html`${tabs(
            "By state",
            STATES.map(([state, name]) => [name, linkWith({ state }, "approvals")]),
            STATES.find(([state]) => state === this.state)?.[1],
          )}
        ${section(
          "Approvals",
          this.#table.view(this.approvals, this.state === "requested" ? "Nothing waits for a decision." : "There is none."),
          { note: number(this.approvals.length) },
        )}`
    }`;
  }
}
