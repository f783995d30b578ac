// To another page, once what is on its way has arrived, and only where there is a server to answer:
// the browser's own error page has no keys and no list.
import * as messages from "./messages.js";
import * as outbox from "./outbox.js";
import { isReachable } from "./session.js";

// Resolves to whether it leads away.
export async function go(address) {
  await outbox.quiet();
  const leads = await isReachable();
  if (leads) location.assign(address);
  else messages.fail(`${navigator.onLine ? "The server cannot be reached" : "Offline"}: you stay on this page. Try again.`);
  return leads;
}
