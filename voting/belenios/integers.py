"""The functions of gmpy2 that the room uses, with types; big integers are annotated as `int` throughout.

gmpy2 ships no type stubs; this is the one place that says what its functions take and give.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:

    def mpz(value: int | str) -> int:
        """Make a big integer; of a string: base 10."""
        raise NotImplementedError

    def powmod(base: int, exponent: int, modulus: int) -> int:
        """Raise modulo `modulus`, fast, not constant-time."""
        raise NotImplementedError

    def powmod_sec(base: int, exponent: int, modulus: int) -> int:
        """Raise to a positive secret exponent modulo an odd modulus, without branching on its bits."""
        raise NotImplementedError

    def invert(value: int, modulus: int) -> int:
        """Invert modulo `modulus`; ZeroDivisionError where there is no inverse."""
        raise NotImplementedError

    def bit_scan1(value: int, start: int = 0) -> int | None:
        """Find the first 1 bit at or above a place."""
        raise NotImplementedError

else:
    from gmpy2 import bit_scan1, invert, mpz, powmod, powmod_sec

__all__ = ["bit_scan1", "invert", "mpz", "powmod", "powmod_sec"]
