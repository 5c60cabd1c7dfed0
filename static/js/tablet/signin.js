// The way in: number and PIN, and a PIN of one's own for whoever asks for it before he draws.

import { entered, formById } from "../elements.js";
import { say } from "../texts.js";
import { code } from "../written.js";
import { badgeNumber } from "./badge.js";
import { advance } from "./draw.js";
import { PinKeys } from "./sealing.js";
import { deputy, endSession, main, seat, sentence, server, showName, withButton } from "./seat.js";
import { Refusal } from "./server.js";
import { complain, move } from "./views.js";

/** Say at a form that its deputy stands in a queue: the tablet sends it again by itself.
 * @param {string} id */
const queueing = (id) => () => complain(id, say("queueing"));

/** @param {Event} event */
export async function signIn(event) {
  event.preventDefault();
  const form = formById("sign-in");
  const [number, pin] = [badgeNumber(entered(form, "number")), code(entered(form, "pin"))];
  complain("sign-in-error", "");
  await withButton(form, async () => {
    try {
      const me = await server.signIn(number, pin, queueing("sign-in-error"));
      complain("sign-in-error", "");
      if (!me.signed_in) throw new Refusal(422, say("not_deputy"));
      await begin(number, pin, me);
    } catch (error) {
      complain("sign-in-error", sentence(error, error instanceof Refusal && error.status === 422 ? "wrong_pin" : "offline_sign_in"));
    }
  });
}

/** @param {string} number @param {string} pin @param {Me} me */
async function begin(number, pin, me) {
  // once something is drawn its credential lies sealed under this very PIN: it stays as it is
  const anew = entered(formById("sign-in"), "anew") !== null && me.drawn.length === 0;
  formById("sign-in").reset(); // whatever follows, no PIN stays typed for the next person
  if (!move(anew ? "ask_new_pin" : "sign_in")) {
    await endSession(me.csrf); // a token card was taken meanwhile: its ballot is not disturbed
    return;
  }
  seat.deputy = { me, number, pin, keys: null };
  showName(me.name ?? "");
  if (!anew) await settle(pin);
}

/** Go on with the PIN that one has. */
export async function keepPin() {
  formById("new-pin").reset();
  complain("new-pin-error", "");
  if (move("sign_in")) await settle(deputy().pin ?? "");
}

/** @param {Event} event */
export async function changePin(event) {
  event.preventDefault();
  const form = formById("new-pin");
  const [fresh, again] = [code(entered(form, "new")), code(entered(form, "again"))];
  if (fresh !== again) {
    complain("new-pin-error", say("pin_differs"));
    return;
  }
  await withButton(form, async () => {
    try {
      const { pin, me } = deputy();
      deputy().me = await server.changePin(pin ?? "", fresh, me.csrf ?? "", queueing("new-pin-error"));
      complain("new-pin-error", "");
      form.reset();
      if (move("sign_in")) await settle(fresh);
    } catch (error) {
      complain("new-pin-error", sentence(error, "offline_sign_in"));
    }
  });
}

/** @param {string} pin */
async function settle(pin) {
  deputy().keys = await PinKeys.derive(main.dataset.code, deputy().number, pin);
  deputy().pin = null;
  await advance();
}
