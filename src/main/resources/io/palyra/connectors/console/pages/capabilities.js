/** What a connector or a kind can do, and why it cannot do the rest. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { duration, foreign, number } from "../text.js";
import { Table, facts, status } from "../ui.js";
import { spaced } from "../words.js";

const GROUPS = { message: "", content: "content: " };

const TABLE = new Table(
  "Capabilities",
  [
    { title: "Capability", cell: (row) => row.name },
    {
      title: "Supported",
      cell: (row) =>
        row.supported
          ? status("good", "yes")
          : html`${status("idle", "no")} <span class="quiet">${foreign(row.reason)}</span>`,
    },
    { title: "Approval", look: "wide", cell: (row) => row.approval_mode ?? nothing },
    { title: "Risk", look: "wide", cell: (row) => row.risk_level ?? nothing },
    { title: "Permissions on the platform", look: "widest", cell: (row) => foreign(row.required_permissions.join(", ")) },
  ],
  (row) => row.name,
);

export function capabilities(of) {
  return TABLE.view(Object.entries(of).flatMap(([name, value]) => rows(name, value)));
}

function rows(name, value) {
  if (name === "limits") {
    return [];
  } else if (name in GROUPS) {
    return Object.entries(value).map(([inner, one]) => ({ ...one, name: GROUPS[name] + spaced(inner) }));
  }
  return [{ ...value, name: spaced(name) }];
}

export function limits(of) {
  return facts([
    ["Text", `${number(of.text_chars_max)} characters${of.text_lines_max ? `, ${number(of.text_lines_max)} lines` : ""}`],
    ["Attachments", number(of.attachments_max)],
    ["Each of them", of.attachment_bytes_max && `${number(of.attachment_bytes_max)} bytes`],
    ["Edits until", of.edit_age_ms_max && duration(of.edit_age_ms_max)],
    ["Format", of.text_format],
  ]);
}
