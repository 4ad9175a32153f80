"""4 clients over TLS that open streams of HTTP/2 and reset each at once, as fast as they can"""
import contextlib
import os
import subprocess
import tempfile

from bounds import UNDISTURBED
from clients import reset_streams, running
from service import Service

BOUNDS = UNDISTURBED
LISTEN = "http://127.0.0.1:0;https://127.0.0.1:0"


@contextlib.contextmanager
def start():
    with tempfile.TemporaryDirectory() as folder:
        certificate, key = os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=localhost",
             "-keyout", key, "-out", certificate], check=True, capture_output=True)
        with Service(
                "--urls", LISTEN, f"--Kestrel:Certificates:Default:Path={certificate}",
                f"--Kestrel:Certificates:Default:KeyPath={key}") as service:
            service.secure_port = int(service.wait_for_line(r"Now listening on: https://127\.0\.0\.1:(\d+)"))
            yield service


def disturb(service):
    with running(reset_streams, service.secure_port, count=4):
        yield {}
