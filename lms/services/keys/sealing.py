"""What seals PDFs here, by the settings; and the roots under which seals of ours hang."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote

from cryptography import x509

from lms.credentials.certificates import from_pem, in_order, pem
from lms.credentials.keys import KeyKind
from lms.services.ground.context import Context
from lms.services.keys import lostseals
from lms.services.keys import ring as keys
from lms.services.keys.keymaking import take_in
from lms.services.keys.ring import PdfIdentity
from lms.settings import Settings, SettingsFault

if TYPE_CHECKING:
    from lms.credentials.seal import PdfSigner, TimeStamps

_KEPT = 4
_held: dict[tuple[Settings, str, bytes], PdfSigner] = {}


def pdf_signer(context: Context) -> PdfSigner:
    """The signer with its key held ready; after a rotation, or a change of the settings, the new one."""
    settings = context.settings
    if settings.pdf_pkcs11:
        return _taken_in(context, _in_hardware(settings))
    given = settings.pdf_key is not None
    key = (
        settings,
        "" if given else keys.active(settings, KeyKind.PDF, context.now()).id,
        b"" if given else lostseals.current_list(settings),
    )
    if key not in _held:
        while len(_held) >= _KEPT:
            del _held[next(iter(_held))]
        _held[key] = _holding(settings, keys.pdf_identity(settings, context.now()), key[2])
    return _taken_in(context, _held[key]) if given else _held[key]


def _taken_in(context: Context, signer: PdfSigner) -> PdfSigner:
    """A key from elsewhere is known to the ring, and so to the log, before it seals; a lost one never seals again."""
    known = take_in(context.settings, signer.leaf, signer.others, context.now())
    if known.compromised is not None:
        raise SettingsFault([f"The PDF key {known.id} was lost to somebody. Set another one."])
    return signer


def root_certificates(settings: Settings) -> tuple[x509.Certificate, ...]:
    """The certificates that a seal of ours leads up to, newest first: also those of former times."""
    ring = keys.ring(settings)
    own = [one for key in reversed(ring.trusted(KeyKind.ROOT)) for one in from_pem(key.certificate.encode())]
    ours = [one for key in ring.of(KeyKind.ROOT) for one in from_pem(key.certificate.encode())]
    above = [from_pem(key.certificate.encode())[-1] for key in reversed(ring.trusted(KeyKind.PDF))]
    bought = [one for one in above if one not in ours]
    return tuple(dict.fromkeys([*_given_root(settings), *bought, *own]))


def issuer_pem(settings: Settings) -> bytes:
    """The same in PEM: what `/.well-known/issuer.pem` gives out."""
    return pem(*root_certificates(settings))


def lost_pem(settings: Settings) -> bytes:
    """The certificates, in PEM, whose seals are to be called lost."""
    return pem(*lostseals.certificates_of_lost(keys.ring(settings)))


def given_leaf(settings: Settings) -> x509.Certificate | None:
    """The certificate of the key that is given by a setting; None where the key of this home seals."""
    if settings.pdf_pkcs11:
        return _in_hardware(settings).leaf
    return None if settings.pdf_key is None else keys.own_identity(settings).certificate


def _given_root(settings: Settings) -> tuple[x509.Certificate, ...]:
    """The highest certificate that came with a key from elsewhere."""
    if settings.pdf_pkcs11:
        signer = _in_hardware(settings)
        return (signer.leaf, *signer.others)[-1:]
    if settings.pdf_key is None:
        return ()
    identity = keys.own_identity(settings)
    return (identity.certificate, *in_order(identity.certificate, identity.chain))[-1:]


def _holding(settings: Settings, identity: PdfIdentity, lost_list: bytes) -> PdfSigner:
    # Only a process that seals needs pyHanko, which takes a good part of a second to import.
    from lms.credentials.seal import held_key  # noqa: PLC0415

    stamps = _time_stamps(settings)
    return held_key(identity.private, identity.certificate, identity.chain, time_stamps=stamps, lost_list=lost_list)


@lru_cache(maxsize=1)
def _in_hardware(settings: Settings) -> PdfSigner:
    from lms.credentials.seal import from_pkcs11  # noqa: PLC0415 - see above

    path, _, query = settings.pdf_pkcs11.removeprefix("pkcs11:").partition("?")
    named = {name: unquote(value) for name, _, value in (part.partition("=") for part in path.split(";"))}
    asked = {name: values[0] for name, values in parse_qs(query.replace("+", "%2B"), separator="&").items()}
    missing = [name for name in _NEEDED if not (named | asked).get(name)]
    if missing:
        raise SettingsFault([f"LMS_PDF_PKCS11: {' and '.join(missing)} must be given, as in RFC 7512."])
    pin = asked.get("pin-value") or settings.pdf_key_passphrase
    return from_pkcs11(asked["module-path"], named["token"], pin, named["object"], time_stamps=_time_stamps(settings))


_NEEDED = ("token", "object", "module-path")


def _time_stamps(settings: Settings) -> TimeStamps | None:
    from lms.credentials.seal import TimeStamps  # noqa: PLC0415 - see above

    if not settings.tsa_url:
        return None
    roots = from_pem(settings.tsa_roots.read_bytes()) if settings.tsa_roots is not None else ()
    return TimeStamps(settings.tsa_url, roots)
