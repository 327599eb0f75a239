/** Statistics over time, drawn by uPlot in the colours of the page. */
import { html } from "./lib/lit-html/lit-html.js";
import { ref } from "./lib/lit-html/directives/ref.js";
import uPlot from "./lib/uplot/uPlot.esm.js";

const HEIGHT = 200;
/** Messages are counted, so there is nothing between two lines. */
const WHOLE = [1, 2, 5]
  .flatMap((one) => Array.from({ length: 9 }, (none, zeros) => one * 10 ** zeros))
  .sort((one, other) => one - other);
const DAY_SECONDS = 86_400;
const CLOCK = new Intl.DateTimeFormat("sv", { hour: "2-digit", minute: "2-digit" });
const DATE = new Intl.DateTimeFormat("sv", { month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" });
const DARK = matchMedia("(prefers-color-scheme: dark)");

/** One chart; it lives as long as its place in the page. */
export class Chart {
  #plot = null;
  #place = null;
  #values = null;
  #resized = new ResizeObserver(() => this.#fit());
  #coloured = () => this.#begin();

  /**
   * @param label what it says to those who do not see it
   * @param lines each with `name`, `look` in the legend and `colour`, a variable of the style sheet
   */
  constructor(label, lines) {
    this.label = label;
    this.lines = lines;
  }

  /** @param values of the x axis in seconds, then of each line; null is a gap */
  view(values) {
    if (this.#values !== values) {
      this.#values = values;
      this.#plot?.setData(values);
    }
    return html`<div class="chart" role="img" aria-label=${this.label} ${ref(this.#placed)}></div>
      <p class="legend">${this.lines.map(({ name, look }) => html`<span class=${look}><i></i>${name}</span>`)}</p>`;
  }

  #placed = (place) => {
    this.#end();
    this.#place = place ?? null;
    if (this.#place !== null) {
      DARK.addEventListener("change", this.#coloured);
      this.#resized.observe(this.#place);
      this.#begin();
    }
  };

  #begin() {
    this.#plot?.destroy();
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const axis = {
      stroke: colour("--quiet"),
      grid: { stroke: colour("--line"), width: 1 },
      ticks: { show: false },
      font: "12px system-ui, sans-serif",
    };
    this.#plot = new uPlot(
      {
        width: this.#place.clientWidth || 600,
        height: HEIGHT,
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false } },
        axes: [
          { ...axis, size: 30, values: (plot, moments) => moments.map((at) => said(at, moments.at(-1) - moments[0])) },
          { ...axis, size: 52, incrs: WHOLE },
        ],
        scales: { y: { range: (plot, least, greatest) => [0, Math.max(1, greatest)] } },
        series: [
          {},
          ...this.lines.map((line) => ({
            label: line.name,
            stroke: colour(line.colour),
            width: 1.5,
            points: { show: false },
          })),
        ],
      },
      this.#values,
      this.#place,
    );
  }

  #fit() {
    if (this.#plot !== null && this.#place.clientWidth > 0) {
      this.#plot.setSize({ width: this.#place.clientWidth, height: HEIGHT });
    }
  }

  #end() {
    DARK.removeEventListener("change", this.#coloured);
    this.#resized.disconnect();
    this.#plot?.destroy();
    this.#plot = null;
  }
}

/** @param at a moment, s @param span of the whole axis, s */
function said(at, span) {
  return (span > DAY_SECONDS ? DATE : CLOCK).format(at * 1000);
}
