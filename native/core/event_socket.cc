#include "core/event_socket.h"

#include <linux/netlink.h>
#include <sys/socket.h>

#include <string>

namespace netloom {

namespace {

constexpr int kTakeMessages = 512;

}  // namespace

Result<EventSocket> EventSocket::Open(int buffer, int protocol) {
  Result<NetlinkSocket> opened = NetlinkSocket::Open(protocol);
  if (!opened.ok()) return opened.error();
  const int fd = opened.value().fd();
  if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer) < 0) {
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
  }
  return EventSocket(std::move(opened.value()));
}

Status EventSocket::Join(uint32_t group) {
  if (setsockopt(fd(), SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof group) < 0)
    return LastError("setsockopt", "NETLINK_ADD_MEMBERSHIP " + std::to_string(group));
  return Nothing{};
}

Status EventSocket::Leave(uint32_t group) {
  if (setsockopt(fd(), SOL_NETLINK, NETLINK_DROP_MEMBERSHIP, &group, sizeof group) < 0)
    return LastError("setsockopt", "NETLINK_DROP_MEMBERSHIP " + std::to_string(group));
  return Nothing{};
}

Status EventSocket::Fence(uint32_t sequence) {
  nlmsghdr nothing{};
  nothing.nlmsg_len = sizeof nothing;
  nothing.nlmsg_type = NLMSG_NOOP;
  nothing.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
  nothing.nlmsg_seq = sequence;
  return socket_.Send({reinterpret_cast<const uint8_t*>(&nothing), sizeof nothing});
}

Status EventSocket::Take(Bytes& into) {
  for (int taken = 0; taken < kTakeMessages; taken++) {
    Result<size_t> received = socket_.ReceiveNow(into);
    if (received.ok()) {
      into.Grow(NLMSG_ALIGN(received.value()));
      continue;
    }
    const int code = received.error().code;
    if (code == EAGAIN) break;
    // What does not fit is as good as lost.
    if (code == ENOSPC) return SysError{ENOBUFS, "recvmsg", "AF_NETLINK"};
    return received.error();
  }
  return Nothing{};
}

}  // namespace netloom
