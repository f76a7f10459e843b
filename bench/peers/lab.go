// The tutorial's topology with vishvananda/netlink and google/nftables: links in place, rules in one batch.
package main

import (
	"net"
	"os"

	"github.com/google/nftables"
	"github.com/google/nftables/binaryutil"
	"github.com/google/nftables/expr"
	"github.com/vishvananda/netlink"
	"github.com/vishvananda/netns"
	"golang.org/x/sys/unix"
)

type namespace struct {
	fd     netns.NsHandle
	handle *netlink.Handle
}

// create leaves the thread in the new namespace.
func create(name string) namespace {
	fd, err := netns.NewNamed(name)
	check(err)
	handle, err := netlink.NewHandle(unix.NETLINK_ROUTE)
	check(err)
	return namespace{fd, handle}
}

func (ns namespace) close() {
	ns.handle.Close()
	check(ns.fd.Close())
}

func address(text string) *netlink.Addr {
	parsed, err := netlink.ParseAddr(text)
	check(err)
	return parsed
}

func join(outer, router namespace, outerName, routerName, outerAddress, routerAddress string) {
	link := &netlink.Veth{
		LinkAttrs:     netlink.LinkAttrs{Name: outerName, Flags: net.FlagUp},
		PeerName:      routerName,
		PeerNamespace: netlink.NsFd(router.fd),
	}
	check(outer.handle.LinkAdd(link))
	check(outer.handle.AddrAdd(link, address(outerAddress)))
	gateway := address(routerAddress)
	check(outer.handle.RouteAdd(&netlink.Route{LinkIndex: link.Index, Gw: gateway.IP}))
	peer, err := router.handle.LinkByName(routerName)
	check(err)
	check(router.handle.LinkSetUp(peer))
	check(router.handle.AddrAdd(peer, gateway))
}

func load(base expr.PayloadBase, offset, length uint32) expr.Any {
	return &expr.Payload{DestRegister: 1, Base: base, Offset: offset, Len: length}
}

func equals(data []byte) expr.Any { return &expr.Cmp{Op: expr.CmpOpEq, Register: 1, Data: data} }

func dnat(router namespace) {
	conn, err := nftables.New(nftables.WithNetNSFd(int(router.fd)))
	check(err)
	table := conn.AddTable(&nftables.Table{Family: nftables.TableFamilyIPv4, Name: "nat"})
	chain := conn.AddChain(&nftables.Chain{
		Name:     "PREROUTING",
		Table:    table,
		Type:     nftables.ChainTypeNAT,
		Hooknum:  nftables.ChainHookPrerouting,
		Priority: nftables.ChainPriorityNATDest,
	})
	conn.AddRule(&nftables.Rule{Table: table, Chain: chain, Exprs: []expr.Any{
		load(expr.PayloadBaseNetworkHeader, 16, 4),
		equals(net.IPv4(203, 0, 113, 254).To4()),
		&expr.Meta{Key: expr.MetaKeyL4PROTO, Register: 1},
		equals([]byte{unix.IPPROTO_TCP}),
		load(expr.PayloadBaseTransportHeader, 2, 2),
		equals(binaryutil.BigEndian.PutUint16(54321)),
		&expr.Immediate{Register: 1, Data: net.IPv4(192, 0, 2, 1).To4()},
		&expr.NAT{Type: expr.NATTypeDestNAT, Family: unix.NFPROTO_IPV4, RegAddrMin: 1},
	}})
	check(conn.Flush())
}

func main() {
	home, err := netns.Get()
	check(err)
	measure(func() {
		lan := create("lan")
		wan := create("wan")
		router := create("router")
		check(os.WriteFile("/proc/sys/net/ipv4/ip_forward", []byte("1"), 0))
		dnat(router)
		check(netns.Set(home))
		join(lan, router, "lan-veth0", "gw-veth0", "192.0.2.1/24", "192.0.2.254/24")
		join(wan, router, "wan-veth0", "gw-veth1", "203.0.113.1/24", "203.0.113.254/24")
		for _, ns := range []namespace{lan, router, wan} {
			ns.close()
		}
		for _, name := range []string{"lan", "router", "wan"} {
			check(netns.DeleteNamed(name))
		}
	}, func() {})
}
