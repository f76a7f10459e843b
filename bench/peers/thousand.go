// A thousand namespaces around a hub with vishvananda/netlink: links in place, the hub's indexes from one dump.
package main

import (
	"fmt"
	"net"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
	"golang.org/x/sys/unix"
)

const count = 1000

// ip is address number host (1 the hub, 2 the spoke) of spoke i's network, counted up from 10.0.0.0/30.
func ip(i, host int) net.IP {
	offset := 4*i + host
	return net.IPv4(10, byte(offset>>16), byte(offset>>8), byte(offset))
}

func address(i, host int) *netlink.Addr {
	return &netlink.Addr{IPNet: &net.IPNet{IP: ip(i, host), Mask: net.CIDRMask(30, 32)}}
}

// create leaves the thread in the new namespace.
func create(name string) (netns.NsHandle, *netlink.Handle) {
	fd, err := netns.NewNamed(name)
	check(err)
	handle, err := netlink.NewHandle(unix.NETLINK_ROUTE)
	check(err)
	return fd, handle
}

func buildSpoke(i int, hub netns.NsHandle) {
	fd, handle := create(fmt.Sprintf("n%d", i))
	link := &netlink.Veth{
		LinkAttrs:     netlink.LinkAttrs{Name: "eth0", Flags: net.FlagUp},
		PeerName:      fmt.Sprintf("h%d", i),
		PeerNamespace: netlink.NsFd(hub),
	}
	check(handle.LinkAdd(link))
	check(handle.AddrAdd(link, address(i, 2)))
	check(handle.RouteAdd(&netlink.Route{LinkIndex: link.Index, Gw: ip(i, 1)}))
	handle.Close()
	check(fd.Close())
}

func buildHub(handle *netlink.Handle) {
	links, err := handle.LinkList()
	check(err)
	for _, link := range links {
		var i int
		if _, err := fmt.Sscanf(link.Attrs().Name, "h%d", &i); err != nil {
			continue // loopback
		}
		check(handle.LinkSetUp(link))
		check(handle.AddrAdd(link, address(i, 1)))
	}
}

func main() {
	home, err := netns.Get()
	check(err)
	measure(func() {
		hub, handle := create("hub")
		for i := 0; i < count; i++ {
			buildSpoke(i, hub)
		}
		check(netns.Set(home))
		buildHub(handle)
		handle.Close()
		check(hub.Close())
	}, func() {})
}
