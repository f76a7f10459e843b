"""A thousand namespaces around a hub with pyroute2: links in place, one request after the other."""
from ipaddress import IPv4Address

from measure import measure
from namespaces import open_in
from pyroute2 import netns

COUNT, FIRST_HUB_INDEX, INDEX = 1000, 2, 2
NETWORK = IPv4Address("10.0.0.0")


def join(number, hub):
    name, hub_index = f"n{number}", FIRST_HUB_INDEX + number
    hub_address, address = str(NETWORK + 4 * number + 1), str(NETWORK + 4 * number + 2)
    netns.create(name)
    with open_in(name) as spoke:
        peer = {"ifname": f"h{number}", "index": hub_index, "net_ns_fd": "hub"}
        spoke.link("add", kind="veth", ifname="eth0", index=INDEX, state="up", peer=peer)
        spoke.addr("add", index=INDEX, address=address, prefixlen=30)
        spoke.route("add", dst="default", gateway=hub_address)
    hub.link("set", index=hub_index, state="up")
    hub.addr("add", index=hub_index, address=hub_address, prefixlen=30)


def run():
    netns.create("hub")
    with open_in("hub") as hub:
        for number in range(COUNT):
            join(number, hub)


measure(run)
