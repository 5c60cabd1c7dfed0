// The page's side of the workers: hand out tasks, pass on progress; where there are no workers, work in place.

import { DoesNotHold, Malformed } from "./errors.js";
import { joinParts, split } from "./tally.js";
import { TASKS } from "./tasks.js";

/** @import { Election } from "./election.js" */
/** @import { TaskName } from "./tasks.js" */

const CHUNK = 8; // ballots a worker takes at once: under a second, so that progress moves and none idles at the end
/** @type {Record<string, new (reason: string) => Error>} */
const REFUSALS = { DoesNotHold, Malformed };

/** @param {{name: string, reason: string}} given */
function errorOf({ name, reason }) {
  const kind = REFUSALS[name];
  return kind ? new kind(reason) : new Error(reason);
}

/** A task that a worker has not answered yet.
 * @typedef {{name: TaskName, args: any, progress: Tell, resolve: (made: any) => void, reject: (error: Error) => void}} Asked */

/** One worker that does its tasks one after the other. */
class Hand {
  constructor() {
    /** @type {Map<number, Asked>} */
    this.waiting = new Map();
    this.last = 0;
    this.heard = false;
    this.broken = false;
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    this.worker.addEventListener("message", ({ data }) => this.hear(data));
    this.worker.addEventListener("error", (event) => this.fail(event.message || "worker stopped"));
  }

  /** @param {any} given */
  hear({ id, progress, result, error }) {
    this.heard = true;
    const task = this.waiting.get(id);
    if (!task) return; // the worker failed meanwhile: its tasks were given up, or done in place
    if (progress) {
      task.progress(progress.done, progress.of);
      return;
    }
    this.waiting.delete(id);
    if (error) task.reject(errorOf(error));
    else task.resolve(result);
  }

  /** A worker that never spoke could not be loaded (offline after a restart): its tasks are done in place.
   * @param {string} reason */
  fail(reason) {
    const tasks = [...this.waiting.values()];
    this.waiting.clear();
    this.broken = !this.heard;
    for (const task of tasks) {
      if (this.broken) TASKS[task.name](task.args, task.progress).then(task.resolve, task.reject);
      else task.reject(new Error(reason));
    }
  }

  /** @param {TaskName} name @param {any} args @param {Tell} progress */
  ask(name, args, progress) {
    if (this.broken) return TASKS[name](args, progress);
    this.last += 1;
    const id = this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { name, args, resolve, reject, progress });
      this.worker.postMessage({ id, task: name, args });
    });
  }

  stop() {
    this.worker.terminate();
  }
}

/** The same without workers: Node's tests, and browsers too old for module workers. */
class OwnHand {
  /** @param {TaskName} task @param {any} args @param {Tell} progress */
  ask(task, args, progress) {
    return TASKS[task](args, progress);
  }

  stop() {}
}

function newHand() {
  if (typeof Worker === "undefined") return new OwnHand();
  try {
    return new Hand();
  } catch {
    return new OwnHand();
  }
}

/** Some workers. most: how many at most; one is enough for a tablet. */
export class Crew {
  constructor(most = 1) {
    const cores = globalThis.navigator?.hardwareConcurrency ?? 1;
    this.hands = Array.from({ length: Math.max(1, Math.min(most, cores)) }, newHand);
  }

  /** Have the first worker do one task of tasks.js.
   * @template {TaskName} Name
   * @param {Name} task @param {Parameters<(typeof TASKS)[Name]>[0]} args @param {Tell} progress
   * @returns {ReturnType<(typeof TASKS)[Name]>} */
  ask(task, args, progress = () => {}) {
    return /** @type {any} */ (this.hands[0].ask(task, args, progress));
  }

  /** Verify all ballots of a box and add them up, with every worker. progress(done, of) after each ballot.
   *  Returns {sum, credentials, trackers}. Errors: Malformed, DoesNotHold.
   * @param {Election} election @param {string[]} ballots @param {Tell} progress */
  async verifyBox(election, ballots, progress = () => {}) {
    const chunks = split(ballots, CHUNK);
    /** @type {Verified[]} */
    const parts = [];
    let done = 0;
    /** @param {Hand | OwnHand} hand */
    const work = async (hand) => {
      for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) {
        const args = { election: election.raw, ballots: chunk };
        const tell = () => {
          done += 1;
          progress(done, ballots.length);
        };
        parts.push(await hand.ask("verifyPart", args, tell));
      }
    };
    await Promise.all(this.hands.map(work));
    return joinParts(election, parts);
  }

  stop() {
    for (const hand of this.hands) hand.stop();
  }
}
