/** A new connector: what its kind needs, and the lines for the settings. A secret is only ever named here. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { get, post } from "../api.js";
import { Page } from "../page.js";
import { link } from "../routes.js";
import { foreign } from "../text.js";
import { copyButton, empty, field, section, submit, submitted } from "../ui.js";
import { capabilities, limits } from "./capabilities.js";

const NAME = "[a-z0-9][a-z0-9._-]{0,62}";

/** What to click on each platform, and which references its settings name. */
const GUIDES = {
  discord: {
    steps: [
      "Discord Developer Portal → New Application → Bot.",
      "Reset Token; keep it where a reference finds it.",
      "Privileged Gateway Intents → switch on Message Content Intent.",
      "OAuth2 → URL Generator → scope bot, permissions View Channels, Send Messages, Read Message History, Embed Links, " +
        "Attach Files, Send Messages in Threads, Add Reactions; open the URL and choose the guild.",
    ],
    secrets: { token: "DISCORD_TOKEN" },
  },
  slack: {
    steps: [
      "api.slack.com/apps → Create New App → From a manifest; the manifest is on the page of the connector in the documentation.",
      "Install App → Install to Workspace. The bot token (xoxb-…) is shown there.",
      "Basic Information → App-Level Tokens → Generate, scope connections:write. That is the app token (xapp-…).",
    ],
    secrets: { token: "SLACK_BOT_TOKEN", "app-token": "SLACK_APP_TOKEN" },
  },
  telegram: {
    steps: [
      "In Telegram write /newbot to @BotFather; he asks for a name, and a user name that ends in bot.",
      "He answers with the token; keep it where a reference finds it.",
      "For groups: /setprivacy → the bot → Disable, then add the bot to the group.",
    ],
    secrets: { token: "TELEGRAM_BOT_TOKEN" },
  },
  echo: {
    steps: ["Echo has no platform and needs no token. It delivers at once, and fails where a text asks for it."],
    secrets: {},
  },
};

export default class Add extends Page {
  title = "Add a connector";
  everyMs = Infinity;

  #kind = null;
  #name = "ops";

  constructor(none, filter) {
    super();
    this.#kind = filter.get("kind");
  }

  async load() {
    this.kinds = (await get("kinds")).kinds;
  }

  happened() {
    return false;
  }

  view() {
    const kind = this.kinds.find((one) => one.kind === this.#kind);
    return html`<div class="head"><h1 tabindex="-1">Add a connector</h1></div>
      ${section(
        "Kind",
        html`<div class="kinds" role="group" aria-label="Kind">${this.kinds.map(
          (one) => html`<button type="button" aria-pressed=${one.kind === this.#kind}
        class=${one.kind === this.#kind ? "primary" : ""} ?disabled=${one.availability === "deferred"} title=${one.reason ?? nothing}
        @click=${() => this.#choose(one.kind)}>${one.kind}</button>`,
        )}</div>`,
      )}
      ${kind === undefined ? empty("Choose a kind.") : this.#guide(kind)}`;
  }

  #choose(kind) {
    this.#kind = kind;
    history.replaceState(null, "", `${link("add")}?${new URLSearchParams({ kind })}`);
    this.redraw();
  }

  #guide({ kind, capabilities: can, availability, reason }) {
    const guide = GUIDES[kind] ?? { steps: [], secrets: { token: `${kind.toUpperCase()}_TOKEN` } };
    const lines = this.#lines(kind, guide.secrets);
    return html`
      ${reason ? html`<p class="banner warn">${availability}: ${foreign(reason)}</p>` : nothing}
      ${guide.steps.length === 0 ? nothing : section("On the platform", html`<ol class="numbered">${guide.steps.map((step) => html`<li>${step}</li>`)}</ol>`)}
      ${section(
        "In application.properties",
        html`
        <div class="form">${field("Name", html`<input .value=${this.#name} pattern=${NAME} maxlength="63" @input=${(event) => this.#rename(event)}>`)}</div>
        <div class="card"><pre>${lines}</pre></div>
        <p class="note">The secrets stay where the references point: <code>{{env:NAME}}</code> or <code>{{file:path}}</code>. The program reads the lines when it starts.</p>`,
        { actions: copyButton("Copy", lines) },
      )}
      ${section(
        "Or register it now",
        html`
        <form class="form" @submit=${submitted((values) => this.#register(kind, values))}>
          <label class="field grow"><span>Reference of the token in the vault, never the token itself</span>
            <input name="token_vault_ref" maxlength="256" placeholder=${`global/${kind}_bot_token.${this.#name}`} autocomplete="off"></label>
          ${field("Hosts that it may call", html`<input name="egress_allowlist" maxlength="1000" placeholder="as its kind has them">`)}
          ${submit(`Register ${kind}:${this.#name}`, { role: "admin" })}
        </form><p class="note">It is registered disabled, and is enabled on its page. What only the settings can say is not part of it.</p>`,
      )}
      <div class="columns">${section("Limits", limits(can.limits))}</div>
      ${section("What it can do", capabilities(can))}`;
  }

  #lines(kind, secrets) {
    const prefix = `palyra.connectors.${kind}.${this.#name}.`;
    return [
      `${prefix}enabled=true`,
      ...Object.entries(secrets).map(([option, name]) => `${prefix}${option}={{env:${name}}}`),
    ].join("\n");
  }

  #rename(event) {
    if (event.target.checkValidity() && event.target.value !== "") {
      this.#name = event.target.value;
      this.redraw();
    }
  }

  async #register(kind, { token_vault_ref: reference, egress_allowlist: hosts }) {
    const connector = `${kind}:${this.#name}`;
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
