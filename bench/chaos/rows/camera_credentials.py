"""polled cameras that ask for a password in many ways, and one that is busy every fourth time: the worst"""
from authentication import IN_URL, NONCE, Door
from bounds import UNDISTURBED, at_most
from cameras import polled
from judge import AS_SENT, alongside, judge_all, service_of, wrong_reasons

BOUNDS = {**UNDISTURBED, **AS_SENT, "refused_requests": at_most(1), "counts_that_do_not_rise": at_most(0), "wrong_reasons": at_most(0)}
QUERY = "camera=test"
FRESH = True
SECONDS = 3

BASIC = 'Basic realm="cam"'
DIGEST = f'Digest realm="cam", nonce="{NONCE}", qop="auth"'
SHA = f'Digest realm="cam", nonce="{NONCE}", qop="auth", algorithm=SHA-256'
CHALLENGES = {
    "Basic": [BASIC],
    "Digest": [DIGEST],
    "Digest without qop": [f'Digest realm="cam", nonce="{NONCE}"'],
    "Digest with SHA-256": [SHA],
    "both algorithms": [SHA, DIGEST],
    "both algorithms, MD5 first": [DIGEST, SHA],
    "Basic first": [BASIC, DIGEST],
    "Basic last": [DIGEST, BASIC],
    "unknown ones beside it, in a line": [f"Negotiate, NTLM, {DIGEST}"],
    "odd case": [f'DIGEST REALM="cam", NONCE="{NONCE}", QOP="auth,auth-int", Algorithm=md5'],
    "commas in the realm": [f'Digest realm="cam, the first, qop=none", nonce="{NONCE}"'],
}
HEAD = "WWW-Authenticate: {}\r\n"
BUSY = "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nbusy"


def start():
    def asking(lines, **others):
        return polled(refuse=Door("".join(map(HEAD.format, lines))), **others)

    dialects = {title: asking(lines) for title, lines in CHALLENGES.items()}
    # Credentials go with the first request of a new connection, too.
    dialects |= {f"{title}, on a new connection each time": asking(CHALLENGES[title], closes=True) for title in ("Basic", "Digest")}
    dialects["busy"] = polled(refuse=lambda _, number: BUSY if number % 4 == 0 else None)
    return service_of(dialects, refused={"unknown": asking(["NTLM"])}, user=IN_URL)


def disturb(service):
    yield from alongside(lambda: judge(service))


def judge(service):
    figures = judge_all(service)
    doors = [camera.dialect.refuse for camera in service.cameras.values() if isinstance(camera.dialect.refuse, Door)]
    return {
        **figures,
        "refused_requests": max(door.refused for door in doors),
        "counts_that_do_not_rise": sum(door.repeated_counts for door in doors),
        "wrong_reasons": wrong_reasons(service, {"unknown": "not supported: NTLM"}),
    }
