// The module worker: runs the heavy tasks so that the page stays alive; fetches nothing, keeps no secret.
//
// In: {id, task, args}. Out: {id, progress: {done, of}} any number of times, then {id, result} or {id, error}.

import { TASKS } from "./tasks.js";

/** @import { TaskName } from "./tasks.js" */

self.addEventListener("message", async ({ data: { id, task, args } }) => {
  /** @param {number} done @param {number} of */
  const progress = (done, of) => self.postMessage({ id, progress: { done, of } });
  try {
    const run = /** @type {(args: any, progress: Tell) => Promise<any>} */ (TASKS[/** @type {TaskName} */ (task)]);
    self.postMessage({ id, result: await run(args, progress) });
  } catch (caught) {
    const error = /** @type {Error & {reason?: string}} */ (caught);
    self.postMessage({ id, error: { name: error.name, reason: error.reason ?? String(error.message) } });
  }
});
