"""The cameras' side of HTTP authentication: Basic (RFC 7617) and Digest (RFC 7616)."""
import base64
import hashlib
import re
import threading

USER, PASSWORD, NONCE = "ana", "s3cret", "0a4f113b"
IN_URL = f"{USER}:{PASSWORD}@"


class Door:
    """
    Lets requests in that have the right credentials. Use it as a dialect's `refuse`. It counts what it refused, and nonce counts that do
    not rise.
    """

    def __init__(self, challenge, methods=("Basic", "Digest")):
        self.refused = 0
        self.repeated_counts = 0
        self._challenge = challenge
        self._methods = methods
        self._last_count = 0
        self._lock = threading.Lock()

    def __call__(self, request, _):
        with self._lock:
            if self._is_right(request):
                return None
            self.refused += 1
            return f"HTTP/1.1 401 Unauthorized\r\n{self._challenge}Content-Length: 2\r\n\r\nno"

    def _is_right(self, request):
        method, _, value = authorization(request).partition(" ")
        if method not in self._methods:
            return False
        if method == "Basic":
            return value == base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        fields = {name.lower(): quoted or plain for name, quoted, plain in re.findall(r'(\w+)=(?:"([^"]*)"|([^\s,]+))', value)}
        if fields.get("nonce") != NONCE or fields.get("response") != _response(fields, request.split(" ")[0]):
            return False
        count = int(fields.get("nc", "0"), 16)
        self.repeated_counts += "nc" in fields and count <= self._last_count
        self._last_count = count
        return True


def authorization(request):
    """The value of a request's Authorization header; empty if it has none."""
    match = re.search(r"^Authorization: *(.*?)\r$", request, re.MULTILINE | re.IGNORECASE)
    return match.group(1) if match else ""


def _response(fields, method):
    algorithm = hashlib.sha256 if fields.get("algorithm", "").upper().startswith("SHA-256") else hashlib.md5

    def digest(*parts):
        return algorithm(":".join(parts).encode()).hexdigest()

    user = digest(USER, fields.get("realm", ""), PASSWORD)
    target = digest(method, fields.get("uri", ""))
    if "qop" in fields:
        return digest(user, fields["nonce"], fields.get("nc", ""), fields.get("cnonce", ""), fields["qop"], target)
    return digest(user, fields["nonce"], target)
