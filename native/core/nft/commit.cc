#include "core/nft/commit.h"

#include <libmnl/libmnl.h>
#include <libnftnl/common.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include <algorithm>
#include <vector>

#include "core/answer.h"
#include "core/attributes.h"
#include "core/nft/build.h"
#include "core/nft/format.h"
#include "core/nft/read.h"

namespace netloom::nft {

namespace {

// What an error answer may take in the receive buffer, and the most that is asked for.
constexpr size_t kAnswerCost = 1024;
constexpr size_t kMostReceive = 64 * 1024 * 1024;

// The kernel allows twice what is asked for; without CAP_NET_ADMIN in the first user namespace only up to a
// limit.
void EnsureBuffer(int fd, int option, int force, size_t wanted) {
  int size = 0;
  socklen_t length = sizeof size;
  if (getsockopt(fd, SOL_SOCKET, option, &size, &length) == 0 && static_cast<size_t>(size) >= wanted) return;
  size = static_cast<int>(std::min<size_t>(wanted, INT32_MAX / 2));
  if (setsockopt(fd, SOL_SOCKET, force, &size, sizeof size) < 0) {
    setsockopt(fd, SOL_SOCKET, option, &size, sizeof size);
  }
}

// Which attribute of `request` lies at `offset`, from the outside in, as format.h says of kErrorPath.
std::vector<uint16_t> PathTo(const nlmsghdr* request, uint32_t offset) {
  std::vector<uint16_t> path;
  const uint8_t* target = reinterpret_cast<const uint8_t*>(request) + offset;
  Attributes level(request, sizeof(nfgenmsg));
  for (bool deeper = true; deeper;) {
    deeper = false;
    std::vector<uint16_t> before;
    for (const nlattr* attribute : level) {
      const uint16_t type = mnl_attr_get_type(attribute);
      const auto* start = reinterpret_cast<const uint8_t*>(attribute);
      if (target >= start && target < start + attribute->nla_len) {
        path.push_back(type);
        path.push_back(static_cast<uint16_t>(std::count(before.begin(), before.end(), type)));
        level = Attributes(attribute);
        deeper = target != start;
        break;
      }
      before.push_back(type);
    }
  }
  return path;
}

// An error from the kernel, its offset replaced by a path: what was sent is known here only.
void AppendError(Bytes& answer, const nlmsghdr* error, uint32_t index, const nlmsghdr* request) {
  const size_t start = answer.size();
  answer.Append(error, NLMSG_ALIGN(error->nlmsg_len));
  auto* copy = reinterpret_cast<nlmsghdr*>(answer.data() + start);
  copy->nlmsg_seq = index;
  if (request == nullptr || !(error->nlmsg_flags & NLM_F_ACK_TLVS)) return;
  const size_t fixed =
      sizeof(nlmsgerr) +
      ((error->nlmsg_flags & NLM_F_CAPPED)
           ? 0
           : static_cast<const nlmsgerr*>(mnl_nlmsg_get_payload(error))->msg.nlmsg_len - NLMSG_HDRLEN);
  for (const nlattr* attribute : Attributes(error, fixed)) {
    if (mnl_attr_get_type(attribute) != NLMSGERR_ATTR_OFFS) continue;
    std::vector<uint16_t> path = PathTo(request, mnl_attr_get_u32(attribute));
    if (!path.empty()) PutAttribute(answer, kErrorPath, path.data(), path.size() * sizeof(uint16_t));
  }
  const uint32_t length = static_cast<uint32_t>(answer.size() - start);
  std::memcpy(answer.data() + start, &length, sizeof length);
}

// What begins and ends a batch: a header and the number of the subsystem.
constexpr size_t kMarkRoom = 64;

}  // namespace

Transaction::Transaction() {
  out_.Grow(NLMSG_ALIGN(nftnl_batch_begin(reinterpret_cast<char*>(out_.Tail(kMarkRoom)), 0)->nlmsg_len));
}

void Transaction::Append(std::span<const uint8_t> requests) {
  for (size_t at = 0; at < requests.size() && !failure_;) {
    const auto* request = reinterpret_cast<const nlmsghdr*>(requests.data() + at);
    offsets_.push_back(out_.size());
    Status built = BuildMessage(request, 0, out_);
    if (!built.ok()) failure_ = built.error();
    at += NLMSG_ALIGN(request->nlmsg_len);
  }
}

void Transaction::Number(uint32_t begin) {
  for (uint8_t* at = out_.data(); at < out_.data() + out_.size();) {
    auto* message = reinterpret_cast<nlmsghdr*>(at);
    message->nlmsg_seq = begin++;
    at += NLMSG_ALIGN(message->nlmsg_len);
  }
}

Result<Bytes> Transaction::Commit(NetlinkSocket& socket, bool check) {
  Bytes answer;
  const uint32_t count = static_cast<uint32_t>(offsets_.size());
  if (failure_) {
    // Nothing has been sent.
    AppendErrorMessage(answer, count - 1, failure_->code, failure_->operation + ": " + failure_->subject);
    return answer;
  }
  const uint32_t begin = socket.TakeSequence(count + 2);
  Number(begin);
  const size_t end = out_.size();
  const nlmsghdr* last = nftnl_batch_end(reinterpret_cast<char*>(out_.Tail(kMarkRoom)), begin + 1 + count);
  std::span<const uint8_t> out(out_.data(), check ? end : end + NLMSG_ALIGN(last->nlmsg_len));

  EnsureBuffer(socket.fd(), SO_SNDBUF, SO_SNDBUFFORCE, out.size() + 4096);
  // How long echoes are is not known; elements have one each.
  const bool echo =
      count > 0 && (reinterpret_cast<nlmsghdr*>(out_.data() + offsets_[0])->nlmsg_flags & NLM_F_ECHO) != 0;
  const size_t answers = echo ? std::max(count * kAnswerCost, 4 * end) : count * kAnswerCost;
  EnsureBuffer(socket.fd(), SO_RCVBUF, SO_RCVBUFFORCE, std::min(kMostReceive, answers));
  sockaddr_nl kernel{};
  kernel.nl_family = AF_NETLINK;
  if (sendto(socket.fd(), out.data(), out.size(), 0, reinterpret_cast<sockaddr*>(&kernel), sizeof kernel) <
      0) {
    return LastError("sendto", "nf_tables transaction of " + std::to_string(out.size()) + " bytes");
  }

  // Everything that the kernel has to say was said inside sendto(2). No acknowledgement is asked for, so
  // silence is success; and since only errors and echoes come, an overrun (ENOBUFS) costs some of them, not
  // the verdict.
  ExpressionKnowledge knowledge;
  bool overrun = false;
  bool refused = false;
  std::vector<uint8_t> buffer(kReceiveSize);
  for (;;) {
    ssize_t received = recv(socket.fd(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (received < 0) {
      if (errno == EINTR) continue;
      if (errno == ENOBUFS) {
        overrun = true;
        continue;
      }
      if (errno == EAGAIN) break;
      return LastError("recv", "nf_tables transaction");
    }
    int left = static_cast<int>(received);
    for (auto* message = reinterpret_cast<nlmsghdr*>(buffer.data()); mnl_nlmsg_ok(message, left);
         message = mnl_nlmsg_next(message, &left)) {
      // The kernel gives the echoes of elements no number.
      if (echo && message->nlmsg_seq == 0 && (message->nlmsg_type & 0xff) == NFT_MSG_NEWSETELEM) {
        ReadMessage(message, kWholeBatch, knowledge, answer);
        continue;
      }
      const uint32_t position = message->nlmsg_seq - begin;
      if (position > count + 1) continue;  // a leftover of something abandoned
      const bool whole = position == 0 || position == count + 1;
      const uint32_t index = whole ? kWholeBatch : position - 1;
      if (message->nlmsg_type != NLMSG_ERROR) {
        if (!whole) ReadMessage(message, index, knowledge, answer);
        continue;
      }
      if (static_cast<nlmsgerr*>(mnl_nlmsg_get_payload(message))->error == 0) continue;
      refused = true;
      AppendError(answer, message, index,
                  whole ? nullptr : reinterpret_cast<const nlmsghdr*>(out.data() + offsets_[index]));
    }
  }
  if (overrun && !refused) AppendErrorMessage(answer, kWholeBatch, ENOBUFS, "the kernel's answers were lost");
  return answer;
}

}  // namespace netloom::nft
