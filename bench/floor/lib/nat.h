// The tutorial's ruleset through libnftnl: table ip nat, its chain PREROUTING and the one dnat rule.
#pragma once

// A netfilter netlink socket of the current namespace.
int nat_open(void);

// ip daddr 203.0.113.254 tcp dport 54321 dnat to 192.0.2.1, with its table and chain, in one transaction.
void nat_commit(int fd);
