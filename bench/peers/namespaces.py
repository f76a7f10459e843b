"""An rtnetlink socket inside a named namespace, without the child process of pyroute2.NetNS."""
from pyroute2 import IPRoute, netns


def open_in(name, socket=IPRoute):
    netns.pushns(name)
    try:
        return socket()
    finally:
        netns.popns()
