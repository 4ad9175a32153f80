"""4 clients that change their settings 45 times a second"""
from bounds import UNDISTURBED
from clients import change_settings, running

BOUNDS = UNDISTURBED


def disturb(service):
    with running(change_settings, service.port, count=4):
        yield {}
