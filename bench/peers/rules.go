// 100,000 dnat rules added or, with the word "list", listed with google/nftables; floor/lib/rules.h has the rules.
package main

import (
	"encoding/binary"
	"net"
	"os"
	"runtime"
	"time"

	"github.com/google/nftables"
	"github.com/google/nftables/binaryutil"
	"github.com/google/nftables/expr"
	"github.com/vishvananda/netns"
	"golang.org/x/sys/unix"
)

const count = 100000

// The library leaves its socket the default buffers, into which no such transaction goes: they are enlarged from
// outside.
const bufferBytes = 128 << 20

func address(base, i uint32) []byte { return binary.BigEndian.AppendUint32(nil, base+i) }

func load(base expr.PayloadBase, offset, length uint32) expr.Any {
	return &expr.Payload{DestRegister: 1, Base: base, Offset: offset, Len: length}
}

func equals(data []byte) expr.Any { return &expr.Cmp{Op: expr.CmpOpEq, Register: 1, Data: data} }

func connect(home netns.NsHandle) *nftables.Conn {
	conn, err := nftables.New(nftables.WithNetNSFd(int(home)), nftables.AsLasting())
	check(err)
	for fd := 3; fd < 64; fd++ {
		if protocol, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_PROTOCOL); err == nil && protocol == unix.NETLINK_NETFILTER {
			check(unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_SNDBUFFORCE, bufferBytes))
			check(unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, bufferBytes))
		}
	}
	return conn
}

func add(conn *nftables.Conn) {
	table := conn.AddTable(&nftables.Table{Family: nftables.TableFamilyIPv4, Name: "nat"})
	chain := conn.AddChain(&nftables.Chain{
		Name:     "PREROUTING",
		Table:    table,
		Type:     nftables.ChainTypeNAT,
		Hooknum:  nftables.ChainHookPrerouting,
		Priority: nftables.ChainPriorityNATDest,
	})
	for i := uint32(0); i < count; i++ {
		conn.AddRule(&nftables.Rule{Table: table, Chain: chain, Exprs: []expr.Any{
			load(expr.PayloadBaseNetworkHeader, 16, 4),
			equals(address(0x0a000000, i)),
			&expr.Meta{Key: expr.MetaKeyL4PROTO, Register: 1},
			equals([]byte{unix.IPPROTO_TCP}),
			load(expr.PayloadBaseTransportHeader, 2, 2),
			equals(binaryutil.BigEndian.PutUint16(uint16(1024 + i%50000))),
			&expr.Immediate{Register: 1, Data: net.IP(address(0xc0a80000, i&0xffff))},
			&expr.NAT{Type: expr.NATTypeDestNAT, Family: unix.NFPROTO_IPV4, RegAddrMin: 1},
		}})
	}
	check(conn.Flush())
}

func list(conn *nftables.Conn) {
	chains, err := conn.ListChains()
	check(err)
	for _, chain := range chains {
		_, err := conn.GetRules(chain.Table, chain)
		check(err)
	}
}

func main() {
	runtime.LockOSThread()
	home, err := netns.New()
	check(err)
	conn := connect(home)
	if os.Args[1] == "list" {
		add(conn)
		measure(func() { list(connect(home)) }, func() {})
		return
	}
	measure(func() { add(conn) }, func() {
		conn.FlushRuleset()
		check(conn.Flush())
		time.Sleep(300 * time.Millisecond) // the kernel goes on in the background
	})
}
