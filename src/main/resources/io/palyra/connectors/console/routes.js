/** Which page an address is, and what addresses look like: each screen has one that can be sent to somebody. */

const PAGES = [
  [[], "overview", "Overview"],
  [["connectors", ":id"], "connector", "Connector"],
  [["connectors", ":id", "conversations"], "conversations", "Conversations"],
  [["connectors", ":id", "conversations", ":conversation"], "conversation", "Conversation"],
  [["connectors", ":id", "messages", ":envelope"], "message", "Message"],
  [["connectors", ":id", "access"], "access", "Access"],
  [["failures"], "failures", "Failures"],
  [["failures", ":id", ":direction", ":state"], "failure", "Failure"],
  [["search"], "search", "Search"],
  [["approvals"], "approvals", "Approvals"],
  [["approvals", ":approval"], "approval", "Approval"],
  [["nodes"], "nodes", "Nodes"],
  [["audit"], "audit", "Audit"],
  [["routes"], "routes", "Routes"],
  [["settings"], "settings", "Settings"],
  [["play"], "play", "Play"],
  [["add"], "add", "Add a connector"],
];

/** The modules of all pages. */
export function modules() {
  return PAGES.map(([, module]) => module);
}

/** @param parts of the path, each is encoded */
export function link(...parts) {
  return "#/" + parts.map(encodeURIComponent).join("/");
}

export function linkWith(values, ...parts) {
  return link(...parts) + "?" + new URLSearchParams(values);
}

export function messageLink(connector, envelope) {
  return link("connectors", connector, "messages", envelope);
}

/** @returns `module`, `name`, `parameters` and `query` of an address, or null where there is no such page */
export function find(hash) {
  const [where, query] = split(hash.replace(/^#\/?/, ""));
  const given = where === "" ? [] : where.split("/").map(decoded);
  for (const [pattern, module, name] of PAGES) {
    const parameters = match(pattern, given);
    if (parameters !== null) {
      return { module, name, parameters, query: new URLSearchParams(query) };
    }
  }
  return null;
}

function split(address) {
  const at = address.indexOf("?");
  return at < 0 ? [address, ""] : [address.slice(0, at), address.slice(at + 1)];
}

function match(pattern, given) {
  if (pattern.length !== given.length || given.includes(null)) {
    return null;
  }
  const parameters = {};
  const fits = pattern.every((part, index) => {
    if (part.startsWith(":")) {
      parameters[part.slice(1)] = given[index];
      return given[index] !== "";
    }
    return part === given[index];
  });
  return fits ? parameters : null;
}

/** Null where it is no text. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
