// A map of as many elements as the first word says, added with google/nftables; floor/lib/map.h has the elements.
package main

import (
	"encoding/binary"
	"os"
	"runtime"
	"strconv"
	"time"

	"github.com/google/nftables"
	"github.com/vishvananda/netns"
	"golang.org/x/sys/unix"
)

// The library leaves its socket the default buffers, into which no such transaction goes: they are enlarged from
// outside.
const bufferBytes = 512 << 20

// Elements that stand in one message are in one attribute, which holds less than 64 KiB.
const portion = 2000

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

func element(i uint32) nftables.SetElement {
	key := binary.BigEndian.AppendUint32(nil, 0x0a000000+i)
	key = binary.BigEndian.AppendUint16(key, uint16(1024+i%50000))
	return nftables.SetElement{
		Key: append(key, 0, 0),
		Val: binary.BigEndian.AppendUint32(nil, 0xc0a80000+i&0xffff),
	}
}

func add(conn *nftables.Conn, count uint32) {
	table := conn.AddTable(&nftables.Table{Family: nftables.TableFamilyIPv4, Name: "nat"})
	set := &nftables.Set{
		Table:         table,
		Name:          "forward",
		IsMap:         true,
		Concatenation: true,
		KeyType:       nftables.MustConcatSetType(nftables.TypeIPAddr, nftables.TypeInetService),
		DataType:      nftables.TypeIPAddr,
	}
	check(conn.AddSet(set, nil))
	elements := make([]nftables.SetElement, 0, portion)
	for i := uint32(0); i < count; i++ {
		elements = append(elements, element(i))
		if len(elements) == portion || i == count-1 {
			check(conn.SetAddElements(set, elements))
			elements = elements[:0]
		}
	}
	check(conn.Flush())
}

func main() {
	count, err := strconv.ParseUint(os.Args[1], 10, 32)
	check(err)
	runtime.LockOSThread()
	home, err := netns.New()
	check(err)
	conn := connect(home)
	measure(func() { add(conn, uint32(count)) }, func() {
		conn.FlushRuleset()
		check(conn.Flush())
		time.Sleep(300 * time.Millisecond) // the kernel goes on in the background
	})
}
