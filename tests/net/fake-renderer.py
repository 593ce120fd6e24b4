#!/usr/bin/env python3
"""Stands for vmgl-renderer in the stub's tests: greets every stream, then echoes what comes.

VMGL_TEST_MODE: "fail" says that there is no driver, "exit" ends at once, "silent" never gets ready,
"fault" reports a fault and ends when the first stream sends something.
"""
import os
import socket
import struct
import sys
import threading

control = socket.socket(fileno=int(sys.argv[sys.argv.index("--control-fd") + 1]))
mode = os.environ.get("VMGL_TEST_MODE", "")
streams = 0
lock = threading.Condition()


def strings(*texts):
    return b"".join(struct.pack("<I", len(text)) + text.encode() for text in texts)


def serve(connection, cookie):
    global streams
    connection.setblocking(True)
    body = strings("", "1.2.3", "")
    head = struct.pack("<4sIIIQ16sIIII", b"VMGL", 56 + len(body), 1, 0, 0x1234, cookie, 0, 0, 0, 0)
    connection.sendall(head + body)
    while True:
        data = connection.recv(4096)
        if not data:
            break
        if mode == "fault":
            control.send(struct.pack("<I", 3) + strings("glFoo: it is broken"))
            os._exit(1)
        connection.sendall(data)
    connection.close()
    with lock:
        streams -= 1
        if streams == 0:
            os._exit(0)


if mode == "fail":
    control.send(struct.pack("<I", 2) + strings("there is no driver"))
    sys.exit(1)
if mode == "exit":
    sys.exit(3)
if mode != "silent":
    control.send(struct.pack("<II", 1, 1) + strings("Fake GPU", "Fake vendor", "4.5 fake"))
while True:
    message, descriptors, _, _ = socket.recv_fds(control, 8192, 1)
    if not message:
        break
    kind, stream = struct.unpack_from("<II", message)
    assert kind == 1 and len(descriptors) == 1
    with lock:
        streams += 1
    threading.Thread(target=serve, args=(socket.socket(fileno=descriptors[0]), message[8:24]), daemon=True).start()
with lock:
    lock.wait_for(lambda: streams == 0)
