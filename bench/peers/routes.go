// 100,000 IPv4 routes with vishvananda/netlink: `add`, or `dump` as its own objects.
package main

import (
	"net"
	"os"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
)

const count = 100000

var handle *netlink.Handle

func prefix(i int) *net.IPNet {
	return &net.IPNet{IP: net.IPv4(10, byte(i>>16), byte(i>>8), byte(i)).To4(), Mask: net.CIDRMask(32, 32)}
}

func furnish() netns.NsHandle {
	fd, err := netns.NewNamed("routes")
	check(err)
	handle, err = netlink.NewHandle()
	check(err)
	link := &netlink.Veth{LinkAttrs: netlink.LinkAttrs{Name: "v0", Flags: net.FlagUp}, PeerName: "v1"}
	check(handle.LinkAdd(link))
	peer, err := handle.LinkByName("v1")
	check(err)
	check(handle.LinkSetUp(peer))
	address, err := netlink.ParseAddr("192.0.2.1/24")
	check(err)
	check(handle.AddrAdd(link, address))
	return fd
}

func add() {
	link, err := handle.LinkByName("v0")
	check(err)
	gateway := net.IPv4(192, 0, 2, 2).To4()
	for i := 0; i < count; i++ {
		check(handle.RouteAdd(&netlink.Route{Dst: prefix(i), Gw: gateway, LinkIndex: link.Attrs().Index}))
	}
}

func dump() {
	routes, err := handle.RouteList(nil, netlink.FAMILY_V4)
	check(err)
	if len(routes) < count {
		panic("routes are missing")
	}
}

func main() {
	way := os.Args[1]
	os.Args = os.Args[1:]
	fd := furnish()
	if way == "dump" {
		add()
		measure(dump, func() {})
		return
	}
	measure(add, func() {
		handle.Close()
		check(fd.Close())
		check(netns.DeleteNamed("routes"))
		fd = furnish()
	})
}
