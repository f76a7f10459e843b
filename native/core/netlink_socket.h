// A netlink socket: opened in the calling thread's network namespace, usable from any thread afterwards, by
// one caller at a time (the TypeScript queue sees to that).
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "core/bytes.h"
#include "core/error.h"

struct mnl_socket;

namespace netloom {

// What the kernel fills in a dump, where no object is larger. It sizes datagrams by the largest buffer that
// it was ever offered, so every receive offers this much, and room for larger ones beside it.
inline constexpr size_t kReceiveSize = 32 * 1024;

// A dump that was interrupted by a change is asked for again this often before EINTR is reported.
inline constexpr int kDumpAttempts = 16;

class NetlinkSocket {
 public:
  static Result<NetlinkSocket> Open(int protocol);

  int fd() const;
  uint32_t portid() const;
  // NETLINK_ROUTE and the like.
  int protocol() const { return protocol_; }

  // Reserves `count` sequence numbers and returns the first.
  uint32_t TakeSequence(uint32_t count);

  Status Send(std::span<const uint8_t> messages);
  // One datagram behind the end of `into`, which does not grow; returns the datagram's length. Waits for it,
  // but not for ever.
  Result<size_t> Receive(Bytes& into);
  // The same without waiting: EAGAIN if none is there.
  Result<size_t> ReceiveNow(Bytes& into);

 private:
  struct Closer {
    void operator()(mnl_socket* socket) const;
  };
  NetlinkSocket(mnl_socket* socket, int protocol) : socket_(socket), protocol_(protocol) {}

  std::unique_ptr<mnl_socket, Closer> socket_;
  int protocol_;
  uint32_t sequence_ = 1;
};

}  // namespace netloom
