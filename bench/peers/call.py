"""One address added to the loopback interface of an own namespace with pyroute2."""
from measure import measure
from namespaces import open_in
from pyroute2 import netns

LOOPBACK = 1

netns.create("call")
namespace = open_in("call")
measure(
    lambda: namespace.addr("add", index=LOOPBACK, address="192.0.2.1", prefixlen=32),
    lambda: namespace.addr("del", index=LOOPBACK, address="192.0.2.1", prefixlen=32),
)
