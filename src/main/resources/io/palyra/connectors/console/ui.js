/** The parts that all pages are made of. */
import { html, nothing, render } from "./lib/lit-html/lit-html.js";
import { repeat } from "./lib/lit-html/directives/repeat.js";
import { ref, createRef } from "./lib/lit-html/directives/ref.js";
import { whyNot } from "./identity.js";
import { visible } from "./text.js";

const TOAST_MS = 6000;
const TOASTS_MAX = 4;
const WINDOW_FROM = 150;
const ROWS_AROUND = 12;
const ROW_PX = 37;

/** A dot and a word: colour alone says nothing. @param kind `good`, `warn`, `bad` or `idle` */
export function status(kind, word, title) {
  return html`<span class="status ${kind}" title=${title ?? nothing}><span class="dot"
    aria-hidden="true"></span>${word}</span>`;
}

/**
 * A button for what the API does. It asks nothing by itself, says what went wrong, and has the page loaded anew.
 *
 * @param run may answer what to say when it is done
 * @param options `role` that it needs; `off` is why it cannot be done now; `look` is `primary`, `danger` or absent
 */
export function action(label, run, { role = "operator", off = null, look = "", name } = {}) {
  const why = whyNot(role) ?? off;
  return html`<button type="button" class=${look} ?disabled=${why !== null} title=${why ?? nothing}
    aria-label=${name ?? nothing}
    @click=${(event) => perform(event.currentTarget, run)}>${label}</button>`;
}

/** The button of a form; see {@link submitted}. */
export function submit(label, { role = "operator", look = "primary", off = null } = {}) {
  const why = whyNot(role) ?? off;
  return html`<button type="submit" class=${look} ?disabled=${why !== null} title=${why ?? nothing}>${label}</button>`;
}

/** Takes what a form says. @param run is given its values by their names, without those that are empty, and the form */
export function submitted(run) {
  return (event) => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = [...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value !== "");
    return perform(form, () => run(Object.fromEntries(given), form));
  };
}

/** Runs what a button or a form stands for, once at a time. */
export async function perform(element, run) {
  if (element.getAttribute("aria-busy") === "true") {
    return;
  }
  element.setAttribute("aria-busy", "true");
  const place = location.hash;
  try {
    const said = await run();
    if (typeof said === "string") {
      toast(said);
    }
  } catch (problem) {
    complain(problem);
  } finally {
    element.removeAttribute("aria-busy");
    if (location.hash === place) {
      document.dispatchEvent(new CustomEvent("changed"));
    }
  }
}

/** Tells what the API says of its refusal. */
export function complain(problem) {
  const fields = (problem.errors ?? []).map(({ field, reason }) => `${field}: ${reason}`).join("; ");
  toast(fields && !problem.message.includes(fields) ? `${problem.message} (${fields})` : problem.message, "bad");
}

export function toast(message, kind = "good") {
  const element = document.createElement("div");
  element.className = `toast ${kind}`;
  const text = document.createElement("span");
  text.textContent = visible(message);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "link";
  close.textContent = "Close";
  close.addEventListener("click", () => element.remove());
  element.append(text, close);
  const toasts = document.getElementById("toasts");
  toasts.append(element);
  if (toasts.children.length > TOASTS_MAX) {
    toasts.firstChild.remove();
  }
  if (kind !== "bad") {
    setTimeout(() => element.remove(), TOAST_MS);
  }
}

/**
 * A dialog; it closes where another page comes. @param content its inside
 * @param choose what the button says that agrees; without one there is only "Close"
 * @returns the form's values, or null where it was closed
 */
export function dialog({ title, content = nothing, choose, look = "primary", wide = false }) {
  return new Promise((resolve) => {
    const element = document.createElement("dialog");
    let values = null;
    const submit = (event) => {
      event.preventDefault();
      values = Object.fromEntries(new FormData(event.target));
      element.close();
    };
    element.className = wide ? "wide" : "";
    element.setAttribute("aria-labelledby", "dialog-title");
    const close = () => element.close();
    window.addEventListener("hashchange", close);
    element.addEventListener("close", () => {
      window.removeEventListener("hashchange", close);
      element.remove();
      resolve(values);
    });
    render(
      html`<form @submit=${submit}>
      <h2 id="dialog-title">${title}</h2>
      <div class="content">${content}</div>
      <div class="buttons">
        <button type="button" @click=${() => element.close()}>${choose ? "Cancel" : "Close"}</button>
        ${choose ? html`<button type="submit" class=${look}>${choose}</button>` : nothing}
      </div>
    </form>`,
      element,
    );
    document.body.append(element);
    element.showModal();
  });
}

/** Asks before something cannot be taken back. */
export async function agreed(title, content, choose, look = "danger") {
  return (await dialog({ title, content, choose, look })) !== null;
}

export function copyButton(label, text) {
  return html`<button type="button" @click=${() => copy(text)}>${label}</button>`;
}

