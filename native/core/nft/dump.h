// Reading nf_tables as of one moment.
#pragma once

#include <cstdint>
#include <span>

#include "core/bytes.h"
#include "core/error.h"
#include "core/netlink_socket.h"

namespace netloom::nft {

// Answers the requests (format.h, NFT_MSG_GET*, all dumps) with the objects they ask for, all from the same
// generation of the ruleset: if it changes meanwhile, everything is asked again. A request for elements that
// names no set stands for one for each set that an earlier request found.
Result<Bytes> Dump(NetlinkSocket& socket, std::span<uint8_t> requests);

}  // namespace netloom::nft
