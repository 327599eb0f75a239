/** The way of a message, drawn to scale: waits are as long as they were. */
import { html, svg, nothing } from "./lib/lit-html/lit-html.js";
import { duration, visible } from "./text.js";
import { gravity } from "./words.js";

const ROW = 44;
const TOP = 26;
const EDGE = 10;
const LABEL_MIN = 52;
const NAME_MAX = 48;

/**
 * @param steps of a trace, oldest first
 * @param untilUnixMs the end of the picture: the last step, or now where the message is still on its way
 * @param width of the picture, px
 */
export function timeline(steps, untilUnixMs, width) {
  const start = steps[0].at_unix_ms;
  const span = Math.max(1, untilUnixMs - start);
  const scale = (at) => EDGE + ((at - start) / span) * (width - 2 * EDGE);
  const rows = [...Map.groupBy(steps, (step) => step.envelope_id)];
  const height = TOP + rows.length * ROW;
  const said = `${steps.length} steps in ${duration(span)}; they are listed below`;
  return html`<svg class="way" viewBox="0 0 ${width} ${height}" role="img" aria-label=${said}>
    <text x=${EDGE} y="12">0</text><text x=${width - EDGE} y="12" text-anchor="end">${duration(span)}</text>
    <line class="axis" x1=${EDGE} x2=${width - EDGE} y1="18" y2="18"></line>
    ${rows.map(([envelope, own], index) => row(envelope, own, TOP + index * ROW, scale, untilUnixMs))}
  </svg>`;
}

function row(envelope, steps, y, scale, until) {
  const line = y + 26;
  const start = scale(steps[0].at_unix_ms);
  const isLate = start > scale(until) * 0.6;
  return svg`<text class="strong" x=${start} y=${y + 12} text-anchor=${isLate ? "end" :
    "start"}>${shortened(envelope)}</text>
    ${steps.map((step, index) => stretch(step, steps[index + 1]?.at_unix_ms ?? (isOpen(step) ? until : step.at_unix_ms),
      line, scale))}
    ${steps.map(
      (step) => svg`<circle class="dot-${gravity(step.outcome)}" cx=${scale(step.at_unix_ms)} cy=${line} r="5">
      <title>${step.stage}: ${step.outcome}</title></circle>`,
    )}`;
}

/** From one step to the next. After an attempt that has failed that is a wait, otherwise somebody had it in hand. */
function stretch(step, end, line, scale) {
  const from = scale(step.at_unix_ms);
  const to = scale(end);
  const length = duration(end - step.at_unix_ms);
  return to - from < 1
    ? nothing
    : svg`<line class=${step.outcome === "retry" ? "wait" : "work"} x1=${from} x2=${to} y1=${line} y2=${line}>
      <title>${step.outcome === "retry" ? "waited" : "took"} ${length}</title></line>
    ${to - from < LABEL_MIN ? nothing : svg`<text x=${(from + to) / 2} y=${line + 15}
      text-anchor="middle">${length}</text>`}`;
}

/** Whether something comes after it by itself; an unknown outcome waits for a person. */
export function isOpen(step) {
  return ["accepted", "retry", "pending", "replayed"].includes(step.outcome);
}

function shortened(envelope) {
  const text = visible(envelope);
  return text.length <= NAME_MAX ? text : text.slice(0, NAME_MAX - 1) + "…";
}
