// Powers modulo a number, for the few that a signature needs; group.js has its own for the many of a ballot.

/** @param {bigint} base at least 0 @param {bigint} exponent at least 0 @param {bigint} modulus */
export function powerMod(base, exponent, modulus) {
  let result = 1n;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
