/** How values read: numbers, times, and texts that others have written. */
import { html, nothing } from "./lib/lit-html/lit-html.js";
import { now } from "./api.js";

/** C0 but for tab and line feed, DEL, C1, what turns the direction of text or cannot be seen. U+200D joins emoji. */
const HIDDEN =
  /([\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb])/;

const SHORT_MAX = 400;

const NUMBER = new Intl.NumberFormat("en");
const ABSOLUTE = new Intl.DateTimeFormat("sv", {
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hour12: false,
});

const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
];

export function number(value) {
  return NUMBER.format(value);
}

/** "1 dead letter", "12 dead letters". */
export function count(value, one, many = one + "s") {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** A span of time with one unit, or two where the first is small: "3 min", "1 h 20 min". */
export function duration(ms) {
  if (ms < 1000) {
    return `${Math.max(0, Math.round(ms))} ms`;
  } else if (ms < 10_000) {
    return `${(ms / 1000).toFixed(1)} s`;
  }
  const at = UNITS.findIndex(([, size]) => ms >= size);
  const [unit, size] = UNITS[at];
  const whole = Math.floor(ms / size);
  const next = UNITS[at + 1];
  const rest = next && whole < 10 ? Math.floor((ms % size) / next[1]) : 0;
  return rest > 0 ? `${whole} ${unit} ${rest} ${next[0]}` : `${whole} ${unit}`;
}

export function absolute(unixMs) {
  return `${ABSOLUTE.format(unixMs)}.${String(unixMs % 1000).padStart(3, "0")}`;
}

/** With one unit, for what goes on while somebody looks. */
function coarse(ms) {
  const [unit, size] = UNITS.find(([, one]) => ms >= one) ?? UNITS.at(-1);
  return `${Math.max(0, Math.floor(ms / size))} ${unit}`;
}

function relative(unixMs) {
  const difference = now() - unixMs;
  if (Math.abs(difference) < 2000) {
    return "now";
  }
  return difference > 0 ? `${coarse(difference)} ago` : `in ${coarse(-difference)}`;
}

/** A moment, relative; the absolute time is its title. Pages are drawn each second, so it goes on. */
export function time(unixMs) {
  return moment(unixMs, relative);
}

/** How long something has been so. */
export function age(sinceUnixMs) {
  return moment(sinceUnixMs, (since) => coarse(now() - since));
}

/** How long it is until then. */
export function countdown(untilUnixMs) {
  return moment(untilUnixMs, (until) => duration(Math.max(0, Math.ceil((until - now()) / 1000)) * 1000).replace(".0", ""));
}

function moment(unixMs, said) {
  return unixMs === undefined || unixMs === null
    ? html`<span class="quiet">–</span>`
    : html`<time datetime=${new Date(unixMs).toISOString()} title=${absolute(unixMs)}>${said(unixMs)}</time>`;
}

/** What is beside the point. */
export function quiet(content) {
  return html`<span class="quiet">${content}</span>`;
}

/** A text that is safe where there is no markup, such as a title. */
export function visible(text) {
  return String(text)
    .split(HIDDEN)
    .map((part, index) => (index % 2 === 0 ? part : codePoint(part)))
    .join("");
}

/** A text that somebody else has written: whatever is in it stays inside, and can be seen. Long ones open alone. */
export function foreign(text, max = SHORT_MAX) {
  if (text === undefined || text === null) {
    return nothing;
  }
  const whole = String(text);
  return whole.length <= max
    ? html`<bdi class="foreign">${parts(whole)}</bdi>`
    : html`<bdi class="foreign">${parts(cut(whole, max))}…</bdi> <button type="button" class="link"
        @click=${(event) => openText(event.currentTarget, whole)}>all ${number(whole.length)} characters</button>`;
}

/** An id of a platform or a message, in the type of code. */
export function id(value) {
  return html`<bdi class="foreign id">${parts(String(value ?? ""))}</bdi>`;
}

function openText(from, whole) {
  from.dispatchEvent(new CustomEvent("whole-text", { bubbles: true, detail: whole }));
}

/** Never between the halves of a character. */
function cut(text, max) {
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}

function parts(text) {
  return HIDDEN.test(text) ? text.split(HIDDEN).map((part, index) => (index % 2 === 0 ? part : control(part))) : text;
}

function control(character) {
  return html`<span class="control">${codePoint(character)}</span>`;
}

function codePoint(character) {
  return "U+" + character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
}

/** One argument of a shell, whatever is in it. */
export function quoted(argument) {
  return `'${String(argument).replaceAll("'", "'\\''")}'`;
}
