/** The last hour in 120 by 24 pixels: what was delivered as bars, and in red on top what failed. */
import { html, svg, nothing } from "./lib/lit-html/lit-html.js";
import { number } from "./text.js";

const WIDTH = 120;
const HEIGHT = 24;
const BARS = 40;

/** @param series of one connector as `GET /stats` has them, one for each direction */
export function sparkline(series) {
  const delivered = inBars(series.map((one) => one.delivered));
  const failed = inBars(series.flatMap((one) => [one.dead, one.unknown]));
  const greatest = Math.max(1, ...delivered.map((value, index) => value + failed[index]));
  const said = `Last hour: ${number(sum(delivered))} delivered, ${number(sum(failed))} failed`;
  return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${said}><title>${said}</title>
    <line class="ground" x1="0" x2=${WIDTH} y1=${HEIGHT - 0.5} y2=${HEIGHT - 0.5}></line>
    ${delivered.map((value, index) => bar(index, value, failed[index], greatest))}
  </svg>`;
}

function bar(index, delivered, failed, greatest) {
  const width = WIDTH / BARS;
  const low = height(delivered, greatest);
  const high = height(failed, greatest);
  return svg`${low > 0 ? svg`<rect class="delivered" x=${index * width} width=${width - 1} y=${HEIGHT - 1 - low}
    height=${low}></rect>` : nothing}
    ${high > 0 ? svg`<rect class="failed" x=${index * width} width=${width - 1} y=${HEIGHT - 1 - low - high}
      height=${high}></rect>` : nothing}`;
}

/** One message among thousands is still seen. */
function height(value, greatest) {
  return value === 0 ? 0 : Math.max(1.5, (value / greatest) * (HEIGHT - 3));
}

function inBars(lines) {
  const bars = new Array(BARS).fill(0);
  for (const line of lines) {
    line.forEach((value, index) => (bars[Math.min(BARS - 1, Math.floor((index / line.length) * BARS))] += value));
  }
  return bars;
}

function sum(values) {
  return values.reduce((before, value) => before + value, 0);
}
