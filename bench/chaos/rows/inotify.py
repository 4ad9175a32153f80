"""no inotify instance left: whether it starts"""
from bounds import at_least
from service import Service

BOUNDS = {"starts": at_least(1)}
VIEWER = False
FRESH = True


def start():
    # In a user namespace of its own: the machine's limit stays as it is.
    return Service(before="echo 0 >/proc/sys/user/max_inotify_instances", wrapper=["unshare", "--user", "--map-root-user"])


def disturb(service):
    yield {"starts": float(service.get("/snapshot.jpg")[0] == 200)}
