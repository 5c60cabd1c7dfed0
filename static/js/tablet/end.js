// The unmistakable end: the receipt, and a screen that clears itself.

import { progressById } from "../elements.js";
import { say } from "../texts.js";
import { qrCode } from "./qr.js";
import { receiptCode } from "./receipt.js";
import { byId, move } from "./views.js";

const SECONDS = 20;

/** Show the receipt, count down, then call cleared.
 * @param {string} tracker @param {string} address @param {() => void} cleared */
export function showEnd(tracker, address, cleared) {
  if (!move("store")) return;
  byId("receipt-code").textContent = receiptCode(tracker);
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
