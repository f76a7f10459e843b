"""The tutorial's topology with pyroute2: links in place, one request after the other."""
import socket

from measure import measure
from namespaces import open_in
from pyroute2 import netns
from pyroute2.nftables.expressions import genex
from pyroute2.nftables.main import NFTables

IPV4, TCP, PORT = 2, 6, 54321
PAYLOAD_NETWORK, PAYLOAD_TRANSPORT, META_L4PROTO, DNAT, DSTNAT = 1, 2, 16, 1, -100


def value(octets):
    return {"attrs": [("NFTA_DATA_VALUE", octets)]}


def compare(octets):
    return genex("cmp", {"sreg": 1, "op": 0, "data": value(octets)})


def load(base, offset, length):
    return genex("payload", {"dreg": 1, "base": base, "offset": offset, "len": length})


def dnat_expressions():
    return [
        load(PAYLOAD_NETWORK, 16, 4),
        compare(socket.inet_aton("203.0.113.254")),
        genex("meta", {"dreg": 1, "key": META_L4PROTO}),
        compare(bytes([TCP])),
        load(PAYLOAD_TRANSPORT, 2, 2),
        compare(PORT.to_bytes(2, "big")),
        genex("immediate", {"dreg": 1, "data": value(socket.inet_aton("192.0.2.1"))}),
        genex("nat", {"type": DNAT, "family": IPV4, "reg_addr_min": 1}),
    ]


def join(outer, outer_name, router, router_name, router_index, addresses):
    outer_index = 2
    peer = {"ifname": router_name, "index": router_index, "net_ns_fd": "router"}
    outer.link("add", kind="veth", ifname=outer_name, index=outer_index, state="up", peer=peer)
    outer.addr("add", index=outer_index, address=addresses[0], prefixlen=24)
    outer.route("add", dst="default", gateway=addresses[1])
    router.link("set", index=router_index, state="up")
    router.addr("add", index=router_index, address=addresses[1], prefixlen=24)


def run():
    for name in ("lan", "router", "wan"):
        netns.create(name)
    with open_in("lan") as lan, open_in("router") as router, open_in("wan") as wan:
        join(lan, "lan-veth0", router, "gw-veth0", 2, ("192.0.2.1", "192.0.2.254"))
        join(wan, "wan-veth0", router, "gw-veth1", 3, ("203.0.113.1", "203.0.113.254"))
    netns.pushns("router")
    with open("/proc/sys/net/ipv4/ip_forward", "w") as sysctl:
        sysctl.write("1")
    with NFTables(nfgen_family=IPV4) as nft:
        nft.table("add", name="nat")
        nft.chain("add", table="nat", name="PREROUTING", hook="prerouting", type="nat", priority=DSTNAT)
        nft.rule("add", table="nat", chain="PREROUTING", expressions=(dnat_expressions(),))
    netns.popns()
    for name in ("lan", "router", "wan"):
        netns.remove(name)


measure(run)
