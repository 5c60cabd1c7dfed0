// The two ways a document from outside is refused; never a programming error of our own.

export class Refused extends Error {
  /** reason: a short English phrase for the log; pages translate by name and reason.
   * @param {string} reason */
  constructor(reason) {
    super(reason);
    this.name = this.constructor.name;
    this.reason = reason;
  }
}

/** The document is not what its format says: wrong type, wrong order, number out of range. */
export class Malformed extends Refused {}

/** The document is well formed, but a proof, signature, hash or digest does not hold. */
export class DoesNotHold extends Refused {}
