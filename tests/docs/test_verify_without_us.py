"""The commands of the page for those who check a certificate without us, taken from it and run."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from lms.credentials.keys import KeyKind
from lms.services.certifying import changing_keys
from lms.services.keys import lostseals, sealing
from lms.services.keys.keyfiles import ring_of
from lms.store import certificates
from tests.docs.pages import DOCS
from tests.services.log.test_logbook import issue
from tests.support.site import house_at

PAGE = (DOCS / "how-to" / "verify-without-us.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    (commands,) = (block for block in BLOCKS if "openssl cms" in block)
    return subprocess.run(["sh", "-ec", commands], cwd=folder, capture_output=True, text=True, check=False)


def test_openssl_tells_whose_seal_it_is_and_that_a_key_was_lost(tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    with house_at(f"sqlite:///{tmp_path / 'lms.sqlite'}", tmp_path) as house:
        settings = house.context.settings
        serial = issue(house, house.person("Amal Haddad"))
        with house.context.database.reading() as session:
            (folder / "certificate.pdf").write_bytes(certificates.pdf(session, serial) or b"")
        (folder / "issuer.pem").write_bytes(sealing.issuer_pem(settings))
        (folder / "crl.der").write_bytes(lostseals.current_list(settings))
        good = run(folder)
        assert good.returncode == 0, good.stderr
        lost = ring_of(settings).active(KeyKind.PDF)
        assert lost is not None
        changing_keys.compromise(house.context, "operator:test", lost.id, "stolen")
        (folder / "crl.der").write_bytes(lostseals.current_list(settings))
    bad = run(folder)
    assert bad.returncode != 0
    assert "certificate revoked" in bad.stderr
