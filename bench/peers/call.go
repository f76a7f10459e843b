// One address added to the loopback interface of an own namespace with vishvananda/netlink.
package main

import (
	"runtime"

	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
	"golang.org/x/sys/unix"
)

func main() {
	runtime.LockOSThread()
	_, err := netns.NewNamed("call")
	check(err)
	handle, err := netlink.NewHandle(unix.NETLINK_ROUTE)
	check(err)
	loopback, err := handle.LinkByName("lo")
	check(err)
	address, err := netlink.ParseAddr("192.0.2.1/32")
	check(err)
	measure(
		func() { check(handle.AddrAdd(loopback, address)) },
		func() { check(handle.AddrDel(loopback, address)) },
	)
}
