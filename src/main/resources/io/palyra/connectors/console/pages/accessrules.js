/** Changing the rules of access: what is to change, what that changes for whom, and then the change. */
import { html, nothing } from "../lib/lit-html/lit-html.js";
import { channel, post } from "../api.js";
import { count, id } from "../text.js";
import { dialog, field } from "../ui.js";
import * as words from "../words.js";

const CHOICES = {
  dm: ["pairing", "allowlist", "open", "off"],
  groups: ["mention", "allowlist", "all", "off"],
};
const LISTS = ["allow_from", "deny_from", "allow_conversations", "mention_patterns"];
const TEXT_MAX = 1000;

/** So many people who are known are looked at before a change. */
const PEOPLE_MAX = 100;
const AT_ONCE = 4;

/** @param access how things stand, as the API says it. @returns what to say when it is done */
export async function changeRules(connector, access) {
  const values = await dialog({
    title: "Change the rules",
    content: html`<p>They hold for the next message. What the settings say is changed there.</p>${form(access)}`,
    choose: "See what changes",
    wide: true,
  });
  if (values === null) {
    return undefined;
  }
  const changes = changed(access.rules, values);
  if (Object.keys(changes).length === 0) {
    return "Nothing is to change.";
  }
  const looked = await compared(connector, access, changes);
  const agreed = await dialog({
    title: "What changes for whom",
    content: consequences(changes, looked),
    choose: "Change the rules",
    look: "danger",
    wide: true,
  });
  if (agreed === null) {
    return undefined;
  }
  await post(channel(connector, "access", "rules"), changes);
  return "The rules are changed.";
}

function form({ rules, declared }) {
  const off = (name) => declared.includes(name);
  const note = (name) => (off(name) ? "By the settings." : nothing);
  return html`
    ${Object.entries(CHOICES).map(([name, choices]) =>
      field(
        words.spaced(name),
        html`<select name=${name} ?disabled=${off(name)}>${choices.map(
          (choice) => html`<option value=${choice} ?selected=${choice === rules[name]}>${choice}</option>`,
        )}</select>`,
        note(name),
      ),
    )}
    ${LISTS.map((name) =>
      field(
        `${words.spaced(name)}, one in each line`,
        html`<textarea name=${name} rows="3" spellcheck="false" ?disabled=${off(name)}
          .value=${rules[name].join("\n")}></textarea>`,
        note(name),
      ),
    )}
    ${field(
      "pairing text",
      html`<textarea name="pairing_text" rows="3" maxlength=${TEXT_MAX} ?disabled=${off("pairing_text")}
        .value=${rules.pairing_text}></textarea>`,
      off("pairing_text") ? "By the settings." : "{code} is where the code of the request stands.",
    )}`;
}

/** The fields that are not as they were. */
function changed(rules, values) {
  const given = Object.entries(values).map(([name, value]) => [name, LISTS.includes(name) ? lines(value) : value.trim()]);
  return Object.fromEntries(given.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(rules[name])));
}

function lines(text) {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** Those who are known, and three strangers. */
function questions({ requests, grants }) {
  const known = new Map([...grants, ...requests].map((one) => [one.sender_id, one]));
  const people = [...known.values()].slice(0, PEOPLE_MAX).map((one) => ({
    who: id(one.sender_id),
    asked: { sender_id: one.sender_id, conversation_id: one.conversation_id },
  }));
  const stranger = { sender_id: "a-stranger", conversation_id: "a-conversation" };
  return [
    { who: "a stranger, in a direct conversation", asked: stranger },
    { who: "a stranger in a group, who mentions the bot", asked: { ...stranger, is_direct_message: false, mentions_bot: true
      } },
    { who: "a stranger in a group, who does not", asked: { ...stranger, is_direct_message: false } },
    ...people,
  ];
}

/** Each with the decision `before` and `after`. */
async function compared(connector, access, changes) {
  const all = questions(access);
  const waiting = [...all];
  const preview = (body) => post(channel(connector, "access", "preview"), body);
  const work = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      one.before = await preview(one.asked);
      one.after = await preview({ ...one.asked, rules: changes });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return all;
}

function consequences(changes, looked) {
  const others = looked.filter(({ before, after }) => before.reason !== after.reason);
  return html`<p>Changed: ${Object.keys(changes).map(words.spaced).join(", ")}.
      Of ${count(looked.length, "case")} that were tried ${others.length === 0 ? "none ends" : `${count(others.length,
        "ends", "end")}`}
      otherwise${others.length === 0 ? "." : ":"}</p>
    ${others.length === 0 ? nothing : html`<ul>${others.map(difference)}</ul>`}
    <p class="quiet">Tried are strangers, and those who are let in or have asked, at most ${PEOPLE_MAX} of them.</p>`;
}

function difference({ who, before, after }) {
  return html`<li>${who}: ${said(before)}, then <strong>${said(after)}</strong></li>`;
}

function said({ allowed, reason }) {
  return `${allowed ? "let in" : "kept out"} (${words.spaced(reason)})`;
}
