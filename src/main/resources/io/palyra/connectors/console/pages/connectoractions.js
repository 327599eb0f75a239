/** What can be done about a connector. Each asks first where somebody could miss what it does. */
import { html } from "../lib/lit-html/lit-html.js";
import { channel, post, remove } from "../api.js";
import { link } from "../routes.js";
import { count, id } from "../text.js";
import { agreed, dialog, field } from "../ui.js";

export async function pause(connector, queue) {
  const values = await dialog({
    title: "Pause the queue",
    content: html`<p>${id(connector)} delivers nothing until the queue is resumed.
      ${count(queue.pending_outbox, "message waits", "messages wait")} now;
      what comes in meanwhile is kept.</p>${field("Why, for those who find it paused", html`<input name="reason"
        maxlength="200" autofocus>`)}`,
    choose: "Pause",
  });
  if (values !== null) {
    await post(channel(connector, "operations", "queue", "pause"), values.reason === "" ? {} : { reason: values.reason });
    return "The queue is paused.";
  }
}

export async function resume(connector) {
  await post(channel(connector, "operations", "queue", "resume"));
  return "The queue delivers again.";
}

export async function drain(connector, queue) {
  const meant = count(queue.due_outbox, "message");
  if (
    await agreed(
      "Drain the queue",
      html`<p>${meant} that ${queue.due_outbox === 1 ? "is" : "are"} due will be delivered once${
        queue.paused ? ", although the queue is paused" : ""
      }.</p>`,
      `Deliver ${meant}`,
      "primary",
    )
  ) {
    const { action } = await post(channel(connector, "operations", "queue", "drain"));
    return action.message;
  }
}

export async function enable(connector) {
  await post(channel(connector, "enabled"), { enabled: true });
  return "The connector is enabled.";
}

export async function disable({ connector_id: connector, queue_depth: depth }) {
  if (
    await agreed(
      "Disable the connector",
      html`<p>${id(connector)} takes nothing from its platform and delivers nothing to it until it is enabled.
    It keeps ${count(depth.pending_outbox, "message")} on the way out and ${count(depth.pending_inbound, "message")} that
      came in.</p>`,
      "Disable",
    )
  ) {
    await post(channel(connector, "enabled"), { enabled: false });
    return "The connector is disabled.";
  }
}

/** @param going is run as soon as it goes, and answers what to run where it stays after all */
export async function forget({ connector_id: connector, queue_depth: depth }, going) {
  if (
    await agreed(
      "Remove the connector",
      html`<p>${id(connector)} is removed with everything that is stored of it:
    ${count(depth.pending_outbox, "message")} on the way out, ${count(depth.pending_inbound, "message")} that came in,
    ${count(depth.dead_letters, "dead letter")}, its log, and who may talk to it. This cannot be taken back.</p>`,
      "Remove with everything",
    )
  ) {
    const stays = going();
    try {
      await remove(channel(connector));
    } catch (problem) {
      stays();
      throw problem;
    }
    location.hash = link();
    return `${connector} is removed.`;
  }
}

export async function testSend(connector) {
  const values = await dialog({
    title: "Send to the platform",
    content: html`<p>This message is for real: whoever reads the conversation sees it.</p>
      ${field("Conversation", html`<input name="target" required maxlength="200" autofocus>`)}
      ${field("Text", html`<input name="text" maxlength="2000">`, "Without one the program says that it is a test.")}`,
    choose: "Send",
  });
  if (values !== null) {
    const { dispatch } = await post(channel(connector, "test-send"), {
      target: values.target,
      confirm: true,
      ...(values.text ? { text: values.text } : {}),
    });
    location.hash = link("connectors", connector, "messages", dispatch.envelope_id);
    return `The message is ${dispatch.state}.`;
  }
}
