/** The programs that share the store. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { get } from "../api.js";
import { Page } from "../page.js";
import { link } from "../routes.js";
import { age, foreign, id, time } from "../text.js";
import { facts, section } from "../ui.js";
import * as words from "../words.js";

export default class Nodes extends Page {
  title = "Nodes";
  everyMs = 5000;

  async load(isOwn) {
    this.nodes = (await get("nodes", isOwn)).nodes;
  }

  view() {
    return html`<div class="head"><h1 tabindex="-1">Nodes</h1></div>
      ${this.nodes.map((node) =>
        section(
          node.name,
          html`<div class="card">${facts([
            ["Version", foreign(node.version)],
            ["Address", node.url && id(node.url)],
            ["Id", id(node.node_id)],
            ["Runs for", age(node.started_at_unix_ms)],
            ["Last sign of life", time(node.heartbeat_unix_ms)],
            [
              "Connectors",
              node.connectors.length === 0
                ? "none"
                : node.connectors.map((one) => html`<a href=${link("connectors", one)}>${id(one)}</a> `),
            ],
            ["Differs", node.differs && differs(node.differs)],
          ])}</div>`,
          { note: words.node(node.state) },
        ),
      )}`;
  }
}

function differs({ version, settings, files }) {
  return html`${version ? html`<p>another version</p>` : nothing}
    ${settings.length > 0 ? html`<p>settings: ${foreign(settings.join(", "))}</p>` : nothing}
    ${files.length > 0 ? html`<p>files: ${foreign(files.join(", "))}</p>` : nothing}`;
}
