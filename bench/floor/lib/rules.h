// The many rules that are added and listed: rule i is `ip daddr A tcp dport P dnat to B`, bench/rules.js says
// the same.
#pragma once

#include "nat.h"

enum { RULES = 100000 };

// 10.0.0.0 and i, 192.168.0.0 and the lower half of i: network order.
uint32_t rules_destination(uint32_t i);
uint32_t rules_target(uint32_t i);
uint16_t rules_port(uint32_t i);

// The whole transaction, made by libnftnl in `transaction`, which has RULES_ROOM bytes.
enum { RULES_ROOM = RULES * NAT_RULE_ROOM };
void rules_build(Transaction* transaction);

// Takes every table away, and waits for what the kernel still does about it in the background.
void rules_flush(int fd);
