/** Who did what. */
import { html } from "../lib/lit-html/lit-html.js";
import { Log } from "../log.js";
import { Page } from "../page.js";
import { section } from "../ui.js";

const TYPES = "operator.*,access.*,approval.*";

export default class Audit extends Page {
  title = "Audit";

  constructor() {
    super();
    this.log = new Log(null, { event_type: TYPES }, () => this.redraw());
  }

  load(isOwn) {
    return this.log.load(isOwn);
  }

  happened(event) {
    this.log.happened(event);
    return false;
  }

  view() {
    return html`<div class="head"><h1 tabindex="-1">Audit</h1></div>
      ${section("Actions of operators, access and approvals", this.log.view(), { note: "all connectors, newest first" })}`;
  }
}
