// The unmistakable end: the receipt, and a screen that clears itself.

import { progressById } from "../elements.js";
import { say } from "../texts.js";
import { qrCode } from "./qr.js";
import { byId, inFours, move } from "./views.js";

const SECONDS = 20;

/** A tracker in its two short forms: code, the first 8 characters in two groups with a space between them, for a dash
 *  may be one of the characters; path, base64url for addresses.
 * @param {string} tracker */
export function receiptCode(tracker) {
  const path = tracker.replaceAll("+", "-").replaceAll("/", "_");
  return { path, code: inFours(path.slice(0, 8)) };
}

/** Show the receipt, count down, then call cleared.
 * @param {string} tracker @param {string} address @param {() => void} cleared */
export function showEnd(tracker, address, cleared) {
  if (!move("store")) return;
  byId("receipt-code").textContent = receiptCode(tracker).code;
  byId("receipt-qr").replaceChildren(qrCode(address, say("qr")));
  let left = SECONDS;
  const tell = () => {
    byId("clears").textContent = say("clears", { n: left });
    progressById("clearing").value = left;
  };
  const finish = () => {
    clearInterval(timer);
    byId("clear").removeEventListener("click", finish);
    byId("receipt-code").textContent = "";
    byId("receipt-qr").replaceChildren();
    cleared();
  };
  const timer = setInterval(() => {
    left -= 1;
    tell();
    if (left <= 0) finish();
  }, 1000);
  byId("clear").addEventListener("click", finish);
  tell();
}
