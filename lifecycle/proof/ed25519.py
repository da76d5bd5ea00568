"""Ed25519 (RFC 8032), and which public keys are taken: the library takes unsafe ones too.

The library is imported when first needed: most commands neither sign nor check.
"""

from __future__ import annotations

from lifecycle.proof.errors import BadKey

KEY_BYTES = SEED_BYTES = 32
P = 2**255 - 19
"""The field (RFC 8032, section 5.1)."""
D = -121665 * pow(121666, -1, P) % P
_Y_OF_ORDER_8 = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
_LOW_ORDER_Y = {0, 1, P - 1, _Y_OF_ORDER_8, P - _Y_OF_ORDER_8}
"""The y of the eight points whose order divides 8: a signature by such a key holds for almost any message."""


def check_public_key(public: bytes) -> None:
    """Raises `BadKey` unless it is the one encoding of a point of the curve that is not of low order."""
    if len(public) != KEY_BYTES:
        raise BadKey("key-length", length=len(public))
    y = int.from_bytes(public, "little") & (2**255 - 1)
    if y >= P:
        raise BadKey("key-not-canonical", key=public.hex())
    if y in _LOW_ORDER_Y:
        raise BadKey("key-of-low-order", key=public.hex())
    square = y * y % P
    ratio = (square - 1) * (D * square + 1) % P
    if pow(ratio, (P - 1) // 2, P) != 1:
        raise BadKey("key-not-on-curve", key=public.hex())


def public_key(seed: bytes) -> bytes:
    """The public key of a private one (RFC 8032, section 5.1.5)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def signature(seed: bytes, message: bytes) -> bytes:
    """The 64 bytes by which the holder of `seed` signs."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a checked key signed the message (RFC 8032, section 5.1.7, without the cofactor)."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True
