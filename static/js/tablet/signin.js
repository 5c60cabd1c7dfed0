// The way in: number and PIN, and a first PIN that becomes the deputy's own.

import { code } from "../written.js";
import { badgeNumber } from "./badge.js";
import { advance } from "./draw.js";
import { main, seat, sentence, server, withButton } from "./seat.js";
import { PinKeys } from "./sealing.js";
import { Refusal } from "./server.js";
import { say } from "./texts.js";
import { byId, complain, show } from "./views.js";

/** Say at a form that its deputy stands in a queue: the tablet sends it again by itself. */
const queueing = (id) => () => complain(id, say("queueing"));

export async function signIn(event) {
  event.preventDefault();
  const fields = new FormData(byId("sign-in"));
  const [number, pin] = [badgeNumber(fields.get("number")), code(fields.get("pin"))];
  complain("sign-in-error", "");
  await withButton(byId("sign-in"), async () => {
    try {
      const me = await server.signIn(number, pin, queueing("sign-in-error"));
      complain("sign-in-error", "");
      if (!me.signed_in) throw new Refusal(422, say("not_deputy"));
      await begin(number, pin, me);
    } catch (error) {
      complain("sign-in-error", sentence(error, error.status === 422 ? "wrong_pin" : "offline_sign_in"));
    }
  });
}

async function begin(number, pin, me) {
  seat.deputy = { me, number, pin, keys: null };
  byId("sign-in").reset();
  if (me.must_change) {
    show("pin");
    return;
  }
  await settle(pin);
}

export async function changePin(event) {
  event.preventDefault();
  const fields = new FormData(byId("new-pin"));
  const [fresh, again] = [code(fields.get("new")), code(fields.get("again"))];
  if (fresh !== again) {
    complain("new-pin-error", say("pin_differs"));
    return;
  }
  await withButton(byId("new-pin"), async () => {
    try {
      const { pin, me } = seat.deputy;
      seat.deputy.me = await server.changePin(pin, fresh, me.csrf, queueing("new-pin-error"));
      complain("new-pin-error", "");
      byId("new-pin").reset();
      await settle(fresh);
    } catch (error) {
      complain("new-pin-error", sentence(error, "offline_sign_in"));
    }
  });
}

async function settle(pin) {
  show("loading");
  seat.deputy.keys = await PinKeys.derive(main.dataset.code, seat.deputy.number, pin);
  seat.deputy.pin = null;
  await advance();
}
