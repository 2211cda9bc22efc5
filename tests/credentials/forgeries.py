"""Ways to change a sealed PDF, and to make one that looks sealed. Each takes the file and gives another."""

# Much of what pyHanko offers to those who write PDFs is not typed.
# mypy: disallow-untyped-calls=False

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from lms.credentials.apart import apart
from lms.credentials.seal import seal
from tests.credentials.authorities import authority
from tests.credentials.examples import AWARDED

Forgery = Callable[[bytes], bytes]
FORGERIES: dict[str, Forgery] = {}
LOOK_ALIKE = 2


def forgery(change: Forgery) -> Forgery:
    FORGERIES[change.__name__.replace("_", " ")] = change
    return change


def byte_range(pdf: bytes) -> tuple[int, int, int, int]:
    found = re.search(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", pdf)
    assert found is not None
    start, before, after, rest = (int(number) for number in found.groups())
    return start, before, after, rest


def unsealed(pdf: bytes) -> bytes:
    """The page as it was before the seal: its first revision."""
    return pdf[: pdf.index(b"%%EOF") + 6]


def _updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _with_range(pdf: bytes, numbers: bytes) -> bytes:
    found = re.search(rb"/ByteRange\s*\[[^\]]*\]", pdf)
    assert found is not None
    return pdf.replace(found.group(), b"/ByteRange [" + numbers.ljust(len(found.group()) - 13) + b"]")


@forgery
def a_line_after_the_end(pdf: bytes) -> bytes:
    return pdf + b"\n"


@forgery
def a_comment_and_another_end(pdf: bytes) -> bytes:
    return pdf + b"% nothing\nstartxref\n0\n%%EOF\n"


@forgery
def a_page_before_the_file(pdf: bytes) -> bytes:
    return b"<!doctype html><h1>Certified</h1>\n" + pdf


@forgery
def an_archive_after_the_file(pdf: bytes) -> bytes:
    return pdf + b"PK\x05\x06" + bytes(18)


@forgery
def cut_short(pdf: bytes) -> bytes:
    return pdf[:-40]


@forgery
def the_seal_taken_off(pdf: bytes) -> bytes:
    return unsealed(pdf)


@forgery
def a_note_on_the_page(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        note = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/FreeText"),
                pdf_name("/Rect"): generic.ArrayObject([generic.NumberObject(n) for n in (50, 50, 500, 300)]),
                pdf_name("/Contents"): generic.pdf_string("Someone Else"),
                pdf_name("/DA"): generic.pdf_string("/Helv 20 Tf"),
            }
        )
        writer.register_annotation(writer.find_page_for_modification(0)[0], writer.add_object(note))

    return _updated(pdf, change)


