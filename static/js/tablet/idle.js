// How long nobody has touched the tablet: a ballot that is left alone, drawn or filled in, asks for the PIN again.

const TOUCHES = ["pointerdown", "keydown", "scroll"];

/** Counts from the last touch. target: what hears the touches; now: a clock in milliseconds. */
export class Idle {
  /** @param {Pick<EventTarget, "addEventListener">} target */
  constructor(target, now = () => performance.now()) {
    this.now = now;
    this.last = now();
    for (const name of TOUCHES) target.addEventListener(name, () => this.touch(), { passive: true, capture: true });
  }

  touch() {
    this.last = this.now();
  }

  /** @param {number} ms */
  longerThan(ms) {
    return this.now() - this.last >= ms;
  }
}
