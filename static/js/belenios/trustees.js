// The three rounds by which scrutineers make one key of which any t open the box; talks to no server.
// Specification 2.0, sections 4.5-4.7, in the 3.x format (context, signatures); Pedersen 1991.
//
// A scrutineer's secrets are decimal strings in a plain object, so that they go into the key file as they are:
// {ceremony, index, signing, decryption, share, digests, said}, share null until the third round is done.

import { dump, expectKeys, expectList, load } from "./canonical.js";
import { DoesNotHold, Malformed } from "./errors.js";
import { generator, NAME, parseMember, power, Q, randomScalar, scalar, times } from "./group.js";
import { expectKnowledge, proveKnowledge } from "./proofs.js";
import { openShare, sealShare } from "./sealedshare.js";

const MOST_SCRUTINEERS = 20;

/** Sign a text with a scrutineer's signing secret (section 4.6.1).
 * @param {string | bigint} signing @param {string} message */
export function sign(signing, message, draw = randomScalar) {
  return proveKnowledge(BigInt(signing), `sigmsg|${message}|`, draw);
}

/** @param {bigint} secret */
function publicPart(secret) {
  return generator().power(secret).toString();
}

/** Round 1: make the signing and decryption keys and their certificate.
 *
 * place: {size, threshold, index}; begun: the secrets of an earlier try whose certificate got lost on its way.
 * Returns {cert, secrets}. Errors: Malformed.
 * @param {string} ceremony @param {Place} place @param {Secrets | null} begun */
export async function certify(ceremony, place, draw = randomScalar, begun = null) {
  const { size, threshold, index } = place;
  expectPlace(size, threshold);
  if (!(index >= 1 && index <= size)) throw new Malformed("index of the scrutineer");
  const [signing, decryption] = begun ? [BigInt(begun.signing), BigInt(begun.decryption)] : [draw(), draw()];
  const context = { group: NAME, size, threshold, index };
  const message = dump({ context, verification: publicPart(signing), encryption: publicPart(decryption) });
  const cert = { message, signature: await sign(signing, message, draw) };
  const kept = { signing: String(signing), decryption: String(decryption), share: null, digests: {}, said: {} };
  /** @type {Secrets} */
  const secrets = { ceremony, index, ...kept };
  return { cert, secrets };
}

/** @param {number} size @param {number} threshold */
function expectPlace(size, threshold) {
  const whole = Number.isInteger(size) && Number.isInteger(threshold) && size >= 1 && size <= MOST_SCRUTINEERS;
  if (!whole || threshold > size || 2 * threshold <= size) throw new Malformed("number of scrutineers");
}

/** Read and check all certificates. Returns per scrutineer {verification, encryption}. Errors: Malformed, DoesNotHold.
 * @param {Signed[]} certs @param {number} size @param {number} threshold */
export async function expectCerts(certs, size, threshold) {
  expectPlace(size, threshold);
  expectList(certs, size, "certificates");
  const keys = [];
  for (let i = 0; i < size; i += 1) {
    expectKeys(certs[i], ["message", "signature"], "certificate");
    const message = load(certs[i].message, 1 << 14);
    expectKeys(message, ["context", "verification", "encryption"], "certificate");
    const due = dump({ group: NAME, size, threshold, index: i + 1 });
    if (dump(message.context) !== due) throw new DoesNotHold(`certificate of scrutineer ${i + 1}`);
    const verification = parseMember(message.verification);
    keys.push({ verification, encryption: parseMember(message.encryption) });
    const what = `certificate of scrutineer ${i + 1}`;
    await expectKnowledge(verification, `sigmsg|${certs[i].message}|`, certs[i].signature, what);
  }
  if (keys.some((key) => key.verification === 1n || key.encryption === 1n)) throw new DoesNotHold("a key is 1");
  const distinct = new Set(keys.flatMap((key) => [key.verification, key.encryption]));
  if (distinct.size !== 2 * size) throw new DoesNotHold("two certificates share a key");
  return keys;
}

/** Check all certificates and that ours stands under our index, unchanged; size and threshold are those we signed.
 *
 * Returns {keys, size, threshold}. Errors: Malformed, DoesNotHold.
 * @param {Secrets} secrets @param {Signed[]} certs */
