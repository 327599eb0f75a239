/** The shell: who is here, which page it is, and what keeps it true. */
import { html, nothing, render } from "./lib/lit-html/lit-html.js";
import { Problem, get, logIn, onCalls, remove } from "./api.js";
import { become, who } from "./identity.js";
import { listen, showKeys } from "./keys.js";
import { Live } from "./live.js";
import { find, link, linkWith, modules } from "./routes.js";
import { absolute, foreign, quiet, time, visible } from "./text.js";
import { complain, copyButton, dialog, toast } from "./ui.js";
import { icon } from "./icons.js";

const DRAWN_EACH_MS = 1000;
const LOST_EACH_MS = 2000;
const NOT_FOUND = 404;
/** Events come in crowds: a page is loaded anew at most so often for them. */
const LOADED_EACH_MS = 1500;

const IN_THE_WAY =
  "Another cookie stands in the way of your session, or the browser keeps none. Delete the cookies of this host, and log " +
  "in again. Where a proxy has a path before the console, palyra.console.base-path has to be that path.";

const PLACES = [
  ["overview", "Overview", link()],
  ["failures", "Failures", link("failures")],
  ["approvals", "Approvals", link("approvals")],
  ["nodes", "Nodes", link("nodes")],
  ["audit", "Audit", link("audit")],
  ["routes", "Routes", link("routes")],
  ["settings", "Settings", link("settings")],
  ["play", "Play", link("play")],
];

const app = document.getElementById("app");

const shell = {
  /** `asking`, `out` or `in` */
  door: "asking",
  refusal: null,
  lostSince: null,
  isMenuOpen: false,
  place: null,
  page: null,
  isLoaded: false,
  isLoading: false,
  loadAgain: false,
  problem: null,
  staleSince: null,
  loadedAt: 0,
  wait: null,
};

const live = new Live({
  event: (event) => {
    if (shell.isLoaded && shell.page.happened(event)) {
      loadSoon();
    }
    drawSoon();
  },
  missed: () => loadSoon(),
  opened: () => {
    found();
    drawSoon();
  },
  doubted: () => knock(),
});

onCalls({
  unauthorised: () => {
    if (shell.door !== "out") {
      lock(shell.door === "in" ? "Your session has ended. Log in again; you come back to this page." : null);
    }
  },
  changed: () => knock(),
  answered: () => found(),
  lost: () => lose(),
});

function lose() {
  if (shell.lostSince === null) {
    shell.lostSince = Date.now();
    drawSoon();
  }
}

function found() {
  if (shell.lostSince !== null) {
    shell.lostSince = null;
    toast("The connection is back.");
    live.retry();
    loadSoon();
    drawSoon();
  }
}

/** Asks who we are: that tells a lost program from an ended session. */
async function knock() {
  try {
    const before = who();
    become(await get("whoami", true));
    if (shell.door === "in" && (before?.name !== who().name || before?.role !== who().role)) {
      closeDialogs();
      toast(`You are ${who().name ?? "nobody in particular"} now.`);
      live.restart();
      await open();
    } else if (shell.door !== "in") {
      shell.door = "in";
      live.start();
      await open();
      fetchPages();
    }
  } catch (problem) {
    if (shell.door === "asking" && problem.status !== 401 && problem.status !== 0) {
      lock(problem.message);
    }
  }
  drawSoon();
}

function lock(reason) {
  live.stop();
  closeDialogs();
  become(null);
  shell.door = "out";
  shell.refusal = reason;
  leave();
  drawSoon();
}

/** What they show is for whoever was here. */
function closeDialogs() {
  document.querySelectorAll("dialog").forEach((element) => element.close());
}

async function enter(event) {
  event.preventDefault();
  const form = event.target;
  const token = new FormData(form).get("token");
  form.reset();
  try {
    const opened = await logIn(token);
    const shown = await get("whoami").catch(unlessUnknown);
    if (shown?.session?.csrf !== opened.session.csrf) {
      shell.refusal = IN_THE_WAY;
    } else {
      become(shown);
      shell.refusal = null;
      shell.door = "in";
      live.start();
      await open();
      fetchPages();
    }
  } catch (problem) {
    shell.refusal = problem.status === 401 ? "This is no token of this program." : problem.message;
    form.elements.token.focus();
  }
  drawSoon();
}

function unlessUnknown(problem) {
  if (problem.status !== 401) {
    throw problem;
  }
  return null;
}

