// A scrutineer's own page: nothing but what waits for him.

import { byId } from "./page.js";
import { call, quiet } from "./prompt.js";
import { watch } from "./turns.js";

const sound = byId("sound");
sound.addEventListener("click", () => {
  call(sound.dataset.heard ?? "");
  quiet();
});
watch();