async function expectOwnCerts(secrets, certs) {
  const own = /** @type {Signed} */ (Array.isArray(certs) ? certs[secrets.index - 1] : undefined);
  expectKeys(own, ["message", "signature"], "certificate");
  const message = load(own.message, 1 << 14);
  const ours = message.verification === publicPart(BigInt(secrets.signing));
  if (!ours || message.encryption !== publicPart(BigInt(secrets.decryption))) throw new DoesNotHold("our own certificate");
  const { size, threshold } = Object(message.context);
  return { keys: await expectCerts(certs, size, threshold), size, threshold };
}

/** Round 2: make a polynomial, publish its commitments, seal one share for each scrutineer (ourselves included).
 *
 * Returns {coefexps, signature, sealed_shares}; nothing secret needs to be kept beyond the secrets of round 1.
 * Draws: the coefficients, w of the coefficients' signature, w of the certificates'. Errors: Malformed, DoesNotHold.
 * @param {Secrets} secrets @param {Signed[]} certs @param {((length: number) => Bytes) | undefined} nonces */
export async function deal(secrets, certs, draw = randomScalar, nonces = undefined) {
  const { ceremony, index, signing } = secrets;
  const { keys, size, threshold } = await expectOwnCerts(secrets, certs);
  const polynomial = Array.from({ length: threshold }, () => draw());
  const published = polynomial.map(publicPart);
  const message = dump({ coefexps: published });
  const coefexps = { message, signature: await sign(signing, message, draw) };
  const signature = await sign(signing, `certs_sig|${dump({ certs, coefexps: published })}`, draw);
  const sealed = [];
  for (let to = 1; to <= size; to += 1) {
    const channel = { secret: BigInt(secrets.decryption), theirs: keys[to - 1].encryption, ceremony, from: index, to };
    sealed.push(await sealShare(evaluate(polynomial, BigInt(to)), channel, nonces));
  }
  return { coefexps, signature, sealed_shares: sealed };
}

/** @param {bigint[]} polynomial @param {bigint} at */
function evaluate(polynomial, at) {
  return polynomial.reduceRight((value, coefficient) => scalar(value * at + coefficient), 0n);
}

/** Check every deal's signatures. Returns the commitments per scrutineer. Errors: Malformed, DoesNotHold.
 * @param {Signed[]} certs @param {Deal[]} deals @param {number} threshold */
export async function expectDeals(certs, deals, threshold) {
  const keys = await expectCerts(certs, certs.length, threshold);
  expectList(deals, certs.length, "deals");
  const commitments = [];
  for (let i = 0; i < deals.length; i += 1) {
    const what = `coefficients of scrutineer ${i + 1}`;
    const { coefexps, signature } = deals[i];
    expectKeys(coefexps, ["message", "signature"], what);
    await expectKnowledge(keys[i].verification, `sigmsg|${coefexps.message}|`, coefexps.signature, what);
    const message = load(coefexps.message, 1 << 16);
    expectKeys(message, ["coefexps"], what);
    expectList(message.coefexps, threshold, what);
    const signed = `sigmsg|certs_sig|${dump({ certs, coefexps: message.coefexps })}|`;
    await expectKnowledge(keys[i].verification, signed, signature, what);
    commitments.push(message.coefexps.map(parseMember));
  }
  return commitments;
}

/** g^f(at) from the commitments to f.
 * @param {bigint[]} coefficients @param {bigint} at */
function committed(coefficients, at) {
  let product = 1n;
  let exponent = 1n;
  for (const coefficient of coefficients) {
    product = times(product, power(coefficient, exponent));
    exponent = (exponent * at) % Q;
  }
  return product;
}

/** Round 3: open the shares meant for us, check each against its dealer's commitments, publish our verification key.
 *
 * sealedShares: one per dealer, in order. name: shown in the record, empty for none.
 * Returns {verification_key, secrets}. Errors: Malformed, DoesNotHold with the dealer's number.
 * @param {Secrets} secrets @param {Signed[]} certs @param {Deal[]} deals @param {string[]} sealedShares */
