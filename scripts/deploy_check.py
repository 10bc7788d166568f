"""Checks what `deploy/` says to Docker Compose, Kubernetes and systemd, with the tools of `make deploy-check`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import compose_spec
import helm_python as helm
import kubernetes_validate
import yaml

DEPLOY = Path(__file__).parents[1] / "deploy"
KUBERNETES = ("1.30", "1.34")


def check_chart() -> None:
    """Lint, render, and hold each object against the schemas of an old and a new Kubernetes."""
    chart = DEPLOY / "helm" / "osusume"
    findings = helm.lint(str(chart))
    wrong = [each["error"] for each in findings["messages"] if each["error"] != "icon is recommended"]
    assert not wrong, wrong
    for told in helm.Chart.load(str(chart)).render({}, name="osusume", namespace="sales").values():
        for each in filter(None, yaml.safe_load_all(told)):
            for version in KUBERNETES:
                kubernetes_validate.validate(each, version, strict=True)
                print(f"{each['kind']} {each['metadata']['name']}: fits Kubernetes {version}")


def check_unit() -> None:
    """systemd's own word on the unit; that the program is not installed here is no mistake of it."""
    tool = shutil.which("systemd-analyze")
    if tool is None:
        print("systemd-analyze is not there: the unit was not looked at")
        return
    unit = str(DEPLOY / "osusume.service")
    said = subprocess.run([tool, "verify", unit], capture_output=True, text=True, check=False)  # noqa: S603
    wrong = [line for line in said.stderr.splitlines() if "is not executable" not in line]
    assert not wrong, wrong
    print("osusume.service: systemd-analyze finds nothing")


def check_compose() -> None:
    """The compose file against the specification."""
    told = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
    compose_spec.ComposeSpecification.model_validate(told)
    print("compose.yml: fits the specification")


if __name__ == "__main__":
    sys.tracebacklimit = 1
    check_unit()
    check_compose()
    check_chart()
