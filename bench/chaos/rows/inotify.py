"""no inotify instance left: whether it starts, and says that it does not watch its files"""
from bounds import at_least
from service import Service

BOUNDS = {"starts_and_says_so": at_least(1)}
VIEWER = False
FRESH = True


def start():
    # In a user namespace of its own: the machine's limit stays as it is.
    return Service(before="echo 0 >/proc/sys/user/max_inotify_instances", wrapper=["unshare", "--user", "--map-root-user"])


def disturb(service):
    yield {"starts_and_says_so": float("not watched" in service.text() and service.get("/snapshot.jpg")[0] == 200)}
