// One nf_tables transaction.
#pragma once

#include <cstdint>
#include <span>

#include "core/bytes.h"
#include "core/error.h"
#include "core/netlink_socket.h"

namespace netloom::nft {

// Applies the requests in `batch` (format.h) as one transaction: all or nothing, in one sendmsg(2).
//
// The answer holds the kernel's errors, nlmsg_seq being the index of the request at fault (kWholeBatch: the
// transaction itself) with a kErrorPath behind them, and in our form what requests with NLM_F_ECHO created.
// No error in it means that everything was applied.
Result<Bytes> Commit(NetlinkSocket& socket, std::span<uint8_t> batch);

}  // namespace netloom::nft
