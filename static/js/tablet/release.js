// Free this tablet from its meeting: only on the page that staff reach; refused while a ballot waits to be sent.

import { unbind } from "./binding.js";
import { forgetAll, keysOf } from "./store.js";

const button = document.getElementById("release");

button.addEventListener("click", async () => {
  const waiting = (await keysOf("pending")).length > 0;
  document.getElementById("waiting").hidden = !waiting;
  if (waiting) return;
  unbind();
  await forgetAll();
  for (const registration of (await navigator.serviceWorker?.getRegistrations()) ?? []) await registration.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
  document.getElementById("released").hidden = false;
  button.hidden = true;
});