@forgery
def other_words_on_the_page(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        stream = generic.StreamObject(stream_data=b"BT /F1 30 Tf 60 300 Td (Someone Else) Tj ET")
        writer.add_stream_to_page(0, writer.add_object(stream))

    return _updated(pdf, change)


@forgery
def another_title(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.set_info(generic.DictionaryObject({pdf_name("/Title"): generic.pdf_string("Someone Else")}))

    return _updated(pdf, change)


@forgery
def another_description(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        about = generic.StreamObject(stream_data=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
        writer.root["/Metadata"] = writer.add_object(about)
        writer.update_root()

    return _updated(pdf, change)


@forgery
def a_file_attached(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root["/AF"] = generic.ArrayObject([writer.add_object(generic.DictionaryObject())])
        writer.update_root()

    return _updated(pdf, change)


@forgery
def another_credential_in_the_place_of_the_one_that_travels_in_it(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        held = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]["/EF"]
        held["/F"] = writer.add_object(generic.StreamObject(stream_data=b'{"a":2}'))
        writer.update_container(held)

    return _updated(pdf, change)


@forgery
def what_proves_a_signature_for_long_added(pdf: bytes) -> bytes:
    """Many readers let a DSS be added to any sealed file. Ours bears it in the sealed revision, or none."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root["/DSS"] = writer.add_object(generic.DictionaryObject({pdf_name("/Type"): pdf_name("/DSS")}))
        writer.update_root()

    return _updated(pdf, change)


@forgery
def a_script_that_runs_on_opening(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        script = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("app.alert(1)")}
        writer.root["/OpenAction"] = writer.add_object(generic.DictionaryObject(script))
        writer.update_root()

    return _updated(pdf, change)


@forgery
def a_field_to_fill_in(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        fields.append_signature_field(writer, fields.SigFieldSpec("Second"))

    return _updated(pdf, change)


@forgery
def the_fields_taken_away(pdf: bytes) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        del writer.root["/AcroForm"]
        writer.update_root()

    return _updated(pdf, change)


@forgery
def an_empty_update(pdf: bytes) -> bytes:
    return _updated(pdf, lambda writer: writer.update_root())


@forgery
def sealed_again_by_a_look_alike(pdf: bytes) -> bytes:
    return seal(unsealed(pdf), authority(LOOK_ALIKE).signer(), AWARDED).content


@forgery
def a_second_signature_by_a_look_alike(pdf: bytes) -> bytes:
    """pyHanko keeps the rule that a sealed file takes no second signature; a forger's program does not."""
    meta = signers.PdfSignatureMetadata(field_name="Second", md_algorithm="sha256", subfilter=None)
    signer = signers.PdfSigner(meta, authority(LOOK_ALIKE).signer().signer)
    lax = pdf.replace(b"/DocMDP", b"/DocMDX")
    written: bytes = apart(signer.sign_pdf, IncrementalPdfFileWriter(BytesIO(lax))).getvalue()
    return pdf + written[len(pdf) :]


@forgery
def our_signature_on_another_page(pdf: bytes) -> bytes:
    """The signature is lifted out, and put into the look-alike's file."""
    other = seal(unsealed(pdf), authority(LOOK_ALIKE).signer(), AWARDED).content
    _, before, after, _ = byte_range(other)
    _, own_before, own_after, _ = byte_range(pdf)
    gap = pdf[own_before:own_after]
    assert len(gap) == after - before
    return other[:before] + gap + other[after:]


@forgery
def a_range_that_signs_nothing(pdf: bytes) -> bytes:
    return _with_range(pdf, b"0 0 0 0")


@forgery
def a_range_beyond_the_end(pdf: bytes) -> bytes:
    return _with_range(pdf, b"0 99999999 99999999 0")


@forgery
def a_range_that_runs_backwards(pdf: bytes) -> bytes:
    return _with_range(pdf, b"0 -1 -1 0")


@forgery
def a_range_that_is_taken_away(pdf: bytes) -> bytes:
    return pdf.replace(b"/ByteRange", b"/ByteRangX")


@forgery
def a_signature_of_zeros(pdf: bytes) -> bytes:
    _, before, after, _ = byte_range(pdf)
    return pdf[:before] + b"<" + b"0" * (after - before - 2) + b">" + pdf[after:]


@forgery
def a_signature_that_is_null(pdf: bytes) -> bytes:
    _, before, after, _ = byte_range(pdf)
    return pdf[:before] + b"null".ljust(after - before) + pdf[after:]


@forgery
def wrapped_with_the_signed_end_moved_away(pdf: bytes) -> bytes:
    """What was signed is all there, its second half at the very end; other objects stand in the new gap."""
    _, before, after, rest = byte_range(pdf)
    tail = pdf[after : after + rest]
    inserted = b"\n900 0 obj\n<</Type/Page/Contents 901 0 R>>\nendobj\n".ljust(600)
    moved = after + len(inserted)
    head = _with_range(pdf, f"0 {before} {moved} {rest}".encode())[:after]
    return head + inserted + tail


@forgery
def wrapped_with_objects_in_the_gap(pdf: bytes) -> bytes:
    _, before, after, _ = byte_range(pdf)
    gap = pdf[before:after]
    room = len(gap) - 2 - len(gap.strip(b"<>").rstrip(b"0"))
    note = b">\n900 0 obj\n<</Type/Catalog>>\nendobj\n%"
    assert room > len(note) + 2
    return pdf[:before] + gap[: -len(note) - 1] + note + gap[-1:] + pdf[after:]


@forgery
def letters_of_the_signature_in_lower_case(pdf: bytes) -> bytes:
    _, before, after, _ = byte_range(pdf)
    return pdf[:before] + pdf[before:after].lower() + pdf[after:]


@forgery
def more_certificates_than_were_there(pdf: bytes) -> bytes:
    """One of the unsigned bytes of the signature's padding is used."""
    _, _, after, _ = byte_range(pdf)
    return pdf[: after - 3] + b"41" + pdf[after - 1 :]


@forgery
def other_words_in_a_stream_of_the_same_length(pdf: bytes) -> bytes:
    place = pdf.index(b"stream\nx\xda", pdf.index(b"endobj")) + len(b"stream\n")
    end = pdf.index(b"\nendstream", place)
    words = zlib.compress(b"BT (Someone Else) Tj ET", 0)
    return pdf[:place] + words.ljust(end - place, b"\0")[: end - place] + pdf[end:]