async function logOut() {
  const values = await dialog({
    title: "Log out",
    content: html`<label class="check"><input type="checkbox" name="all"> everywhere: end all sessions that this token has
      opened</label>`,
    choose: "Log out",
  });
  if (values === null) {
    return;
  }
  try {
    await remove(values.all ? "session?all=true" : "session");
    lock(null);
  } catch (problem) {
    complain(problem);
  }
}

function leave() {
  clearTimeout(shell.wait);
  shell.wait = null;
  shell.page?.left();
  shell.page = null;
  shell.isLoaded = false;
  shell.problem = null;
  shell.staleSince = null;
}

async function open() {
  leave();
  shell.isMenuOpen = false;
  const place = find(location.hash);
  shell.place = place;
  drawSoon();
  if (place === null) {
    return;
  }
  const Kind = await kind(place.module).catch(() => null);
  if (shell.place !== place) {
    return;
  } else if (Kind === null) {
    shell.problem = new Problem(0, { detail: "This page could not be fetched from the program." });
    drawSoon();
    return;
  }
  const page = new Kind(place.parameters, place.query);
  page.redraw = drawSoon;
  shell.page = page;
  drawSoon();
  await load(false);
  if (shell.page === page) {
    window.scrollTo(0, 0);
    draw();
    document.querySelector("main h1")?.focus({ preventScroll: true });
  }
}

async function kind(module) {
  return (await import(`./pages/${module}.js`)).default;
}

/** Once somebody is in, so that going to another page works while the program does not answer. */
function fetchPages() {
  modules().forEach((module) => kind(module).catch(() => {}));
}

/** One load at a time; what comes while it runs is done once behind it. */
async function load(isOwn) {
  const page = shell.page;
  if (page === null) {
    return;
  }
  if (shell.isLoading) {
    shell.loadAgain = true;
    return;
  }
  shell.isLoading = true;
  try {
    await page.load(isOwn);
    succeeded(page);
  } catch (problem) {
    failed(page, problem);
  } finally {
    shell.isLoading = false;
    drawSoon();
  }
  if (shell.loadAgain || shell.page !== page) {
    shell.loadAgain = false;
    await load(shell.page === page);
  }
}

function succeeded(page) {
  if (shell.page === page) {
    shell.isLoaded = true;
    shell.problem = null;
    shell.staleSince = null;
    shell.loadedAt = Date.now();
  }
}

function failed(page, problem) {
  if (problem.status === undefined) {
    throw problem;
  }
  if (shell.page === page && problem.status !== 401) {
    shell.problem = problem;
    // Nothing can be done about what has been removed
    shell.isLoaded &&= problem.status !== NOT_FOUND;
    shell.staleSince ??= shell.loadedAt;
    shell.loadedAt = Date.now();
  }
}

function loadSoon() {
  if (shell.wait === null && shell.page !== null && !document.hidden) {
    shell.wait = setTimeout(
      () => {
        shell.wait = null;
        load(true);
      },
      Math.max(0, shell.loadedAt + LOADED_EACH_MS - Date.now()),
    );
  }
}

let isDrawn = true;

function drawSoon() {
  if (isDrawn) {
    isDrawn = false;
    requestAnimationFrame(draw);
  }
}

function draw() {
  isDrawn = true;
  document.title = shell.page?.title ? `${visible(shell.page.title)} · Palyra Connectors` : "Palyra Connectors";
  render(shell.door === "in" ? inside() : shell.door === "out" ? outside() : waiting(), app);
}

function waiting() {
  const said = shell.lostSince === null ? "…" : "The program does not answer. Trying again.";
  return html`<main class="outside"><p class="quiet" role="status">${said}</p></main>`;
}

function outside() {
  return html`<main class="outside">
    <form class="login" @submit=${enter}>
      <h1>${logo()} Palyra Connectors</h1>
      <label class="field"><span>Token</span>
        <input name="token" type="password" autocomplete="current-password" required autofocus spellcheck="false"
          aria-describedby=${shell.refusal ? "refusal" : nothing}></label>
      ${shell.refusal ? html`<p id="refusal" class="refusal" role="alert">${shell.refusal}</p>` : nothing}
      <button class="primary">Log in</button>
      <p class="quiet">One of <code>palyra.admin.token</code> and <code>palyra.admin.tokens</code>. It is sent once; a
        session of
        12 hours, or one hour of rest, takes its place.</p>
    </form>
  </main>`;
}

function logo() {
  return html`<img src="icon.svg" alt="" width="22" height="22">`;
}

