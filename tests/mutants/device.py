"""Faults of the tablet: what it stores, sends, forgets and caches."""

from __future__ import annotations

from tests.mutants import Mutant, under_node

TABLET = "static/js/tablet"

MUTANTS = (
    Mutant(
        "the draw is not stored before its request leaves",
        f"{TABLET}/draw.js",
        "stash.keep(/** @type {PinKeys} */ (deputy().keys), ",
        "(async () => {})(",
        under_node("interleaved"),
    ),
    Mutant(
        "a restart between request and answer draws anew",
        f"{TABLET}/draw.js",
        "held ?? (await fresh(",
        "(await fresh(",
        under_node("interleaved"),
    ),
    Mutant(
        "the booth is called with cookies",
        f"{TABLET}/server.js",
        'credentials: "omit", referrerPolicy: "no-referrer" };',
        'credentials: "same-origin", referrerPolicy: "no-referrer" };',
        under_node("tablet", "interleaved"),
    ),
    Mutant(
        "the encryption randomness is kept after the cast",
        f"{TABLET}/voting.js",
        "  seat.sealed = null; // with it the encryption randomness",
        "  // with it the encryption randomness",
        under_node("tablet", "interleaved"),
    ),
    Mutant(
        "the service worker answers every call",
        f"{TABLET}/service-worker.js",
        'if (!ours || !(PAGE.test(url.pathname) || url.pathname.startsWith("/static/"))) return;',
        "if (!ours) return;",
        under_node("service-worker"),
    ),
    Mutant(
        "a ballot is sent before it is kept",
        f"{TABLET}/delivery.js",
        '    await put("pending", name, await seal(await tabletKey(), ballot));\n    return name;',
        '    setTimeout(async () => put("pending", name, await seal(await tabletKey(), ballot)), 50);\n    return name;',
        under_node("tablet", "interleaved"),
    ),
    Mutant(
        "any receipt will do",
        f"{TABLET}/delivery.js",
        "        await expectAnswer(ballot, answer);\n",
        "",
        under_node("tablet", "interleaved"),
    ),
    Mutant(
        "a ballot that comes too early is given up",
        f"{TABLET}/delivery.js",
        '"Closed", "Withdrawn",',
        '"Closed", "TooEarly", "Withdrawn",',
        under_node("tablet", "interleaved"),
    ),
    Mutant(
        "a credential of another set-up is taken for this one's",
        f"{TABLET}/stash.js",
        "`${uuid}|${fingerprint}`",
        "`${uuid}`",
        under_node("tablet", "interleaved"),
    ),
    Mutant(
        "what was drawn stays after the receipt",
        f"{TABLET}/voting.js",
        "if (keys) await stash.forget(keys, ballot())",
        "if (keys) await Promise.resolve()",
        under_node("tablet", "interleaved"),
    ),
)
