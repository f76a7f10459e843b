// Batches of netlink requests: rtnetlink, and whatever else answers one request at a time.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/error.h"
#include "core/netlink_socket.h"

namespace netloom {

// Interface indexes that are still names: each is looked up right before the message that needs it is sent,
// so a batch can name links that its own earlier messages create.
struct LinkNames {
  std::vector<std::string> names;
  struct Slot {
    uint32_t offset;  // of the 32-bit index in the batch, ascending
    uint32_t name;    // which of `names`
  };
  std::vector<Slot> slots;
};

// Sends a batch of requests and collects what the kernel answers. `batch` is written to: sequence numbers,
// the acknowledge flag of the last request of a chunk, link indexes.
//
// The answer holds netlink messages, nlmsg_seq being the index of the request answered. Plain
// acknowledgements are left out, so a request without a message in the answer has succeeded.
Result<Bytes> Transact(NetlinkSocket& socket, std::span<uint8_t> batch, const LinkNames& names);

}  // namespace netloom
