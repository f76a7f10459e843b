// What the kernel tells of changes in a network namespace: multicast groups of rtnetlink(7) or of generic
// netlink.
#pragma once

#include <cstdint>

#include "core/bytes.h"
#include "core/error.h"
#include "core/netlink_socket.h"

namespace netloom {

class EventSocket {
 public:
  // Opens in the calling thread's network namespace, in no group yet. `buffer`: bytes that the kernel may
  // hold.
  static Result<EventSocket> Open(int buffer, int protocol);

  int fd() const { return socket_.fd(); }

  // Any change after this returns is told. RTNLGRP_*.
  Status Join(uint32_t group);
  Status Leave(uint32_t group);

  // Has the kernel put an acknowledgement (NLMSG_ERROR, error 0) with this number behind what it has told by
  // now.
  Status Fence(uint32_t sequence);

  // Appends messages that have arrived, without waiting, up to a bound that keeps an event loop responsive.
  // ENOBUFS: some were lost.
  Status Take(Bytes& into);

 private:
  explicit EventSocket(NetlinkSocket socket) : socket_(std::move(socket)) {}

  NetlinkSocket socket_;
};

}  // namespace netloom