function inside() {
  return html`
    <a class="skip" href="#content" @click=${skip}>To the content</a>
    <header class="side ${shell.isMenuOpen ? "open" : ""}">
      <div class="brand"><a href=${link()}>${logo()}<span>Connectors</span></a>
        <button type="button" class="menu" aria-expanded=${shell.isMenuOpen} aria-controls="menu"
          @click=${toggleMenu}>Menu</button></div>
      <form class="search" role="search" @submit=${search}>
        ${icon("search")}<input id="search" name="q" type="search" placeholder="Search"
          aria-label="Search messages and conversations"
          autocomplete="off" maxlength="200"><kbd aria-hidden="true">/</kbd></form>
      <div id="menu" class="folding">
        <nav aria-label="Pages"><ul>${PLACES.map(
          ([module, name, href]) => html`<li><a href=${href}
          aria-current=${shell.place?.module === module ? "page" : nothing}>${icon(module)}${name}</a></li>`,
        )}</ul></nav>
        <div class="me">${me()}</div>
      </div>
    </header>
    <main id="content" tabindex="-1" aria-busy=${shell.place !== null && !shell.isLoaded && shell.problem === null}
      @click=${openRow} @whole-text=${showWhole}>
      ${banner()}
      ${content()}
    </main>`;
}

function me() {
  const identity = who();
  return html`
    <p>${
      live.isOpen
        ? html`<span class="status good" title="Events are shown as they happen"><span class="dot"></span>live</span>`
        : html`<span class="status idle" title="No stream of events; pages are loaded anew every few seconds">
            <span class="dot"></span>not live</span>`
    }</p>
    <p class="name">${identity.name ? html`${foreign(identity.name)} ${quiet(identity.role)}` :
      quiet("no tokens in use")}</p>
    <p><button type="button" class="link" @click=${showKeys}>Keys <kbd>?</kbd></button>
      ${identity.session ? html`<button type="button" class="link" @click=${logOut}>Log out</button>` : nothing}</p>`;
}

function banner() {
  if (shell.lostSince !== null) {
    return html`<p class="banner over bad" role="alert">Connection lost since ${absolute(shell.lostSince).slice(11, 19)}.
      What you see is of then. Trying again.</p>`;
  } else if (shell.isLoaded && shell.problem !== null) {
    return html`<p class="banner over warn" role="status">This is of ${time(shell.staleSince)}:
      ${foreign(shell.problem.message)}</p>`;
  }
  return nothing;
}

function content() {
  if (shell.place === null) {
    return html`<h1 tabindex="-1">Not found</h1><p>No page of the console has this address. <a href=${link()}>To the
      overview</a></p>`;
  } else if (shell.isLoaded) {
    return shell.page.view();
  } else if (shell.problem !== null && shell.lostSince === null) {
    return html`<h1 tabindex="-1">${shell.problem.status === NOT_FOUND ? "Not there" : shell.place.name}</h1>
      <p>${foreign(shell.problem.message)}</p>
      <p><button type="button" @click=${() => (shell.page === null ? location.reload() : load(false))}>Try again</button> <a
        href=${link()}>To the overview</a></p>`;
  }
  return html`<h1 tabindex="-1">${shell.place.name}</h1><p class="quiet" role="status">Loading …</p>`;
}

function skip(event) {
  event.preventDefault();
  document.getElementById("content").focus();
}

function toggleMenu() {
  shell.isMenuOpen = !shell.isMenuOpen;
  draw();
}

function search(event) {
  event.preventDefault();
  const q = new FormData(event.target).get("q").trim();
  if (q !== "") {
    location.hash = linkWith({ q }, "search");
  }
}

/** A row is as good as its link, unless something in it was meant, or text was marked. */
function openRow(event) {
  if (!event.target.closest("a, button, input, label, select, summary") && String(getSelection()) === "") {
    event.target.closest("tr")?.querySelector("a.row")?.click();
  }
}

function showWhole(event) {
  const whole = event.detail;
  dialog({
    title: "The whole text",
    content: html`<div class="whole">${foreign(whole, Infinity)}</div>${copyButton("Copy", whole)}`,
    wide: true,
  });
}

setInterval(() => {
  if (shell.page !== null && Date.now() - shell.loadedAt > shell.page.everyMs) {
    loadSoon();
  }
  drawSoon();
}, DRAWN_EACH_MS);

setInterval(() => {
  if (shell.lostSince !== null && !document.hidden) {
    knock();
  }
}, LOST_EACH_MS);

document.addEventListener("visibilitychange", () => !document.hidden && shell.door === "in" && knock());
window.addEventListener("hashchange", () => shell.door === "in" && open());
window.addEventListener("scroll", drawSoon, { passive: true });
window.addEventListener("resize", drawSoon);
document.addEventListener("changed", () => load(true));
listen();
knock();
