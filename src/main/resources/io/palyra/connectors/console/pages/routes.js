/** What the program has loaded of route files. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { get } from "../api.js";
import { Page } from "../page.js";
import { duration, foreign, id, number, time } from "../text.js";
import { Table, section, status } from "../ui.js";

const STATES = { started: "good", stopped: "bad", suspended: "warn" };

export default class Routes extends Page {
  title = "Routes";

  #routes = new Table(
    "Routes",
    [
      {
        title: "Route",
        cell: (row) => html`${id(row.route_id)}${row.last_error ? failure(row.last_error) : nothing}`,
      },
      { title: "State", look: "fit", cell: (row) => status(STATES[row.state] ?? "idle", row.state) },
      { title: "File", look: "wide", cell: (row) => (row.file ? id(row.file) : nothing) },
      {
        title: "Runs for",
        look: "num wide",
        cell: (row) => (row.uptime_ms === undefined ? nothing : duration(Math.floor(row.uptime_ms / 60_000) * 60_000)),
      },
      { title: "In flight", look: "num", cell: (row) => number(row.in_flight) },
      {
        title: "Exchanges",
        look: "num widest",
        cell: (row) => (row.exchanges ? `${number(row.exchanges.total)}, ${number(row.exchanges.failed)} failed` : nothing),
      },
    ],
    (row) => row.route_id,
  );
  #refused = new Table(
    "Refused files",
    [
      { title: "File", look: "fit", cell: (row) => id(row.file) },
      { title: "Error", cell: (row) => foreign(row.error, 2000) },
      { title: "When", look: "fit", cell: (row) => time(row.at_unix_ms) },
    ],
    (row) => row.file,
  );
  #parts = new Table(
    "Templates and configurations",
    [
      { title: "Id", cell: (row) => id(row.id ?? "without an id") },
      { title: "What", look: "fit", cell: (row) => row.what },
      { title: "File", cell: (row) => (row.file ? id(row.file) : nothing) },
    ],
    (row) => `${row.what} ${row.id} ${row.file}`,
  );

  async load(isOwn) {
    const loaded = await get("routes", isOwn);
    this.routes = loaded.routes;
    this.refused = loaded.refused;
    this.parts = [
      ...loaded.route_templates.map((part) => ({ ...part, what: "template" })),
      ...loaded.route_configurations.map((part) => ({ ...part, what: "configuration" })),
    ];
  }

  view() {
    return html`<div class="head"><h1 tabindex="-1">Routes</h1></div>
      ${this.refused.length === 0 ? nothing : section("Refused at the last reload", this.#refused.view(this.refused))}
      ${section("Routes", this.#routes.view(this.routes, "No route is loaded."), { note: number(this.routes.length) })}
      ${section("Templates and configurations", this.#parts.view(this.parts, "None is loaded."))}`;
  }
}

function failure({ text, at_unix_ms: at }) {
  return html`<p class="bad-text">${foreign(text)} <span class="quiet">${time(at)}</span></p>`;
}
