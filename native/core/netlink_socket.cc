#include "core/netlink_socket.h"

#include <libmnl/libmnl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <cstring>

namespace netloom {

namespace {

// The kernel sizes dump replies by the largest buffer it was ever offered, up to this much.
constexpr size_t kReceiveSize = 32 * 1024;
// An error answer costs the receive buffer about 832 bytes: with so few requests a chunk, every one of them
// may fail and the default buffer still holds all the errors.
constexpr uint32_t kChunkRequests = 256;
constexpr size_t kChunkBytes = 128 * 1024;
constexpr int kReceiveBuffer = 1024 * 1024;
// The kernel answers inside sendmsg(2); this only keeps a bug from waiting for ever.
constexpr int kAnswerTimeoutMs = 30'000;

bool IsDump(const nlmsghdr* request) { return (request->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP; }

bool ChangesLinkNames(const nlmsghdr* request) {
  return request->nlmsg_type == RTM_NEWLINK || request->nlmsg_type == RTM_DELLINK ||
         request->nlmsg_type == RTM_SETLINK;
}

// SIOCGIFINDEX asks the namespace of the socket, whatever its family and whatever thread calls.
int LookUpLink(int fd, const std::string& name) {
  ifreq request{};
  if (name.size() >= sizeof(request.ifr_name)) {
    errno = ENODEV;
    return -1;
  }
  std::memcpy(request.ifr_name, name.data(), name.size());
  return ioctl(fd, SIOCGIFINDEX, &request) == 0 ? request.ifr_ifindex : -1;
}

}  // namespace

void NetlinkSocket::Closer::operator()(mnl_socket* socket) const { mnl_socket_close(socket); }

Result<NetlinkSocket> NetlinkSocket::Open(int protocol) {
  NetlinkSocket opened(mnl_socket_open2(protocol, SOCK_CLOEXEC));
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
    uint8_t* tail = into.Tail(kReceiveSize);
    iovec part{tail, kReceiveSize};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    ssize_t length = recvmsg(fd(), &message, MSG_DONTWAIT);
    if (length >= 0) {
      if (message.msg_flags & MSG_TRUNC) return SysError{ENOSPC, "recvmsg", "netlink answer over 32 KiB"};
      return static_cast<size_t>(length);
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN) return LastError("recvmsg", "AF_NETLINK");
    pollfd waiting{fd(), POLLIN, 0};
    int ready = poll(&waiting, 1, kAnswerTimeoutMs);
    if (ready < 0 && errno != EINTR) return LastError("poll", "AF_NETLINK");
    if (ready == 0) return SysError{ETIMEDOUT, "recvmsg", "AF_NETLINK"};
  }
}

void AppendErrorMessage(Bytes& answer, uint32_t index, int code, const std::string& text) {
  uint16_t attribute_length = static_cast<uint16_t>(sizeof(nlattr) + text.size() + 1);
  size_t padded = NLMSG_ALIGN(attribute_length);
  nlmsghdr header{};
  header.nlmsg_len = static_cast<uint32_t>(NLMSG_HDRLEN + sizeof(nlmsgerr) + padded);
  header.nlmsg_type = NLMSG_ERROR;
  header.nlmsg_flags = NLM_F_CAPPED | NLM_F_ACK_TLVS;
  header.nlmsg_seq = index;
  nlmsgerr error{};
  error.error = -code;
  nlattr attribute{attribute_length, NLMSGERR_ATTR_MSG};
  answer.Append(&header, sizeof header);
  answer.Append(&error, sizeof error);
  answer.Append(&attribute, sizeof attribute);
  answer.Append(text.c_str(), text.size() + 1);
  answer.AppendZeros(padded - attribute_length);
}

Status NetlinkSocket::SendChunk(std::span<uint8_t> chunk) {
  if (mnl_socket_sendto(socket_.get(), chunk.data(), chunk.size()) < 0)
    return LastError("sendto", "AF_NETLINK");
  return Nothing{};
}

// Reads until request `last` of this chunk is acknowledged. Errors of the others come before that, by
// sequence number; whatever belongs to an earlier, abandoned exchange is passed over.
Status NetlinkSocket::Collect(uint32_t base, uint32_t first, uint32_t last, Bytes& answer) {
  for (;;) {
    Result<size_t> received = Receive(answer);
    if (!received.ok()) return received.error();
    // Kept messages are moved together at the end of the answer, over those that are dropped.
    uint8_t* from = answer.data() + answer.size();
    int left = static_cast<int>(received.value());
    bool done = false;
    for (auto* message = reinterpret_cast<nlmsghdr*>(from); mnl_nlmsg_ok(message, left);) {
      auto* next = mnl_nlmsg_next(message, &left);
      uint32_t index = message->nlmsg_seq - base;
      if (index >= first && index <= last && mnl_nlmsg_portid_ok(message, portid())) {
        bool verdict = message->nlmsg_type == NLMSG_ERROR;
        auto* error = static_cast<nlmsgerr*>(mnl_nlmsg_get_payload(message));
        if (verdict && index == last) done = true;
        if (!verdict || error->error != 0) {
          message->nlmsg_seq = index;
          size_t length = NLMSG_ALIGN(message->nlmsg_len);
          std::memmove(answer.data() + answer.size(), message, length);
          answer.Grow(length);
        }
      }
      message = next;
    }
    if (done) return Nothing{};
  }
}

// A dump ends with NLMSG_DONE, or with an error. One that a concurrent change made inconsistent is asked
// again.
Status NetlinkSocket::CollectDump(std::span<uint8_t> request, uint32_t base, uint32_t index, Bytes& answer) {
  const size_t start = answer.size();
  auto* header = reinterpret_cast<nlmsghdr*>(request.data());
  for (int attempt = 0; attempt < kDumpAttempts; attempt++) {
    // A sequence number of its own an attempt, so that leftovers of the last one cannot be taken for this
    // one's.
    uint32_t sequence = attempt == 0 ? base + index : TakeSequence(1);
    header->nlmsg_seq = sequence;
    Status sent = SendChunk(request);
    if (!sent.ok()) return sent;
    answer.Truncate(start);
    bool interrupted = false;
    int refused = 0;
    for (bool done = false; !done;) {
      Result<size_t> received = Receive(answer);
      if (!received.ok()) return received.error();
      int left = static_cast<int>(received.value());
      for (auto* message = reinterpret_cast<nlmsghdr*>(answer.data() + answer.size());
           mnl_nlmsg_ok(message, left);) {
        auto* next = mnl_nlmsg_next(message, &left);
        if (message->nlmsg_seq == sequence && mnl_nlmsg_portid_ok(message, portid())) {
          interrupted |= (message->nlmsg_flags & NLM_F_DUMP_INTR) != 0;
          message->nlmsg_seq = index;
          size_t length = NLMSG_ALIGN(message->nlmsg_len);
          if (message->nlmsg_type == NLMSG_DONE) {
            done = true;
            int code = 0;
            if (mnl_nlmsg_get_payload_len(message) >= sizeof code) {
              std::memcpy(&code, mnl_nlmsg_get_payload(message), sizeof code);
            }
            interrupted |= code == -EINTR;
            refused = code < 0 ? -code : 0;
          } else {
            done = message->nlmsg_type == NLMSG_ERROR;
            std::memmove(answer.data() + answer.size(), message, length);
            answer.Grow(length);
          }
        }
        message = next;
      }
    }
    if (interrupted) continue;
    if (refused != 0) AppendErrorMessage(answer, index, refused, "");
    return Nothing{};
  }
  answer.Truncate(start);
  AppendErrorMessage(answer, index, EINTR, "the dump was interrupted by changes, again and again");
  return Nothing{};
}

Status NetlinkSocket::Exchange(std::span<uint8_t> chunk, nlmsghdr* last_request, uint32_t base,
                               uint32_t first, uint32_t last, Bytes& answer) {
  if (IsDump(last_request)) return CollectDump(chunk, base, first, answer);
  last_request->nlmsg_flags |= NLM_F_ACK;
  Status sent = SendChunk(chunk);
  if (!sent.ok()) return sent;
  return Collect(base, first, last, answer);
}

Result<Bytes> NetlinkSocket::Transact(std::span<uint8_t> batch, const LinkNames& names) {
  Bytes answer;
  uint32_t total = 0;
  for (size_t at = 0; at < batch.size(); total++) {
    auto* request = reinterpret_cast<nlmsghdr*>(batch.data() + at);
    if (batch.size() - at < sizeof *request || request->nlmsg_len < sizeof *request ||
        request->nlmsg_len > batch.size() - at) {
      return SysError{EINVAL, "sendto", "malformed netlink batch"};
    }
    at += NLMSG_ALIGN(request->nlmsg_len);
  }
  const uint32_t base = TakeSequence(total);
  auto slot = names.slots.begin();
  size_t at = 0;
  uint32_t index = 0;

  // The last name that was looked up, as long as no request since then could have given it away.
  uint32_t known_name = UINT32_MAX;
  int known_index = 0;

  while (at < batch.size()) {
    const size_t chunk_start = at;
    const uint32_t chunk_first = index;
    bool names_changed = false;
    nlmsghdr* last = nullptr;
    bool unresolved = false;

    while (at < batch.size() && index - chunk_first < kChunkRequests && at - chunk_start < kChunkBytes) {
      auto* request = reinterpret_cast<nlmsghdr*>(batch.data() + at);
      const size_t end = at + NLMSG_ALIGN(request->nlmsg_len);
      const bool has_names = slot != names.slots.end() && slot->offset < end;
      if (last != nullptr && (IsDump(request) || (has_names && names_changed))) break;
      for (; slot != names.slots.end() && slot->offset < end; ++slot) {
        if (slot->name != known_name) {
          known_index = LookUpLink(fd(), names.names[slot->name]);
          known_name = known_index < 0 ? UINT32_MAX : slot->name;
        }
        if (known_index < 0) {
          // Not sent at all. What was gathered before it goes out first, to keep the answers in order.
          unresolved = true;
          break;
        }
        std::memcpy(batch.data() + slot->offset, &known_index, sizeof known_index);
      }
      if (unresolved) break;
      request->nlmsg_seq = base + index;
      request->nlmsg_flags &= static_cast<uint16_t>(~NLM_F_ACK);
      if (ChangesLinkNames(request)) {
        names_changed = true;
        known_name = UINT32_MAX;
      }
      last = request;
      at = end;
      index++;
      if (IsDump(request)) break;
    }

    if (last != nullptr) {
      Status status =
          Exchange(batch.subspan(chunk_start, at - chunk_start), last, base, chunk_first, index - 1, answer);
      if (!status.ok()) {
        // Other chunks have their own fate: only the requests of this one are reported as failed.
        const SysError& error = status.error();
        for (uint32_t i = chunk_first; i < index; i++)
          AppendErrorMessage(answer, i, error.code, error.operation);
      }
    }
    if (unresolved) {
      auto* request = reinterpret_cast<nlmsghdr*>(batch.data() + at);
      AppendErrorMessage(answer, index, ENODEV, "no link named \"" + names.names[slot->name] + "\"");
      at += NLMSG_ALIGN(request->nlmsg_len);
      index++;
      while (slot != names.slots.end() && slot->offset < at) ++slot;
    }
  }
  return answer;
}

}  // namespace netloom
