// Unused token cards: scanned or typed here, derived here, voided at the server, which never sees a seed.

import { Crew } from "../belenios/crew.js";
import { askPatiently, pageIn } from "../net.js";
import { byId, getJson, post, say, sentenceOf } from "../scrutineer/page.js";
import { offerCamera } from "../tablet/badge.js";
import { typedSeed } from "../written.js";

const uuid = byId("void").dataset.ballot;
const form = byId("void-form");
const said = byId("said");
const crew = new Crew(1);
let issuer = null;
let voided = 0;

function tell(outcome, words) {
  said.dataset.outcome = outcome;
  said.textContent = words;
}

async function voidCard(seed) {
  issuer ??= await getJson(`/ballots/${uuid}/issuer.json`);
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

async function take(text) {
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  tell("working", say("working"));
  try {
    await voidCard(typedSeed(text));
    tell("voided", say("voided", { n: (voided += 1) }));
    form.reset();
    await refresh().catch(() => {}); // the card is voided all the same
  } catch (error) {
    tell("refused", error?.reason === "card seed" ? say("wrong_seed") : sentenceOf(error));
    byId("seed").select();
  } finally {
    button.disabled = false;
    byId("seed").focus();
  }
}

if (globalThis.isSecureContext) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!form.querySelector("[type=submit]").disabled) take(byId("seed").value);
  });
  offerCamera(byId("camera"), byId("camera-view"), take);
} else {
  tell("refused", say("insecure"));
}
