// Batches of netlink requests: rtnetlink, and whatever else answers one request at a time.
#pragma once

#include <cstdint>
#include <memory>
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

// A request that is sent only if one of an earlier batch has succeeded.
struct Condition {
  uint32_t request;
  uint32_t batch;
  uint32_t on;  // which request of that batch
};

// Requests that go through one socket. `bytes` is written to: sequence numbers, the acknowledge flag of the
// last request of a chunk, link indexes.
struct Batch {
  std::shared_ptr<NetlinkSocket> socket;  // none: it is closed
  std::span<uint8_t> bytes;
  LinkNames names;
  std::vector<Condition> conditions;  // ascending by request
};

// Sends batches, one after the other, and collects what the kernel answers to each.
//
// An answer holds netlink messages, nlmsg_seq being the index of the request answered. Plain
// acknowledgements are left out, so a request without a message in the answer has succeeded. One whose
// condition is not met is answered with ECANCELED.
std::vector<Result<Bytes>> Transact(std::span<const Batch> batches);

}  // namespace netloom
