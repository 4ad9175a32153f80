"""One bulk TCP download: "serve HOST PORT" sends as fast as the link takes, "fetch HOST PORT" reads and drops. Until killed."""

import socket
import sys
import time

CHUNK = bytes(65536)


def serve(host, port):
    with socket.create_server((host, port)) as listener:
        while True:
            connection, _ = listener.accept()
            with connection:
                try:
                    while True:
                        connection.sendall(CHUNK)
                except OSError:
                    pass


def fetch(host, port):
    for _ in range(100):
        try:
            connection = socket.create_connection((host, port), timeout=10)
            break
        except ConnectionRefusedError:
            time.sleep(0.1)
    with connection:
        while connection.recv(65536):
            pass


if __name__ == "__main__":
    {"serve": serve, "fetch": fetch}[sys.argv[1]](sys.argv[2], int(sys.argv[3]))
