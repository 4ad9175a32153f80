"""10 viewers that read nothing, 5 over WebSocket and 5 over MJPEG"""
from bounds import UNDISTURBED
from clients import running, stream_and_read_nothing

BOUNDS = UNDISTURBED


def disturb(service):
    with running(stream_and_read_nothing, service.port, count=5), \
            running(stream_and_read_nothing, service.port, "", "/video_feed", count=5):
        yield {}
