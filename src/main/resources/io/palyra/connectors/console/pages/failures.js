/** What messages fail of, in groups, and the jobs that put them right. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { channel, get, post, query } from "../api.js";
import { Page } from "../page.js";
import { count, foreign, id, number, time } from "../text.js";
import { Table, action, inOrder, section } from "../ui.js";
import { link, messageLink } from "../routes.js";
import * as words from "../words.js";
import { failureLink } from "./needs.js";

const CALM_MS = 10_000;
const RUNNING_MS = 1500;

export default class Failures extends Page {
  title = "Failures";

  #order = [];
  #groups = new Table(
    "Failures by cause",
    [
      {
        title: "Cause",
        cell: (row) => html`<a class="row" href=${failureLink(row)}>${foreign(row.cause || "no reason", 160)}</a>`,
      },
      { title: "State", look: "fit", cell: (row) => words.messageState(row.state) },
      { title: "Messages", look: "num", cell: (row) => number(row.messages) },
      { title: "Connector", look: "fit wide", cell: (row) => id(row.connector_id) },
      { title: "Direction", look: "fit widest", cell: (row) => row.direction },
      { title: "Latest", look: "fit wide", cell: (row) => time(row.latest_unix_ms) },
      {
        title: "One of them",
        look: "widest",
        cell: (row) =>
          html`<a href=${messageLink(row.connector_id, row.latest.envelope_id)}>${id(row.latest.envelope_id)}</a>`,
      },
    ],
    key,
  );
  #jobs = new Table(
    "Jobs",
    [
      {
        title: "Job",
        cell: (row) =>
          html`${words.spaced(row.type).replace("dead letters.", "")} dead letters <span class="quiet">of</span>
            ${id(row.connector_id)}`,
      },
      { title: "State", look: "fit", cell: (row) => words.job(row.state, row.error) },
      {
        title: "Progress",
        look: "fit",
        cell: (
          row,
        ) => html`<progress max=${Math.max(1, row.total)} .value=${row.done + row.refused} aria-label="Progress"></progress>
      ${number(row.done)} of ${number(row.total)}${row.refused > 0 ? `, ${number(row.refused)} left as they are` : ""}`,
      },
      { title: "By", look: "wide", cell: (row) => foreign(row.operator) },
      { title: "Begun", look: "fit wide", cell: (row) => time(row.created_at_unix_ms) },
      {
        title: html`<span class="unseen">Cancel</span>`,
        look: "fit",
        cell: (row) => (row.state === "running" ? action("Cancel", () => cancel(row)) : nothing),
      },
    ],
    (row) => row.job_id,
  );

  constructor(none, filter) {
    super();
    this.connector = filter.get("connector");
  }

  async load(isOwn) {
    const [failed, { jobs }] = await Promise.all([
      get("failures" + query({ connector_id: this.connector }), isOwn),
      get("jobs", isOwn),
    ]);
    Object.assign(this, {
      groups: inOrder(this.#order, failed.failures, key),
      isMore: failed.more || !failed.complete,
      jobs,
    });
    this.everyMs = jobs.some((job) => job.state === "running") ? RUNNING_MS : CALM_MS;
  }

  #ofOne() {
    return html` of ${id(this.connector)}; <a href=${link("failures")}>of all connectors</a>`;
  }

  view() {
    return html`<div class="head"><h1 tabindex="-1">Failures</h1></div>
      ${section("By cause", this.#groups.view(this.groups, "No message has failed."), {
        note: html`${this.isMore ? "the largest groups" : count(this.groups.length, "group")}${this.connector ?
          this.#ofOne() : nothing}`,
      })}
      ${section("Jobs", this.#jobs.view(this.jobs,
        "No job has run. What is done to all messages of a group is done by one."))}`;
  }
}

async function cancel(job) {
  await post(channel(job.connector_id, "operations", "jobs", job.job_id, "cancel"));
  return "The job has ended. What it has done stays done.";
}

function key(group) {
  return [group.connector_id, group.direction, group.state, group.cause].join(" ");
}
