// The tablet's course: sign in, draw, wait, choose, review, cast, receipt, clear. This file ties buttons to steps.

import { buttonById, fieldById, formById, videoById } from "../elements.js";
import { ask } from "../net.js";
import { say } from "../texts.js";
import { offerAloud } from "./aloud.js";
import { badgeNumber, offerCamera } from "./badge.js";
import { bind } from "./binding.js";
import { beat, belongsElsewhere, claim, leaveFormer, showNumber } from "./bound.js";
import { leaveDossier } from "./dossier.js";
import { useCard } from "./draw.js";
import { uncover } from "./guard.js";
import { toNext } from "./next.js";
import { delivery, home, main, trouble, tryAgain } from "./seat.js";
import { changePin, keepPin, signIn } from "./signin.js";
import { dropSpare, useSpare } from "./spare.js";
import { byId, complain, move, onLeave } from "./views.js";
import { challenge, commit, openBallot, revise, toReview } from "./voting.js";
import { watch } from "./watch.js";

/** @param {{waiting: number, refused: number}} given */
function tellPending({ waiting, refused }) {
  byId("pending").hidden = waiting === 0;
  byId("pending").textContent = say("pending", { n: waiting });
  byId("not-taken").hidden = refused === 0;
  byId("not-taken-text").textContent = say("not_taken", { n: refused });
}

function offerCameras() {
  /** @param {string} text */
  const badge = (text) => {
    fieldById("number").value = badgeNumber(text);
    byId("pin").focus();
  };
  /** @param {string} text */
  const card = (text) => {
    fieldById("seed").value = text.trim();
    formById("card").requestSubmit();
  };
  onLeave(offerCamera(buttonById("badge"), videoById("badge-view"), badge, () => complain("sign-in-error", say("no_camera"))));
  onLeave(offerCamera(buttonById("card-camera"), videoById("card-view"), card, () => complain("card-error", say("no_camera"))));
}

function listen() {
  /** @param {string} id @param {() => unknown} act */
  const click = (id, act) => byId(id).addEventListener("click", act);
  byId("sign-in").addEventListener("submit", signIn);
  byId("new-pin").addEventListener("submit", changePin);
  byId("guard").addEventListener("submit", uncover);
  byId("card").addEventListener("submit", useCard);
  byId("spare-form").addEventListener("submit", useSpare);
  offerCameras();
  offerAloud();
  click("leave", () => home("leave"));
  click("elsewhere-leave", () => home("leave"));
  click("spare-drop", dropSpare);
  click("guard-leave", () => home("leave"));
  click("keep-pin", keepPin);
  click("to-review", toReview);
  click("to-choose", revise);
  click("from-dossier", leaveDossier);
  click("commit", commit);
  click("challenge", challenge);
  click("anew", () => openBallot("anew"));
  click("trouble-back", () => home("leave"));
  click("trouble-again", tryAgain);
  click("trouble-next", toNext);
  click("noted-go", toNext);
}

async function start() {
  if (!globalThis.isSecureContext) {
    trouble("be_unfit", say("insecure"));
    return;
  }
  await leaveFormer(main.dataset.code, main.dataset.meeting);
  if (!bind(main.dataset.code, main.dataset.meeting)) {
    await belongsElsewhere();
    return;
  }
  listen();
  navigator.serviceWorker?.register(`${main.dataset.base}sw.js`).catch(() => {}); // without it only the restart offline is lost
  tellPending(await delivery.counts());
  delivery.resume(tellPending);
  await claim();
  addEventListener("hashchange", claim); // the QR code was scanned on this very page
  showNumber();
  move("begin");
  watch();
  beat();
  ask(`${main.dataset.base}reading/`).catch(() => {}); // the service worker keeps it with all candidates, for a hall without a network
}

start();
