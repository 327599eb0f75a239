/** Every setting, and where it is set. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { get } from "../api.js";
import { Page } from "../page.js";
import { foreign, id, number } from "../text.js";
import { Table, section } from "../ui.js";
import { spaced } from "../words.js";

export default class Settings extends Page {
  title = "Settings";
  everyMs = 60_000;

  #wanted = "";
  #onlySet = false;
  #table = new Table(
    "Settings",
    [
      { title: "Setting", cell: (row) => id(row.key) },
      {
        title: "Value",
        cell: (row) => (row.value === undefined ? html`<span class="quiet">not set</span>` : id(row.value)),
      },
      {
        title: "Default",
        look: "wide",
        cell: (row) => (row.default === undefined ? nothing : html`<span class="quiet">${id(row.default)}</span>`),
      },
      {
        title: "Set by",
        look: "wide",
        cell: (row) =>
          row.source === "default" ? nothing : html`${spaced(row.source)} <span class="quiet">${foreign(row.origin)}</span>`,
      },
    ],
    (row) => row.key,
  );

  async load(isOwn) {
    this.settings = (await get("settings", isOwn)).settings;
  }

  happened() {
    return false;
  }

  view() {
    const shown = this.settings.filter(
      (row) => row.key.includes(this.#wanted) && (!this.#onlySet || row.source !== "default"),
    );
    return html`<div class="head"><h1 tabindex="-1">Settings</h1></div>
      ${section("Settings", this.#table.view(shown, "No setting is like this."), {
        note: `${number(shown.length)} of ${number(this.settings.length)}`,
        actions: html`<label class="check"><input type="checkbox" @change=${(event) => this.#narrow(event.target.checked)}>
          only what is set</label>
          <input aria-label="Part of a key" placeholder="part of a key"
            @input=${(event) => this.#look(event.target.value.trim())}>`,
      })}`;
  }

  #narrow(onlySet) {
    this.#onlySet = onlySet;
    this.redraw();
  }

  #look(wanted) {
    this.#wanted = wanted;
    this.redraw();
  }
}
