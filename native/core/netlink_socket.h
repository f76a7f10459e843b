// A netlink socket: opened in the calling thread's network namespace, usable from any thread afterwards, by
// one caller at a time (the TypeScript queue sees to that).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/error.h"

struct mnl_socket;
struct nlmsghdr;

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

class NetlinkSocket {
 public:
  static Result<NetlinkSocket> Open(int protocol);

  // Sends a batch of requests and collects what the kernel answers. `batch` is written to: sequence numbers,
  // the acknowledge flag of the last request of a chunk, link indexes.
  //
  // The answer holds netlink messages, nlmsg_seq being the index of the request answered. Plain
  // acknowledgements are left out, so a request without a message in the answer has succeeded.
  Result<Bytes> Transact(std::span<uint8_t> batch, const LinkNames& names);

  int fd() const;
  uint32_t portid() const;
  // Reserves `count` sequence numbers and returns the first.
  uint32_t TakeSequence(uint32_t count);
  // One datagram behind the end of `into`; returns its length.
  Result<size_t> Receive(Bytes& into);

 private:
  struct Closer {
    void operator()(mnl_socket* socket) const;
  };
  explicit NetlinkSocket(mnl_socket* socket) : socket_(socket) {}

  Status SendChunk(std::span<uint8_t> chunk);
  Status Exchange(std::span<uint8_t> chunk, nlmsghdr* last_request, uint32_t base, uint32_t first,
                  uint32_t last, Bytes& answer);
  Status Collect(uint32_t base, uint32_t first, uint32_t last, Bytes& answer);
  Status CollectDump(std::span<uint8_t> request, uint32_t base, uint32_t index, Bytes& answer);

  std::unique_ptr<mnl_socket, Closer> socket_;
  uint32_t sequence_ = 1;
};

// A dump that was interrupted by a change is asked for again this often before EINTR is reported.
inline constexpr int kDumpAttempts = 16;

// Appends an error answer of our own to `answer`, in the kernel's form (NLMSG_ERROR with an
// NLMSGERR_ATTR_MSG).
void AppendErrorMessage(Bytes& answer, uint32_t index, int code, const std::string& text);

}  // namespace netloom
