"""The same powers with the Montgomery multiplication of the OpenSSL that Python's own hashlib is linked with.

A product costs 0.8 to 1.0 µs instead of 1.2 with gmpy2 (docs/decisions/0010). Where that OpenSSL cannot be reached
(a Python that carries it inside), `load` gives None and powers.py does the work: same verdicts, slower.
For public values only. The functions are public and unchanged since OpenSSL 1.1; a product is compared at the start.
"""

from __future__ import annotations

import ctypes
from importlib.util import find_spec
from typing import Any, NoReturn

from voting.belenios.integers import mpz
from voting.belenios.powers import FIXED_DIGITS, FIXED_ROWS, SHARED_BUCKETS, SQUARES, Digits

Cell = Any  # a reference to one BIGNUM in Montgomery form; ctypes has no public name for its type

_ANY, _INT = ctypes.c_void_p, ctypes.c_int
_FUNCTIONS: dict[str, tuple[Any, ...]] = {
    "BN_new": (_ANY,),
    "BN_free": (None, _ANY),
    "BN_bin2bn": (_ANY, ctypes.c_char_p, _INT, _ANY),
    "BN_bn2binpad": (_INT, _ANY, ctypes.c_char_p, _INT),
    "BN_CTX_new": (_ANY,),
    "BN_MONT_CTX_new": (_ANY,),
    "BN_MONT_CTX_set": (_INT, _ANY, _ANY, _ANY),
    "BN_to_montgomery": (_INT, _ANY, _ANY, _ANY, _ANY),
    "BN_from_montgomery": (_INT, _ANY, _ANY, _ANY, _ANY),
    "BN_mod_exp_mont": (_INT, _ANY, _ANY, _ANY, _ANY, _ANY, _ANY),
}


class _Opaque(ctypes.Structure):
    """Something of OpenSSL's, known by its address alone."""


def load(modulus: int) -> Modulus | None:
    """Return products modulo an odd number of up to 2048 bits, or None where OpenSSL is out of reach or wrong."""
    spec = find_spec("_hashlib")
    try:
        # PyDLL keeps the interpreter's lock, so that no two threads are in one BN_CTX
        library = ctypes.PyDLL(spec.origin if spec else "")
        found = Modulus(library, modulus)
    except (OSError, AttributeError):
        return None
    sample = modulus // 3
    return found if FixedBase(found, sample, rows=1).power(3) == pow(sample, 3, modulus) else None


