// The module worker: runs the heavy tasks so that the page stays alive; fetches nothing, keeps no secret.
//
// In: {id, task, args}. Out: {id, progress: {done, of}} any number of times, then {id, result} or {id, error}.

import { TASKS } from "./tasks.js";

self.addEventListener("message", async ({ data: { id, task, args } }) => {
  const progress = (done, of) => self.postMessage({ id, progress: { done, of } });
  try {
    self.postMessage({ id, result: await TASKS[task](args, progress) });
  } catch (error) {
    self.postMessage({ id, error: { name: error.name, reason: error.reason ?? String(error.message) } });
  }
});
