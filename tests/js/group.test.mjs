import assert from "node:assert/strict";
import { test } from "node:test";

import { DoesNotHold, Malformed } from "../../static/js/belenios/errors.js";
import {
  Base, FixedBase, G, generator, invert, P, parseElement, parseMember, parseScalar, power, Q, randomScalar, scalar, times,
} from "../../static/js/belenios/group.js";

function slowPower(base, exponent) {
  let result = 1n;
  for (const bit of exponent.toString(2)) result = (result * result * (bit === "1" ? base : 1n)) % P;
  return result;
}

test("the generator has order q", () => {
  assert.notEqual(G, 1n);
  assert.equal(slowPower(G, Q), 1n);
  assert.equal((P - 1n) % Q, 0n);
});

test("both ways of raising to a power agree with squaring and multiplying", () => {
  const base = slowPower(G, randomScalar());
  const exponents = [0n, 1n, 2n, 15n, 16n, 63n, 64n, 65n, Q - 1n, 1n << 255n, randomScalar(), randomScalar()];
  const [shared, fixed] = [new Base(base), new FixedBase(base)];
  for (const exponent of exponents) {
    assert.equal(shared.power(exponent), slowPower(base, exponent), `shared ${exponent}`);
    assert.equal(fixed.power(exponent), slowPower(base, exponent), `fixed ${exponent}`);
  }
  assert.equal(generator().timesPower(base, 5n), times(base, slowPower(G, 5n)));
});

test("an inverse is an inverse", () => {
  const element = power(G, randomScalar());
  assert.equal(times(element, invert(element)), 1n);
  assert.equal(scalar(-1n), Q - 1n);
});

test("elements outside the subgroup are refused, also those of the small orders 2, 3 and 6", () => {
  const cofactor = (P - 1n) / Q;
  for (const order of [2n, 3n, 6n]) {
    assert.equal(cofactor % order, 0n);
    let small = 1n;
    for (let base = 2n; small === 1n; base += 1n) small = slowPower(base, (P - 1n) / order);
    assert.throws(() => parseMember(String(small)), DoesNotHold);
    assert.throws(() => parseMember(String(times(small, G))), DoesNotHold);
  }
  assert.throws(() => parseMember(String(P - 1n)), DoesNotHold);
  assert.equal(parseMember(String(G)), G);
});

test("numbers are read in one form only", () => {
  for (const text of ["", "00", "01", "-1", "+1", "1.0", "1e3", " 1", "1\n", "0x1", "١", 1, null, [], "9".repeat(700)]) {
    assert.throws(() => parseScalar(text), Malformed, JSON.stringify(text));
    assert.throws(() => parseElement(text), Malformed, JSON.stringify(text));
  }
  for (const text of ["0", String(P), String(P + 1n)]) assert.throws(() => parseElement(text), Malformed);
  assert.throws(() => parseScalar(String(Q)), Malformed);
  assert.equal(parseScalar("0"), 0n);
  assert.equal(parseScalar(String(Q - 1n)), Q - 1n);
});
