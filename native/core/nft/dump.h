// Reading nf_tables as of one moment.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/error.h"
#include "core/netlink_socket.h"
#include "core/nft/expression.h"

namespace netloom::nft {

// Answers requests (format.h, NFT_MSG_GET*, all dumps) with the objects they ask for, part by part, so that
// one part can be read while the next one comes. A request for elements that names no set stands for one for
// each set that an earlier request found. One caller at a time, from any thread.
class Dump {
 public:
  explicit Dump(std::span<const uint8_t> requests);

  // More objects; none at the end. EINTR: the ruleset has changed meanwhile, so that what came so far never
  // was, and everything must be asked for again.
  Result<Bytes> Next(NetlinkSocket& socket);

 private:
  struct SetName {
    uint8_t family;
    std::string table;
    std::string name;
  };

  // Takes up the next request; false if there is none.
  Result<bool> Ask(NetlinkSocket& socket);
  Status AskForElements(NetlinkSocket& socket, const SetName& set);
  Status Send(NetlinkSocket& socket, const Bytes& message, uint32_t sequence);
  // One datagram of the answer to the request at hand.
  Status Receive(NetlinkSocket& socket, Bytes& answer);
  void Read(const nlmsghdr* message, Bytes& answer);

  std::vector<uint8_t> requests_;
  size_t at_ = 0;
  uint32_t index_ = 0;
  std::vector<SetName> sets_;
  std::deque<SetName> sets_left_;
  // Of the request at hand, if there is one.
  std::optional<uint32_t> sequence_;
  uint32_t asked_ = 0;
  bool of_set_ = false;
  std::optional<uint32_t> generation_;
  // Everything is received all the same: the kernel answers no other dump before the end of this one.
  bool interrupted_ = false;
  ExpressionKnowledge knowledge_;
  Bytes buffer_;
};

}  // namespace netloom::nft
