// Unused token cards: scanned or typed here, derived here, voided at the server, which never sees a seed.

import { Crew } from "../belenios/crew.js";
import { Malformed } from "../belenios/errors.js";
import { buttonById, fieldById, formById, sender, videoById } from "../elements.js";
import { askPatiently, pageIn } from "../net.js";
import { byId, getJson, post, say, sentenceOf } from "../scrutineer/page.js";
import { offerCamera } from "../tablet/badge.js";
import { typedSeed } from "../written.js";

const uuid = byId("void").dataset.ballot;
const form = formById("void-form");
const said = byId("said");
const crew = new Crew(1);
/** @type {Issuer | null} */
let issuer = null;
let voided = 0;

/** @param {string} outcome @param {string} words */
function tell(outcome, words) {
  said.dataset.outcome = outcome;
  said.textContent = words;
}

/** @param {string} seed */
async function voidCard(seed) {
  issuer ??= /** @type {Issuer} */ (await getJson(`/ballots/${uuid}/issuer.json`));
  const { lookup, credential, inverse } = await crew.ask("deriveCard", { seed, uuid, issuer });
  await post(`/ballots/${uuid}/cards/void`, { lookup, credential, inverse });
}

/** Show the figures as they are now, without losing what somebody is typing elsewhere on the page. */
async function refresh() {
  const answer = await askPatiently(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = pageIn(answer.text).getElementById("figures");
  if (fresh) byId("figures").replaceChildren(...fresh.childNodes);
}

/** @param {string} text */
async function take(text) {
  const button = sender(form);
  button.disabled = true;
  tell("working", say("working"));
  try {
    await voidCard(typedSeed(text));
    voided += 1;
    tell("voided", say("voided", { n: voided }));
    form.reset();
    await refresh().catch(() => {}); // the card is voided all the same
  } catch (error) {
    const reason = error instanceof Malformed ? error.reason : "";
    tell("refused", reason === "card seed" ? say("wrong_seed") : sentenceOf(error));
    fieldById("seed").select();
  } finally {
    button.disabled = false;
    fieldById("seed").focus();
  }
}

if (globalThis.isSecureContext) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!sender(form).disabled) take(fieldById("seed").value);
  });
  offerCamera(buttonById("camera"), videoById("camera-view"), take);
} else {
  tell("refused", say("insecure"));
}