class Modulus:
    """A modulus in OpenSSL's hands, and spare cells."""

    def __init__(self, library: ctypes.CDLL, modulus: int) -> None:
        for name, (result, *arguments) in _FUNCTIONS.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
        self._library = library
        self.free = library.BN_free
        self.context = _at(library.BN_CTX_new() or fail())
        self.form = _at(library.BN_MONT_CTX_new() or fail())
        self._length = -(-int(modulus).bit_length() // 8)
        self._text = ctypes.c_char * self._length
        self.multiply = library.BN_mod_mul_montgomery  # (result, a, b, form, context): 1, or 0 without memory
        self._spare: dict[int, list[Cells]] = {}
        self._constants = Cells(self, 2)
        self._number, self.one = self._constants.cells
        self._read(self._number, modulus)
        sure(library.BN_MONT_CTX_set(self.form, self._number, self.context))
        self.put(self.one, 1)

    def new(self) -> int:
        """Return the address of a new BIGNUM."""
        address: int = self._library.BN_new() or fail()
        return address

    def put(self, cell: Cell, value: int) -> None:
        """Write a number below the modulus into a cell."""
        self._read(cell, value)
        sure(self._library.BN_to_montgomery(cell, cell, self.form, self.context))

    def take(self, cell: Cell) -> int:
        """Read the number in a cell, which loses its value."""
        sure(self._library.BN_from_montgomery(cell, cell, self.form, self.context))
        return self._write(cell)

    def power(self, base: int, exponent: int) -> int:
        """Return base^exponent, once; both public."""
        borrowed = self.borrow(2)
        cell, by = borrowed.cells
        self._read(cell, base)
        self._read(by, exponent)
        raised = self._library.BN_mod_exp_mont
        sure(raised(cell, cell, by, self._number, self.context, self.form))
        result = self._write(cell)
        self.give(borrowed)
        return result

    def _write(self, cell: Cell) -> int:
        text = self._text()
        sure(self._library.BN_bn2binpad(cell, text, self._length) > 0)
        return mpz(int.from_bytes(text.raw, "big"))

    def _read(self, cell: Cell, value: int) -> None:
        sure(self._library.BN_bin2bn(int(value).to_bytes(self._length, "big"), self._length, cell))

    def borrow(self, number: int) -> Cells:
        """Return so many cells for a while; `give` them back."""
        spare = self._spare.setdefault(number, [])
        try:
            return spare.pop()
        except IndexError:
            return Cells(self, number)

    def give(self, cells: Cells) -> None:
        """Take borrowed cells back."""
        self._spare[len(cells.cells)].append(cells)


class Cells:
    """Some BIGNUMs; freed when nobody holds this (a cell alone does not keep them)."""

    def __init__(self, modulus: Modulus, number: int) -> None:
        self._free = modulus.free
        self._addresses = [modulus.new() for _ in range(number)]
        self.cells: list[Cell] = [_at(address) for address in self._addresses]

    def __del__(self) -> None:
        for address in self._addresses:
            self._free(address)


def _at(address: int) -> Cell:
    return ctypes.byref(_Opaque.from_address(address))


def fail() -> NoReturn:
    """Raise MemoryError: the one thing that these functions can fail of."""
    raise MemoryError


def sure(done: object) -> None:
    """Fail unless OpenSSL did it."""
    if not done:
        fail()


class FixedBase:
    """powers.FixedBase with OpenSSL."""

    def __init__(self, modulus: Modulus, base: int, rows: int = FIXED_ROWS) -> None:
        self.base = base
        self._modulus = modulus
        self._table = Cells(modulus, rows * FIXED_DIGITS)
        cells = self._table.cells
        self._rows = [cells[i : i + FIXED_DIGITS] for i in range(0, len(cells), FIXED_DIGITS)]
        multiply, form, context = modulus.multiply, modulus.form, modulus.context
        modulus.put(self._rows[0][1], base)
        for row, above in zip(self._rows, [*self._rows[1:], None], strict=True):
            modulus.put(row[0], 1)
            done = [multiply(row[i], row[i - 1], row[1], form, context) for i in range(2, FIXED_DIGITS)]
            sure(all(done))
            if above is not None:
                sure(multiply(above[1], row[-1], row[1], form, context))

    def into(self, cell: Cell, exponent: int) -> None:
        """Multiply a cell by base^exponent."""
        multiply, form, context = self._modulus.multiply, self._modulus.form, self._modulus.context
        digits = int(exponent).to_bytes(len(self._rows), "little")
        for row, digit in zip(self._rows, digits, strict=True):
            multiply(cell, cell, row[digit], form, context) or fail()

    def times(self, factor: int, exponent: int) -> int:
        borrowed = self._modulus.borrow(1)
        (cell,) = borrowed.cells
        self._modulus.put(cell, factor)
        self.into(cell, exponent)
        result = self._modulus.take(cell)
        self._modulus.give(borrowed)
        return result

    def power(self, exponent: int) -> int:
        return self.times(1, exponent)


class SharedPowers:
    """powers.SharedPowers with OpenSSL."""

    def __init__(self, modulus: Modulus, base: int) -> None:
        self._modulus = modulus
        self._borrowed = modulus.borrow(SQUARES + SHARED_BUCKETS + 2)
        cells = self._borrowed.cells
        self._squares, self._own = cells[:SQUARES], cells[SQUARES:]
        modulus.put(cells[0], base)
        multiply, form, context = modulus.multiply, modulus.form, modulus.context
        pairs = zip(self._squares[1:], self._squares, strict=False)
        done = [multiply(above, below, below, form, context) for above, below in pairs]
        sure(all(done))

    def __del__(self) -> None:
        self._modulus.give(self._borrowed)

    def power(self, digits: Digits, *factors: tuple[Any, int]) -> int:
        buckets = self._buckets(digits)
        multiply, form, context = self._modulus.multiply, self._modulus.form, self._modulus.context
        own_run, own_acc = self._own[SHARED_BUCKETS:]
        run = acc = one = self._modulus.one
        for bucket in buckets[:0:-1]:
            if run is one:
                run = acc = bucket or one  # nothing is multiplied by 1
                continue
            if bucket is not None:
                multiply(own_run, run, bucket, form, context) or fail()
                run = own_run
            multiply(own_acc, acc, run, form, context) or fail()
            acc = own_acc
        if buckets[0] is not None:
            multiply(own_run, run, buckets[0], form, context) or fail()
            run = own_run
        multiply(own_acc, acc, acc, form, context) or fail()
        multiply(own_acc, own_acc, run, form, context) or fail()
        for fixed, exponent in factors:
            fixed.into(own_acc, exponent)
        return self._modulus.take(own_acc)

    def _buckets(self, digits: Digits) -> list[Cell]:
        squares, own = self._squares, self._own
        multiply, form, context = self._modulus.multiply, self._modulus.form, self._modulus.context
        buckets: list[Cell] = [None] * SHARED_BUCKETS
        for place, digit in digits:
            if (bucket := buckets[digit]) is None:
                buckets[digit] = squares[place]
            else:
                multiply(own[digit], bucket, squares[place], form, context) or fail()
                buckets[digit] = own[digit]
        return buckets
