/** The head of all pages of one connector. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { link } from "../routes.js";
import { id } from "../text.js";
import { tabs } from "../ui.js";

/** @param current one of `Connector`, `Conversations`, `Access` */
export function head(connector, current, under = nothing, actions = nothing) {
  return html`
    <div class="head"><div><h1 tabindex="-1">${id(connector)}</h1><div class="under">${under}</div></div><div
      class="actions">${actions}</div></div>
    ${tabs(
      "Of this connector",
      [
        ["Connector", link("connectors", connector)],
        ["Conversations", link("connectors", connector, "conversations")],
        ["Access", link("connectors", connector, "access")],
      ],
      current,
    )}`;
}