/** Without TLS and away from loopback a page may not write the clipboard: then the text is there to be taken by hand. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied.");
  } catch {
    await dialog({
      title: "Copy this",
      content: html`<textarea readonly rows="6" aria-label="Text to copy">${text}</textarea>`,
    });
  }
}

export function empty(text, more = nothing) {
  return html`<p class="empty">${text} ${more}</p>`;
}

export function section(title, content, { actions = nothing, note = nothing, id: anchor } = {}) {
  return html`<section aria-label=${title} id=${anchor ?? nothing}>
    <header><h2>${title}</h2>${note === nothing ? nothing : html`<span class="note">${note}</span>`}<div
      class="actions">${actions}</div></header>
    ${content}
  </section>`;
}

/** Names with values; a value of `undefined` or null is left out. */
export function facts(entries) {
  const shown = entries.filter(([, value]) => value !== undefined && value !== null);
  return html`<dl class="facts">${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** Whatever JSON there is, as lists in lists. */
export function tree(value) {
  if (value === null || typeof value !== "object") {
    return html`<bdi class="foreign">${visible(value)}</bdi>`;
  }
  const entries = Object.entries(value);
  return entries.length === 0
    ? html`<span class="quiet">none</span>`
    : html`<ul class="tree">${entries.map(
        ([name, inner]) =>
          html`<li><span class="name">${
            Array.isArray(value) ? nothing : visible(name).replaceAll("_", " ")
          }</span> ${tree(inner)}</li>`,
      )}</ul>`;
}

export function field(label, input, note = nothing) {
  return html`<label class="field"><span>${label}</span>${input}${note === nothing ? nothing :
    html`<small>${note}</small>`}</label>`;
}

export function tabs(label, entries, current) {
  return html`<nav class="tabs" aria-label=${label}>${entries.map(
    ([name, href]) => html`<a href=${href}
    aria-current=${name === current ? "page" : nothing}>${name}</a>`,
  )}</nav>`;
}

/**
 * Rows that are known keep their place, new ones come after them: nothing jumps while somebody points at it.
 *
 * @param order keys as they were shown, is brought up to date
 */
export function inOrder(order, rows, key) {
  const found = new Map(rows.map((row) => [key(row), row]));
  const kept = order.filter((known) => found.has(known));
  const known = new Set(kept);
  order.splice(0, order.length, ...kept, ...[...found.keys()].filter((one) => !known.has(one)));
  return order.map((one) => found.get(one));
}

/** A table. Of many rows only those are in the page that can be seen; the page scrolls. */
export class Table {
  #body = createRef();

  /**
   * @param label what screen readers call it
   * @param columns each with `title`, which a function may make, `cell(row)` and perhaps `look`: `num`, `wide` (not on
   *     phones), `widest` (not on tablets); `isUsed(rows)` leaves one out that has nothing to say
   * @param key of a row
   */
  constructor(label, columns, key) {
    this.label = label;
    this.columns = columns;
    this.key = key;
  }

  /** @param none what to say where there are no rows */
  view(rows, none) {
    return rows.length === 0 ? empty(none) : this.#table(rows);
  }

  #table(rows) {
    const columns = this.columns.filter(({ isUsed }) => isUsed?.(rows) ?? true);
    const { first, last } = this.#seen(rows.length);
    return html`<div class="table" role="group" aria-label=${this.label} tabindex="0">
      <table class=${rows.length > WINDOW_FROM ? "even" : ""} aria-rowcount=${rows.length + 1}>
        <caption class="unseen">${this.label}</caption>
        <thead><tr>${columns.map(
          ({ title, look: of }) => html`<th scope="col"
            class=${of ?? ""}>${typeof title === "function" ? title() : title}</th>`,
        )}</tr></thead>
        <tbody ${ref(this.#body)}>
          ${room(first, columns)}
          ${repeat(rows.slice(first, last), this.key, (row, index) => tableRow(row, first + index, columns))}
          ${room(rows.length - last, columns)}
        </tbody>
      </table>
    </div>`;
  }

  #seen(rows) {
    if (rows <= WINDOW_FROM) {
      return { first: 0, last: rows };
    }
    const top = this.#body.value?.getBoundingClientRect().top ?? 0;
    const first = Math.min(Math.max(0, Math.floor(-top / ROW_PX) - ROWS_AROUND), rows);
    return { first, last: Math.min(rows, first + Math.ceil(window.innerHeight / ROW_PX) + 2 * ROWS_AROUND) };
  }
}

function tableRow(row, index, columns) {
  return html`<tr aria-rowindex=${index + 2}>${columns.map(({ cell, look }) => html`<td
    class=${look ?? ""}>${cell(row)}</td>`)}</tr>`;
}

/** Where rows are that cannot be seen. */
function room(rows, columns) {
  return rows <= 0
    ? nothing
    : html`<tr class="room" aria-hidden="true"><td height=${rows * ROW_PX} colspan=${columns.length}></td></tr>`;
}
