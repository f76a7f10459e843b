// One nf_tables transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/bytes.h"
#include "core/error.h"
#include "core/netlink_socket.h"

namespace netloom::nft {

// Requests are added as they are made, so that making the next ones and encoding these can go on at the same
// time; nothing is sent before the commit. One caller at a time, from any thread.
class Transaction {
 public:
  Transaction();

  // Adds requests (format.h). What cannot be built is reported by Commit.
  void Append(std::span<const uint8_t> requests);

  // Applies them: all or nothing, in one sendmsg(2). Can be tried again. With `check` nothing is applied: a
  // batch whose end is missing is gone through by the kernel, and then undone.
  //
  // The answer holds the kernel's errors, nlmsg_seq being the index of the request at fault (kWholeBatch: the
  // transaction itself) with a kErrorPath behind them, and in our form what requests with NLM_F_ECHO created.
  // No error in it means that everything was applied.
  Result<Bytes> Commit(NetlinkSocket& socket, bool check);

 private:
  // The number of the first message, which begins the batch; it is 0 until the commit.
  void Number(uint32_t begin);

  Bytes out_;
  std::vector<size_t> offsets_;
  std::optional<SysError> failure_;
};

}  // namespace netloom::nft
