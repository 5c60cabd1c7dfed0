// A ballot that is being filled in and that nobody minds: the PIN is asked for again, and the choices stay as they were.

import { entered, fieldById, formById } from "../elements.js";
import { say } from "../texts.js";
import { code } from "../written.js";
import { choices, deputy, endSession, seat, sentence, server, withButton } from "./seat.js";
import { Refusal } from "./server.js";
import { byId, complain, may, move } from "./views.js";

/** Cover the ballot; what was drawn of it but the choices themselves is taken off the page. */
export function guard() {
  if (!move("guard")) return;
  seat.sealed = null;
  for (const id of ["review", "dossier", "tracker"]) byId(id).replaceChildren();
  fieldById("spot-check").value = "";
  formById("guard").reset();
  complain("guard-error", "");
}

/** Have the server check the PIN, within the tablet's own count of wrong ones.
 * @param {Event} event */
export async function uncover(event) {
  event.preventDefault();
  const [form, who] = [formById("guard"), deputy()];
  const pin = code(entered(form, "pin"));
  complain("guard-error", "");
  await withButton(form, async () => {
    try {
      const me = await server.signIn(who.number, pin, () => complain("guard-error", say("queueing")));
      form.reset();
      await endSession(me.csrf);
      complain("guard-error", "");
      if (seat.deputy === who && may("unlock")) move("unlock", choices().heading());
    } catch (error) {
      complain("guard-error", sentence(error, error instanceof Refusal && error.status === 422 ? "wrong_pin" : "offline_guard"));
    }
  });
}
