// The unmistakable end: the receipts, and a screen that clears itself. Between two ballots of a draw: the receipt of the first.

import { part, progressById } from "../elements.js";
import { say } from "../texts.js";
import { qrCode } from "./qr.js";
import { receiptCode } from "./receipt.js";
import { byId, copy, move } from "./views.js";

/** @import { Move } from "./course.js" */

const SECONDS = 60; // at most: whoever has copied the receipts clears the screen himself

/** Show the receipt of one ballot while another one is still in the deputy's hand; he goes on when he has noted it.
 * @param {Noted} noted @param {string} next title of the other */
export function showNoted({ title, tracker, address, earlier: cast }, next) {
  if (!move("note")) return;
  byId("noted-earlier").hidden = !cast;
  byId("noted-title").textContent = title;
  byId("noted-code").textContent = receiptCode(tracker);
  byId("noted-qr").replaceChildren(qrCode(address, say("qr")));
  byId("noted-next").textContent = say("next_ballot", { title: next });
}

/** A receipt of an earlier ballot of the draw.
 * @param {Noted} noted */
function earlier({ title, tracker, address }) {
  const panel = copy("receipt-template");
  part(panel, "h2").textContent = title;
  part(panel, ".receipt-code").textContent = receiptCode(tracker);
  part(panel, ".qr-box").replaceChildren(qrCode(address, say("qr")));
  return panel;
}

/** Show the receipts, count down, then call cleared. more: there may be another token card; left: what is said of a ballot
 * of his that was not cast before voting ended.
 * @param {Move} step @param {{receipts: Noted[], more: boolean, left: string}} shown @param {() => void} cleared */
export function showEnd(step, { receipts, more, left: unspent }, cleared) {
  if (!move(step)) return;
  const last = receipts[receipts.length - 1];
  byId("receipt-title").textContent = receipts.length > 1 ? last.title : say("receipt");
  byId("receipt-code").textContent = receiptCode(last.tracker);
  byId("receipt-qr").replaceChildren(qrCode(last.address, say("qr")));
  byId("earlier").replaceChildren(...receipts.slice(0, -1).map(earlier));
  byId("all-in").textContent = unspent || say(receipts.length > 1 ? "all_in" : "one_in", { n: receipts.length });
  byId("more-cards").hidden = !more;
  byId("cast-earlier").hidden = !receipts.some((one) => one.earlier);
  let left = SECONDS;
  progressById("clearing").max = left;
  const tell = () => {
    byId("clears").textContent = say("clears", { n: left });
    progressById("clearing").value = left;
  };
  const finish = () => {
    clearInterval(timer);
    byId("clear").removeEventListener("click", finish);
    byId("receipt-code").textContent = "";
    byId("receipt-qr").replaceChildren();
    byId("earlier").replaceChildren();
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
