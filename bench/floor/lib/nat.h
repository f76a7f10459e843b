// Rulesets of address translation through libnftnl: table ip nat, its chain PREROUTING and dnat rules.
#pragma once

#include <stddef.h>
#include <stdint.h>

// The messages of one transaction, in memory of the caller's; NAT_RULE_ROOM bytes for a rule will do.
typedef struct {
  char* bytes;
  size_t length;
} Transaction;

enum { NAT_RULE_ROOM = 512 };

// A netfilter netlink socket of the current namespace.
int nat_open(void);

void nat_begin(Transaction* transaction);
void nat_table(Transaction* transaction);
// The table and its chain.
void nat_chain(Transaction* transaction);
// ip daddr DESTINATION tcp dport PORT dnat to TARGET; addresses in network order, the port in the host's.
void nat_rule(Transaction* transaction, uint32_t destination, uint16_t port, uint32_t target);
// Every table goes.
void nat_flush(Transaction* transaction);
void nat_end(Transaction* transaction);

// Any error ends the program.
void nat_send(const Transaction* transaction, int fd);

// The tutorial's ruleset, ip daddr 203.0.113.254 tcp dport 54321 dnat to 192.0.2.1, in one transaction.
void nat_commit(int fd);
