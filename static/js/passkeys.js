// A form that a passkey answers: the browser is asked when its button is pressed, what it says is filled in, the form goes its way.
// Without this file, or where the browser knows no passkeys, the words beside the button say so, and the password stays.

import { b64url, unb64url } from "./belenios/canonical.js";
import { part, parts } from "./elements.js";

/** What is named by bytes, as the browser wants it.
 * @param {{id: string, type: "public-key"}[]} [listed] @returns {PublicKeyCredentialDescriptor[]} */
const named = (listed) => (listed ?? []).map((one) => ({ type: one.type, id: unb64url(one.id) }));

/** @param {ArrayBuffer | null | undefined} bytes */
const written = (bytes) => (bytes ? b64url(new Uint8Array(bytes)) : undefined);

/** Ask for an answer of a passkey that there is.
 * @param {any} asked  what the server says, JSON of PublicKeyCredentialRequestOptions */
async function answer(asked) {
  const publicKey = { ...asked, challenge: unb64url(asked.challenge), allowCredentials: named(asked.allowCredentials) };
  const made = /** @type {any} */ (await navigator.credentials.get({ publicKey }));
  const { clientDataJSON, authenticatorData, signature, userHandle } = made.response;
  const response = {
    clientDataJSON: written(clientDataJSON),
    authenticatorData: written(authenticatorData),
    signature: written(signature),
    userHandle: written(userHandle),
  };
  return { id: made.id, rawId: written(made.rawId), type: made.type, response };
}

/** Ask for a new passkey.
 * @param {any} asked  what the server says, JSON of PublicKeyCredentialCreationOptions */
async function make(asked) {
  const user = { ...asked.user, id: unb64url(asked.user.id) };
  const publicKey = { ...asked, user, challenge: unb64url(asked.challenge), excludeCredentials: named(asked.excludeCredentials) };
  const made = /** @type {any} */ (await navigator.credentials.create({ publicKey }));
  const { clientDataJSON, attestationObject } = made.response;
  const response = { clientDataJSON: written(clientDataJSON), attestationObject: written(attestationObject) };
  return { id: made.id, rawId: written(made.rawId), type: made.type, response };
}

/** @param {PageForm} form */
async function fill(form) {
  const able = window.isSecureContext && "PublicKeyCredential" in window;
  part(form, "[data-unable]").hidden = able;
  part(form, "[data-failed]").hidden = true;
  if (!able) return;
  try {
    const asked = JSON.parse(form.dataset.asked ?? "{}");
    const made = await (form.dataset.passkey === "make" ? make(asked) : answer(asked));
    /** @type {HTMLInputElement} */ (form.elements.namedItem("credential")).value = JSON.stringify(made);
    form.submit();
  } catch {
    part(form, "[data-failed]").hidden = false;
  }
}

for (const form of /** @type {NodeListOf<PageForm>} */ (parts(document, "form[data-passkey]"))) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.reportValidity()) void fill(form);
  });
}
