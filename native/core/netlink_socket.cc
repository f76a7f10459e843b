#include "core/netlink_socket.h"

#include <libmnl/libmnl.h>
#include <linux/netlink.h>
#include <poll.h>
#include <sys/socket.h>

#include <cstring>

namespace netloom {

namespace {

constexpr int kReceiveBuffer = 1024 * 1024;
// The kernel answers inside sendmsg(2); this only keeps a bug from waiting for ever.
constexpr int kAnswerTimeoutMs = 30'000;
// A link with many virtual functions or names is one message that may be longer than a part of a dump.
constexpr size_t kLargestObject = 96 * 1024;

}  // namespace

void NetlinkSocket::Closer::operator()(mnl_socket* socket) const { mnl_socket_close(socket); }

Result<NetlinkSocket> NetlinkSocket::Open(int protocol) {
  NetlinkSocket opened(mnl_socket_open2(protocol, SOCK_CLOEXEC), protocol);
  if (!opened.socket_) return LastError("socket", "AF_NETLINK");
  if (mnl_socket_bind(opened.socket_.get(), 0, MNL_SOCKET_AUTOPID) < 0)
    return LastError("bind", "AF_NETLINK");

  // All optional: an older kernel without one of them still answers, only less precisely.
  int on = 1;
  mnl_socket_setsockopt(opened.socket_.get(), NETLINK_EXT_ACK, &on, sizeof on);
  mnl_socket_setsockopt(opened.socket_.get(), NETLINK_CAP_ACK, &on, sizeof on);
  mnl_socket_setsockopt(opened.socket_.get(), NETLINK_GET_STRICT_CHK, &on, sizeof on);
  int size = kReceiveBuffer;
  if (setsockopt(opened.fd(), SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) < 0) {
    setsockopt(opened.fd(), SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  }
  return opened;
}

int NetlinkSocket::fd() const { return mnl_socket_get_fd(socket_.get()); }

uint32_t NetlinkSocket::portid() const { return mnl_socket_get_portid(socket_.get()); }

uint32_t NetlinkSocket::TakeSequence(uint32_t count) {
  uint32_t first = sequence_;
  sequence_ += count;
  return first;
}

Result<size_t> NetlinkSocket::Receive(Bytes& into) {
  for (;;) {
    Result<size_t> received = ReceiveNow(into);
    if (received.ok() || received.error().code != EAGAIN) return received;
    pollfd waiting{fd(), POLLIN, 0};
    int ready = poll(&waiting, 1, kAnswerTimeoutMs);
    if (ready < 0 && errno != EINTR) return LastError("poll", "AF_NETLINK");
    if (ready == 0) return SysError{ETIMEDOUT, "recvmsg", "AF_NETLINK"};
  }
}

Result<size_t> NetlinkSocket::ReceiveNow(Bytes& into) {
  // Beside `into`, so that it need not be that long for the sake of a datagram that hardly ever comes.
  uint8_t rest[kLargestObject];
  iovec parts[] = {{into.Tail(kReceiveSize), kReceiveSize}, {rest, sizeof rest}};
  msghdr message{};
  message.msg_iov = parts;
  message.msg_iovlen = 2;
  ssize_t received;
  do {
    received = recvmsg(fd(), &message, MSG_DONTWAIT);
  } while (received < 0 && errno == EINTR);
  if (received < 0) return LastError("recvmsg", "AF_NETLINK");
  if (message.msg_flags & MSG_TRUNC) return SysError{ENOSPC, "recvmsg", "netlink message over 128 KiB"};
  const size_t length = static_cast<size_t>(received);
  if (length > kReceiveSize) {
    std::memcpy(into.Tail(length) + kReceiveSize, rest, length - kReceiveSize);
  }
  return length;
}

Status NetlinkSocket::Send(std::span<const uint8_t> messages) {
  if (mnl_socket_sendto(socket_.get(), messages.data(), messages.size()) < 0)
    return LastError("sendto", "AF_NETLINK");
  return Nothing{};
}

}  // namespace netloom
