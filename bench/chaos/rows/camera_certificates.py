"""cameras with a self-signed certificate, read by the service (https) and by ffmpeg (rtsps, tls): refused with the reason, and trusted"""
import contextlib
import hashlib
import os
import ssl
import subprocess
import tempfile

from bounds import UNDISTURBED, at_least, at_most
from cameras import Camera, Dialect
from judge import alongside, judge_one, see, service_with, wrong_reasons
from rtsp import rtsp, transport_stream

BOUNDS = {
    **UNDISTURBED, "wrong_reasons": at_most(0), "requests_without_trust": at_most(0), "connections": at_most(1),
    "altered_frames": at_most(0), "placeholders_after_it": at_most(0), "frames_by_ffmpeg": at_least(20),
}
QUERY = "camera=test"
FRESH = True
SECONDS = 4

PATHS = {"https": "/video", "rtsps": "/cam", "tls": ""}


@contextlib.contextmanager
def start():
    with contextlib.ExitStack() as stack:
        file, fingerprint = make_certificate(stack.enter_context(tempfile.TemporaryDirectory()))
        asked = []
        talks = {"https": None, "rtsps": rtsp(), "tls": transport_stream}
        cameras = {scheme: stack.enter_context(Camera(Dialect(certificate=file, talk=talk))) for scheme, talk in talks.items()}
        talks["rtsps"] = rtsp(asked.append)
        unknown = {scheme: stack.enter_context(Camera(Dialect(certificate=file, talk=talk))) for scheme, talk in talks.items()}
        sources = {scheme: each.url(PATHS[scheme], scheme=scheme) for scheme, each in cameras.items()}
        sources |= {f"unknown-{scheme}": each.url(PATHS[scheme], scheme=scheme) for scheme, each in unknown.items()}
        trust = [f"--VideoStream:Cameras:{scheme}:TrustedCertificate={fingerprint}" for scheme in cameras]
        service = stack.enter_context(service_with(sources, *trust))
        service.cameras, service.fingerprint = cameras, fingerprint
        service.asked_without_trust = lambda: len(asked) + len(unknown["https"].requests)
        yield service


def make_certificate(folder):
    """A file with a certificate and its key, and the fingerprint."""
    file, key = os.path.join(folder, "camera.pem"), os.path.join(folder, "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=camera",
         "-keyout", key, "-out", file], check=True, capture_output=True)
    with open(file, "a+", encoding="ascii") as both, open(key, encoding="ascii") as secret:
        both.seek(0)
        fingerprint = hashlib.sha256(ssl.PEM_cert_to_DER_cert(both.read())).hexdigest().upper()
        both.write(secret.read())
    return file, fingerprint


def disturb(service):
    yield from alongside(lambda: judge(service))


def judge(service):
    expected = f"it is self-signed. To accept it, set TrustedCertificate to its fingerprint, {service.fingerprint}"
    wrong = wrong_reasons(service, {f"unknown-{scheme}": expected for scheme in PATHS})
    figures = judge_one(service, "https", service.cameras["https"])
    by_ffmpeg = [see(service, f"?camera={scheme}", frames=20, seconds=10) for scheme in ("rtsps", "tls")]
    return {
        **figures,
        "wrong_reasons": wrong,
        "requests_without_trust": service.asked_without_trust(),
        # The service asks an RTSP camera first, and leaves what it can't read, as MPEG-TS, to ffmpeg, which connects for itself.
        "connections": max(camera.connections - (scheme == "rtsps") for scheme, camera in service.cameras.items()),
        "placeholders_after_it": max(figures["placeholders_after_it"], *(each.placeholders for each in by_ffmpeg)),
        "frames_by_ffmpeg": min(len(each.jpegs) for each in by_ffmpeg),
    }
