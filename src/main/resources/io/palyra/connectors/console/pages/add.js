/** A new connector: what to do on its platform, whether that was done right, and the lines for the settings. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { get, path, post, query } from "../api.js";
import { Page } from "../page.js";
import { link } from "../routes.js";
import { foreign } from "../text.js";
import { Table, action, copyButton, empty, field, section, submit, submitted } from "../ui.js";
import { capabilities, limits } from "./capabilities.js";
import { away, report } from "./report.js";

const NAME = "[a-z0-9][a-z0-9._\\-]{0,62}";

/** Stands in a link until a probe has learnt the id. */
const APPLICATION_ID = "APPLICATION_ID";

const SECRETS = new Table(
  "Secrets",
  [
    { title: "Option", cell: (row) => html`<code>${row.option}</code>` },
    { title: "What it is", cell: (row) => foreign(row.title) },
    { title: "Where it is looked for", cell: (row) => html`<code>${row.reference}</code>` },
  ],
  (row) => row.option,
);

const OPTIONS = new Table(
  "Options",
  [
    { title: "Option", cell: (row) => html`<code>${row.option}</code>` },
    {
      title: "Default",
      look: "wide",
      cell: (row) => (row.default_value === undefined ? nothing : html`<code>${row.default_value}</code>`),
    },
    {
      title: "What it says",
      cell: (row) => html`${foreign(row.description)} <span
        class="quiet">${row.values ? row.values.join(", ") : row.type}</span>`,
    },
  ],
  (row) => row.option,
);

export default class Add extends Page {
  title = "Add a connector";
  everyMs = Infinity;

  #kind = null;
  #name = "ops";
  #probe = null;

  constructor(none, filter) {
    super();
    this.#kind = filter.get("kind");
    this.#name = filter.get("name") ?? this.#name;
  }

  async load() {
    this.kinds = (await get("kinds")).kinds;
    if (this.#chosen() === undefined) {
      this.guide = null;
    } else {
      this.guide = await get(path("kinds", this.#kind, "setup") + query({ name: this.#name }));
    }
  }

  happened() {
    return false;
  }

  #chosen() {
    return this.kinds.find((one) => one.kind === this.#kind);
  }

  view() {
    const kind = this.#chosen();
    return html`<div class="head"><h1 tabindex="-1">Add a connector</h1></div>
      ${section(
        "Kind and name",
        html`<div class="stack"><div class="kinds" role="group" aria-label="Kind">${this.kinds.map(
          (one) => html`<button type="button" aria-pressed=${one.kind === this.#kind}
        class=${one.kind === this.#kind ? "primary" : ""} ?disabled=${one.availability === "deferred"}
        title=${one.reason ?? nothing}
        @click=${() => this.#choose(one.kind, this.#name)}>${one.kind}</button>`,
        )}</div>
        <div class="form">${field(
          "Name",
          html`<input .value=${this.#name} pattern=${NAME} maxlength="63" required
            @change=${(event) => this.#rename(event)}>`,
        )}</div></div>`,
      )}
      ${kind === undefined || this.guide === null ? empty("Choose a kind.") : this.#guide(kind, this.guide)}`;
  }

  #choose(kind, name) {
    this.#kind = kind;
    this.#name = name;
    this.#probe = null;
    history.replaceState(null, "", `${link("add")}?${new URLSearchParams({ kind, name })}`);
    document.dispatchEvent(new CustomEvent("changed"));
  }

  #rename(event) {
    if (event.target.checkValidity() && this.#kind !== null) {
      this.#choose(this.#kind, event.target.value);
    } else if (event.target.checkValidity()) {
      this.#name = event.target.value;
    } else {
      event.target.reportValidity();
    }
  }

