/** What a connector, or a probe of an account, has found out on its platform. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { foreign } from "../text.js";
import { facts, tree } from "../ui.js";
import * as words from "../words.js";

/** @param readiness absent where there is no connector that could be ready */
export function report({ readiness, checks, facts: found }) {
  const addresses = Object.entries(found).filter(([name]) => isAddress(name, found));
  const others = Object.entries(found).filter(([name]) => !isAddress(name, found));
  return html`<div class="card stack">
    ${readiness === undefined ? nothing : html`<p>${words.readiness(readiness)}</p>`}
    ${checks.map(
      (check) => html`<div>${words.check(check.status)} <strong>${foreign(check.name)}</strong>: ${foreign(check.message)}
      ${check.advice ? html`<p>What to do: ${foreign(check.advice)}</p>` : nothing}</div>`,
    )}
    ${addresses.length === 0 ? nothing : facts(addresses.map(([name, value]) => [name.replaceAll("_", " "), away(value)]))}
    ${
      others.length === 0
        ? nothing
        : html`<details><summary>What the platform says of it</summary>${tree(Object.fromEntries(others))}</details>`
    }
  </div>`;
}

/** A page of the platform, in a tab of its own. */
export function away(address) {
  return html`<a href=${address} target="_blank" rel="noopener noreferrer">${foreign(address)}</a>`;
}

function isAddress(name, found) {
  return name.endsWith("_url") && String(found[name]).startsWith("https://");
}
