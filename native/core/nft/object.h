// Tables, chains, rules, sets, elements, stateful objects and flowtables between our form (format.h) and the
// kernel's messages, by way of libnftnl.
#pragma once

#include <linux/netlink.h>

#include "core/bytes.h"
#include "core/error.h"
#include "core/nft/expression.h"

namespace netloom::nft {

// Appends to `out` the kernel's message for `request`, with this sequence number.
Status BuildMessage(const nlmsghdr* request, uint32_t sequence, Bytes& out);

// Appends to `out` our form of a message from the kernel. False: of a type that is not known.
bool ReadMessage(const nlmsghdr* message, uint32_t index, ExpressionKnowledge& knowledge, Bytes& out);

}  // namespace netloom::nft
