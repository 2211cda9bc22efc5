"""What WeasyPrint leaves out of a file that keeps two standards at once: PDF/A-3a and PDF/UA-1.

PDF/A knows only its own words in the description of a file (XMP). Whoever uses other ones, as PDF/UA-1 asks for, must
describe them in the same place: that is the extension schema below.
"""

from __future__ import annotations

from typing import Any

_END = b"</rdf:RDF>"
_PDF_UA = b"""
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
 rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def claim_both_standards(pdf: Any) -> None:
    """Complete a file of WeasyPrint's variant pdf/a-3a, just before its bytes are written."""
    about = object_of(pdf, pdf.catalog["Metadata"])
    content = b"".join(about.stream)
    if content.count(_END) != 1:
        raise ValueError("the description of the file is not the one that was expected of WeasyPrint")
    about.stream = [content.replace(_END, _PDF_UA + _END)]
    if "AF" in pdf.catalog:
        # Each file is listed by WeasyPrint twice.
        files = list(dict.fromkeys(pdf.catalog["AF"]))
        pdf.catalog["AF"].clear()
        pdf.catalog["AF"].extend(files)


def object_of(pdf: Any, reference: Any) -> Any:
    """The object that a reference of the file's own kind ("12 0 R") names."""
    return pdf.objects[int(reference.split()[0])]
