"""100,000 IPv4 routes with pyroute2: `add`, or `dump` as its own objects."""
import sys

from measure import measure
from namespaces import open_in
from pyroute2 import netns

COUNT = 100_000


def prefix(i):
    return f"10.{i >> 16}.{(i >> 8) & 255}.{i & 255}/32"


way = sys.argv.pop(1)
netns.create("routes")
ns = open_in("routes")
ns.link("add", kind="veth", ifname="v0", index=2, state="up", peer={"ifname": "v1", "index": 3})
ns.link("set", index=ns.link_lookup(ifname="v1")[0], state="up")
ns.addr("add", index=2, address="192.0.2.1", prefixlen=24)


def add():
    for i in range(COUNT):
        ns.route("add", dst=prefix(i), gateway="192.0.2.2", oif=2)


def remove():
    for i in range(COUNT):
        ns.route("del", dst=prefix(i))


if way == "dump":
    add()
    measure(lambda: list(ns.get_routes(family=2)))
else:
    measure(add, remove)
