# The same topology with as few processes as iproute2 and nft allow: one batch a namespace.
set -e
ip -batch - <<END
netns add lan
netns add router
netns add wan
link add lan-veth0 netns lan type veth peer name gw-veth0 netns router
link add wan-veth0 netns wan type veth peer name gw-veth1 netns router
END
ip -netns router -batch - <<END
link set gw-veth0 up
link set gw-veth1 up
address add 192.0.2.254/24 dev gw-veth0
address add 203.0.113.254/24 dev gw-veth1
END
ip -netns lan -batch - <<END
link set lan-veth0 up
address add 192.0.2.1/24 dev lan-veth0
route add default via 192.0.2.254
END
ip -netns wan -batch - <<END
link set wan-veth0 up
address add 203.0.113.1/24 dev wan-veth0
route add default via 203.0.113.254
END
ip netns exec router sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward; exec nft -f -' <<END
add table ip nat
add chain ip nat PREROUTING { type nat hook prerouting priority dstnat; }
add rule ip nat PREROUTING ip daddr 203.0.113.254 tcp dport 54321 dnat to 192.0.2.1
END
ip -batch - <<END
netns delete lan
netns delete router
netns delete wan
END
