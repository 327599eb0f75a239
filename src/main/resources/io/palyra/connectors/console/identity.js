/** Who uses this page, and what his role may do. */
import { useSession } from "./api.js";

const ROLES = {
  viewer: ["viewer", "operator", "approver", "admin"],
  operator: ["operator", "admin"],
  approver: ["approver", "admin"],
  admin: ["admin"],
};

let identity = null;

export function who() {
  return identity;
}

export function become(somebody) {
  identity = somebody;
  useSession(somebody);
}

export function may(role) {
  return ROLES[role].includes(identity?.role);
}

/** What to say where he may not; null where he may. */
export function whyNot(role) {
  return may(role) ? null : `This needs the role ${role}; yours is ${identity?.role}.`;
}

export function seesText() {
  return identity?.sees_text === true;
}
