/** Lines of 16 by 16, in the colour of the text beside them. */
import { svg, html } from "./lib/lit-html/lit-html.js";

const LINES = {
  overview: svg`<rect x="2" y="2" width="5" height="5" rx="1"/><rect x="9" y="2" width="5" height="5" rx="1"/>
    <rect x="2" y="9" width="5" height="5" rx="1"/><rect x="9" y="9" width="5" height="5" rx="1"/>`,
  failures: svg`<path d="M8 2 14.5 13.5h-13z"/><path d="M8 6.5v3M8 11.5v.1"/>`,
  approvals: svg`<circle cx="8" cy="8" r="6"/><path d="m5.5 8 2 2 3.2-3.8"/>`,
  nodes: svg`<rect x="2" y="2.5" width="12" height="4.5" rx="1"/><rect x="2" y="9" width="12" height="4.5" rx="1"/>
    <path d="M4.5 4.8v.1M4.5 11.3v.1"/>`,
  audit: svg`<path d="M3.5 2h9v12h-9zM6 5.5h4M6 8h4M6 10.500h2"/>`,
  routes: svg`<circle cx="3.5" cy="12.5" r="1.5"/><circle cx="12.5" cy="3.5" r="1.5"/>
    <path d="M5 12.5h4.5a2.25 2.25 0 0 0 0-4.5h-3a2.25 2.25 0 0 1 0-4.5H11"/>`,
  settings: svg`<path d="M2 4.5h6M12 4.5h2M2 11.500h2M8 11.500h6"/><circle cx="10" cy="4.5" r="2"/>
    <circle cx="6" cy="11.5" r="2"/>`,
  play: svg`<path d="M2.5 3h11v8h-6l-3 2.500V11h-2z"/>`,
  add: svg`<path d="M8 3v10M3 8h10"/>`,
  search: svg`<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3.5 3.5"/>`,
};

export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">${LINES[name]}</svg>`;
}