  #guide({ kind, capabilities: can, availability, reason }, { setup, options }) {
    const lines = setup.settings.join("\n");
    const connector = setup.connector_id;
    return html`
      ${reason ? html`<p class="banner warn">${availability}: ${foreign(reason)}</p>` : nothing}
      ${section(
        "On the platform",
        html`<ol class="numbered">${setup.steps.map((step) => html`<li>${this.#step(step)}</li>`)}</ol>`,
      )}
      ${setup.secrets.length === 0 ? nothing : section("Secrets", this.#secrets(setup.secrets))}
      ${section(
        "In application.properties",
        html`<div class="card"><pre tabindex="0" aria-label="Lines for application.properties">${lines}</pre></div>
        <p class="note">The program reads the lines when it starts.</p>`,
        { actions: copyButton("Copy the lines", lines) },
      )}
      ${section(
        "Probe",
        this.#probe === null
          ? empty("Asks the platform whether all this is done. Nothing is registered, and no message taken.")
          : report(this.#shown()),
        { actions: action(`Probe ${connector}`, () => this.#ask(), { role: "admin", look: "primary" }) },
      )}
      ${section("Or register it now", this.#form(kind, connector, setup.secrets))}
      ${
        options.length === 0
          ? nothing
          : section("Options", OPTIONS.view(options, ""), { note: `palyra.connectors.${kind}.${this.#name}.OPTION` })
      }
      <div class="columns">${section("Limits", limits(can.limits))}</div>
      ${section("What it can do", capabilities(can))}`;
  }

  /** What a probe has learnt is filled in. */
  #step({ text, link: address, paste }) {
    const known = this.#probe?.facts.application_id;
    const filled = known === undefined ? address : address?.replace(APPLICATION_ID, encodeURIComponent(known));
    return html`${foreign(text)}
      ${
        filled === undefined
          ? nothing
          : html`<div>${filled.includes(APPLICATION_ID) ? html`<code>${filled}</code>` : away(filled)}</div>`
      }
      ${
        paste === undefined
          ? nothing
          : html`<div class="card"><pre tabindex="0" aria-label="To paste">${paste}</pre></div>
            ${copyButton("Copy what to paste", paste)}`
      }`;
  }

  #secrets(secrets) {
    return html`${SECRETS.view(secrets, "")}
      <p class="note">Keep each where its reference points, and nowhere else. A variable of the environment is read when the
        program starts.</p>`;
  }

  /** A platform that was not reached says nothing of what the connector would be. */
  #shown() {
    const isUnknown = this.#probe.readiness === "ready" && this.#probe.checks.some((check) => check.status === "failed");
    return isUnknown ? { ...this.#probe, readiness: undefined } : this.#probe;
  }

  async #ask() {
    this.#probe = await post("channels/probe", { kind: this.#kind, name: this.#name });
  }

  #form(kind, connector, secrets) {
    const token = secrets.find((secret) => secret.option === "token");
    const off = this.#probe?.registered ? `${connector} is registered already` : null;
    return html`<form class="form" @submit=${submitted((values) => this.#register(connector, values))}>
        ${
          token === undefined
            ? nothing
            : html`<label class="field grow"><span>Reference of the token in the vault, never the token itself</span>
          <input name="token_vault_ref" maxlength="256" placeholder=${token.vault_ref} autocomplete="off"></label>`
        }
        ${field(
          "Hosts that it may call",
          html`<input name="egress_allowlist" maxlength="1000" placeholder="as its kind has them">`,
        )}
        ${submit(`Register ${connector}`, { role: "admin", off })}
      </form><p class="note">It is registered disabled, and is enabled on its page. What only the settings can say is not
        part of it.</p>`;
  }

  async #register(connector, { token_vault_ref: reference, egress_allowlist: hosts }) {
    await post("channels", {
      connector_id: connector,
      ...(reference ? { token_vault_ref: reference } : {}),
      ...(hosts
        ? {
            egress_allowlist: hosts
              .split(",")
              .map((host) => host.trim())
              .filter((host) => host !== ""),
          }
        : {}),
    });
    location.hash = link("connectors", connector);
    return `${connector} is registered.`;
  }
}
