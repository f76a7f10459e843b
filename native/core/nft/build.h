// Our form of tables, chains, rules, sets, elements, stateful objects and flowtables (format.h) -> the
// kernel's messages, by way of libnftnl.
#pragma once

#include <linux/netlink.h>

#include <cstdint>

#include "core/bytes.h"
#include "core/error.h"

namespace netloom::nft {

// Appends to `out` the kernel's message for `request`, with this sequence number.
Status BuildMessage(const nlmsghdr* request, uint32_t sequence, Bytes& out);

}  // namespace netloom::nft
