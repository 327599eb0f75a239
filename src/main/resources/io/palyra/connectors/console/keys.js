/** The keyboard: what each key does, and the page that says so. */
import { html } from "./lib/lit-html/lit-html.js";
import { dialog } from "./ui.js";
import { link } from "./routes.js";

const GO_MS = 1500;

const GOES = {
  o: ["Overview", link()],
  c: ["Connectors", link()],
  f: ["Failures", link("failures")],
  a: ["Approvals", link("approvals")],
  n: ["Nodes", link("nodes")],
  u: ["Audit", link("audit")],
  r: ["Routes", link("routes")],
  s: ["Settings", link("settings")],
  p: ["Play", link("play")],
};

let goes = 0;

export function listen() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) {
      return;
    }
    if (event.target.closest("input, textarea, select")) {
      leaveField(event);
    } else if (press(event.key)) {
      event.preventDefault();
    }
  });
}

export function showKeys() {
  const keys = [
    ["?", "These keys"],
    ["/", "Search"],
    ["j  k", "Next and previous row"],
    ["Enter", "Open the row"],
    ["Esc", "Close, or leave a field"],
    ...Object.entries(GOES).map(([key, [name]]) => [`g  ${key}`, name]),
  ];
  return dialog({
    title: "Keys",
    content: html`<dl class="keys">${keys.map(
      ([key, does]) => html`<div><dt>${key.split("  ").map((one) => html`<kbd>${one}</kbd> `)}</dt><dd>${does}</dd></div>`,
    )}</dl>`,
  });
}

function leaveField(event) {
  if (event.key === "Escape") {
    event.target.blur();
  }
}

/** @returns whether the key is one of ours */
function press(key) {
  if (performance.now() - goes < GO_MS && GOES[key]) {
    goes = 0;
    location.hash = GOES[key][1];
    return true;
  }
  goes = key === "g" ? performance.now() : 0;
  switch (key) {
    case "?":
      showKeys();
      return true;
    case "/":
      document.getElementById("search")?.focus();
      return true;
    case "j":
      return step(1);
    case "k":
      return step(-1);
    default:
      return key === "g";
  }
}

function step(by) {
  const rows = [...document.querySelectorAll("main a.row")];
  const at = rows.indexOf(document.activeElement?.closest("tr, li")?.querySelector("a.row"));
  rows[Math.min(Math.max(0, at + by), rows.length - 1)]?.focus();
  return rows.length > 0;
}
