"""Faults of the tablet: what it stores, sends, forgets and caches."""

from __future__ import annotations

from tests.mutants import Mutant

TABLET = "static/js/tablet"
NODE = "tests/js/test_js.py"

MUTANTS = (
    Mutant(
        "the draw is not stored before its request leaves",
        f"{TABLET}/draw.js",
        "stash.keep(/** @type {PinKeys} */ (deputy().keys), ",
        "(async () => {})(",
        (NODE,),
    ),
    Mutant(
        "a restart between request and answer draws anew",
        f"{TABLET}/draw.js",
        "held ?? (await fresh(",
        "(await fresh(",
        (NODE,),
    ),
    Mutant(
        "the booth is called with cookies",
        f"{TABLET}/server.js",
        'credentials: "omit", referrerPolicy: "no-referrer" };',
        'credentials: "same-origin", referrerPolicy: "no-referrer" };',
        (NODE,),
    ),
    Mutant(
        "the encryption randomness is kept after the cast",
        f"{TABLET}/voting.js",
        "  seat.sealed = null; // with it the encryption randomness",
        "  // with it the encryption randomness",
        (NODE,),
    ),
    Mutant(
        "the service worker answers every call",
        f"{TABLET}/service-worker.js",
        'if (ours && (PAGE.test(url.pathname) || url.pathname.startsWith("/static/")))',
        "if (ours)",
        (NODE,),
    ),
    Mutant(
        "a ballot is sent before it is kept",
        f"{TABLET}/delivery.js",
        '    await put("pending", name, await seal(await tabletKey(), ballot));\n    return name;',
        '    setTimeout(async () => put("pending", name, await seal(await tabletKey(), ballot)), 50);\n    return name;',
        (NODE,),
    ),
    Mutant(
        "any receipt will do",
        f"{TABLET}/delivery.js",
        "        await expectAnswer(ballot, answer);\n",
        "",
        (NODE,),
    ),
    Mutant(
        "a ballot that comes too early is given up",
        f"{TABLET}/delivery.js",
        '"Closed", "Withdrawn",',
        '"Closed", "TooEarly", "Withdrawn",',
        (NODE,),
    ),
    Mutant(
        "a credential of another set-up is taken for this one's",
        f"{TABLET}/stash.js",
        "`${uuid}|${fingerprint}`",
        "`${uuid}`",
        (NODE,),
    ),
    Mutant(
        "what was drawn stays after the receipt",
        f"{TABLET}/voting.js",
        "if (keys) await stash.forget(keys, ballot())",
        "if (keys) await Promise.resolve()",
        (NODE,),
    ),
)
