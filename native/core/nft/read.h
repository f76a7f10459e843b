// The kernel's messages about tables, chains, rules, sets, elements, stateful objects and flowtables -> our
// form (format.h), by way of libnftnl.
#pragma once

#include <linux/netlink.h>

#include <cstdint>

#include "core/bytes.h"
#include "core/nft/expression.h"

namespace netloom::nft {

// Appends to `out` our form of a message from the kernel. False: of a type that is not known, or not
// understood.
bool ReadMessage(const nlmsghdr* message, uint32_t index, ExpressionKnowledge& knowledge, Bytes& out);

}  // namespace netloom::nft