export async function finish(secrets, certs, deals, sealedShares, name = "", draw = randomScalar) {
  const { ceremony, index } = secrets;
  const { keys, size, threshold } = await expectOwnCerts(secrets, certs);
  const commitments = await expectDeals(certs, deals, threshold);
  expectList(sealedShares, size, "sealed shares");
  let total = 0n;
  for (let from = 1; from <= size; from += 1) {
    const channel = { secret: BigInt(secrets.decryption), theirs: keys[from - 1].encryption, ceremony, from, to: index };
    const share = await openShare(sealedShares[from - 1], channel);
    const due = committed(commitments[from - 1], BigInt(index));
    if (generator().power(share) !== due) throw new DoesNotHold(`share of scrutineer ${from}`);
    total += share;
  }
  const share = scalar(total);
  const publicKey = publicPart(share);
  const key = {
    pok: await proveKnowledge(share, `pok|${NAME}|${publicKey}|`, draw),
    public_key: publicKey,
    signature: await sign(secrets.signing, publicKey, draw),
  };
  return { verification_key: name ? { ...key, name } : key, secrets: { ...secrets, share: String(share) } };
}

/** Put the published parts together as trustees.json.
 * @param {number} threshold @param {Signed[]} certs @param {Deal[]} deals @param {object[]} verificationKeys */
export function assemble(threshold, certs, deals, verificationKeys) {
  const coefexps = deals.map((one) => one.coefexps);
  const signatures = deals.map((one) => one.signature);
  return dump([["Pedersen", { threshold, certs, coefexps, signatures, verification_keys: verificationKeys }]]);
}

/** Check trustees.json completely.
 *
 * Returns {threshold, size, publicKeys, jointKey}; keys as numbers. Errors: Malformed, DoesNotHold.
 * @param {string} raw */
export async function parseTrustees(raw) {
  const list = load(raw, 1 << 20);
  expectList(list, 1, "trustees");
  expectList(list[0], 2, "trustees");
  if (list[0][0] !== "Pedersen") throw new Malformed("trustees are of another kind");
  const record = list[0][1];
  expectKeys(record, ["threshold", "certs", "coefexps", "signatures", "verification_keys"], "trustees");
  const { threshold, certs, coefexps, signatures, verification_keys: keys } = record;
  const size = Array.isArray(certs) ? certs.length : 0;
  expectList(coefexps, size, "coefficients");
  expectList(signatures, size, "signatures");
  expectList(keys, size, "verification keys");
  const deals = coefexps.map((/** @type {Signed} */ one, /** @type {number} */ i) => ({ coefexps: one, signature: signatures[i] }));
  const commitments = await expectDeals(certs, deals, threshold);
  const signers = await expectCerts(certs, size, threshold);
  const publicKeys = [];
  for (let j = 1; j <= size; j += 1) {
    publicKeys.push(await expectVerificationKey(keys[j - 1], j, commitments, signers[j - 1].verification));
  }
  const jointKey = commitments.reduce((product, coefficients) => times(product, coefficients[0]), 1n);
  return { threshold, size, publicKeys, jointKey };
}

/** @param {any} key @param {number} index @param {bigint[][]} commitments @param {bigint} signer */
async function expectVerificationKey(key, index, commitments, signer) {
  const what = `verification key of scrutineer ${index}`;
  const named = key !== null && typeof key === "object" && "name" in key;
  expectKeys(key, ["pok", "public_key", "signature", ...(named ? ["name"] : [])], what);
  if (named && typeof key.name !== "string") throw new Malformed(what);
  const publicKey = parseMember(key.public_key);
  const due = commitments.reduce((product, coefficients) => times(product, committed(coefficients, BigInt(index))), 1n);
  if (publicKey !== due) throw new DoesNotHold(what);
  await expectKnowledge(publicKey, `pok|${NAME}|${key.public_key}|`, key.pok, what);
  await expectKnowledge(signer, `sigmsg|${key.public_key}|`, key.signature, what);
  return publicKey;
}

/** Ask that the assembled record is the one our secrets took part in. Errors: Malformed, DoesNotHold.
 * @param {Secrets} secrets @param {string} raw */
export async function expectOwnPart(secrets, raw) {
  const trustees = await parseTrustees(raw);
  const { threshold } = await expectOwnCerts(secrets, load(raw)[0][1].certs);
  const ours = generator().power(BigInt(/** @type {string} */ (secrets.share)));
  if (trustees.publicKeys[secrets.index - 1] !== ours || trustees.threshold !== threshold) {
    throw new DoesNotHold("our own share of the key");
  }
  return trustees;
}
