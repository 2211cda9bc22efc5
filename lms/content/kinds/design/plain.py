"""The plain design of a certificate, for a credential that brings none of its own."""

from __future__ import annotations

PAGE = """<!doctype html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<title>{{ credential }} – {{ holder }}</title>
<link rel="stylesheet" href="certificate.css">
</head>
<body>
<main>
<p class="issuer">{{ issuer }}</p>
<h1>{{ credential }}</h1>
<p class="holder" dir="auto">{{ holder }}</p>
<div class="criteria">{{ criteria }}</div>
{% if says_not %}<p>{{ says_not }}</p>{% endif %}
<dl>
<dt lang="en">Issued</dt><dd>{{ issued }}</dd>
{% if expires %}<dt lang="en">Valid until</dt><dd>{{ expires }}</dd>{% endif %}
<dt lang="en">Number</dt><dd>{{ serial }}</dd>
</dl>
{% for one in signed_by %}
<p class="signatory">{{ one.name }}{% if one.role %}, {{ one.role }}{% endif %}</p>
{% endfor %}
<p class="verify">
<img src="{{ qr }}" alt="The address where this certificate is verified">
<a href="{{ verify_url }}">{{ verify_url }}</a>
</p>
<p class="seal" lang="en">This file is sealed digitally. Open it in a reader for PDFs to see its seal,
or give it to {{ host }}/verify.</p>
</main>
</body>
</html>
"""

STYLE = """@page { size: A4 landscape; margin: 20mm }
body { font-family: sans-serif; font-size: 11pt; line-height: 1.4; color: #1c2b2d; text-align: center }
h1 { font-size: 24pt; margin: 4mm 0 }
.holder { font-size: 30pt; margin: 4mm 0 }
.criteria { margin: 0 auto; max-width: 180mm }
dl { display: flex; justify-content: center; gap: 4mm; margin: 4mm 0 }
dt { font-weight: bold }
dd { margin: 0 6mm 0 0 }
.signatory { margin: 1mm 0 }
.verify, .seal { margin: 2mm 0 }
.verify a { color: #1c2b2d }
.seal { font-size: 9pt }
.verify img { height: 22mm; margin-right: 6mm; vertical-align: middle }
"""
