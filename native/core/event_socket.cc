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
    iovec part{into.Tail(kReceiveSize), kReceiveSize};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    const ssize_t length = recvmsg(fd(), &message, MSG_DONTWAIT);
    if (length < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN) break;
      return LastError("recvmsg", "AF_NETLINK");
    }
    // What does not fit is as good as lost.
    if (message.msg_flags & MSG_TRUNC) return SysError{ENOBUFS, "recvmsg", "AF_NETLINK"};
    into.Grow(NLMSG_ALIGN(static_cast<size_t>(length)));
  }
  return Nothing{};
}

}  // namespace netloom
