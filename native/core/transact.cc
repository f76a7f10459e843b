#include "core/transact.h"

#include <libmnl/libmnl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/ioctl.h>

#include <cstring>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "core/answer.h"
#include "core/attributes.h"
#include "core/rtnl_turn.h"

namespace netloom {

namespace {

// An error answer costs the receive buffer about 832 bytes: with so few requests a chunk, every one of them
// may fail and the default buffer still holds all the errors.
constexpr uint32_t kChunkRequests = 256;
constexpr size_t kChunkBytes = 128 * 1024;

bool IsDump(const nlmsghdr* request) { return (request->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP; }

// Whether a name may mean another link afterwards. To raise a link, or to change its MTU, changes no name.
bool ChangesLinkNames(const nlmsghdr* request) {
  if (request->nlmsg_type == RTM_NEWLINK || request->nlmsg_type == RTM_DELLINK) return true;
  if (request->nlmsg_type != RTM_SETLINK) return false;
  for (const nlattr* attribute : Attributes(request, sizeof(ifinfomsg))) {
    switch (mnl_attr_get_type(attribute)) {
      case IFLA_IFNAME:
      case IFLA_PROP_LIST:
      case IFLA_NET_NS_FD:
      case IFLA_NET_NS_PID:
        return true;
    }
  }
  return false;
}

// SIOCGIFINDEX asks the namespace of the socket, whatever its family and whatever thread calls. -1: no such
// link.
int LookUpLink(int fd, const std::string& name) {
  ifreq request{};
  if (name.size() >= sizeof(request.ifr_name)) return -1;
  std::memcpy(request.ifr_name, name.data(), name.size());
  return ioctl(fd, SIOCGIFINDEX, &request) == 0 ? request.ifr_ifindex : -1;
}

// The kernel's own words in an NLMSG_DONE that ends a dump with an error.
std::string ReasonIn(const nlmsghdr* done) {
  for (const nlattr* attribute : Attributes(done, sizeof(int))) {
    if (mnl_attr_get_type(attribute) == NLMSGERR_ATTR_MSG &&
        mnl_attr_validate(attribute, MNL_TYPE_NUL_STRING) == 0) {
      return mnl_attr_get_str(attribute);
    }
  }
  return {};
}

// Requests that are sent together: `first` to `end`, the latter excluded.
struct Chunk {
  std::span<uint8_t> bytes;
  nlmsghdr* last;
  uint32_t first;
  uint32_t end;
};

// A turn at RTNL, and how many requests it has lasted for. The kernel carries them out inside sendmsg(2).
// Batches that go together have it together: what waits for them would gain nothing from another that cuts
// in. But a long run lets others in between.
class Turn {
 public:
  void Take(uint32_t requests) {
    if (requests_ + requests > kChunkRequests) End();
    if (!lock_.owns_lock()) lock_.lock();
    requests_ += requests;
  }
  void End() {
    if (lock_.owns_lock()) lock_.unlock();
    requests_ = 0;
  }

 private:
  RtnlTurn lock_{RtnlQueue(), std::defer_lock};
  uint32_t requests_ = 0;
};

class Exchange {
 public:
  // `canceled`: requests that are not to be sent, ascending.
  Exchange(const Batch& batch, const std::vector<uint32_t>& canceled, Turn& turn)
      : socket_(*batch.socket),
        batch_(batch.bytes),
        names_(batch.names),
        turn_(turn),
        slot_(names_.slots.begin()),
        canceled_(canceled.begin()),
        canceled_end_(canceled.end()) {}

  Result<Bytes> Run() {
    uint32_t count = 0;
    for (size_t at = 0; at < batch_.size(); count++) {
      auto* request = reinterpret_cast<nlmsghdr*>(batch_.data() + at);
      if (!mnl_nlmsg_ok(request, static_cast<int>(batch_.size() - at))) {
        return SysError{EINVAL, "sendto", "malformed netlink batch"};
      }
      at += NLMSG_ALIGN(request->nlmsg_len);
    }
    base_ = socket_.TakeSequence(count);
    while (at_ < batch_.size()) {
      const Chunk chunk = Gather();
      if (chunk.last != nullptr) {
        Status status = Carry(chunk);
        // Other chunks have their own fate: only the requests of this one are reported as failed.
        for (uint32_t i = chunk.first; !status.ok() && i < chunk.end; i++) {
          AppendErrorMessage(answer_, i, status.error().code, status.error().operation);
        }
      }
      if (IsCanceled()) {
        Skip(ECANCELED, "");
      } else if (unknown_link_) {
        Skip(ENODEV, "no link named \"" + names_.names[slot_->name] + "\"");
      }
    }
    return std::move(answer_);
  }

 private:
  nlmsghdr* Next() const { return reinterpret_cast<nlmsghdr*>(batch_.data() + at_); }

  // As many requests as can be sent together: a dump goes alone, and a name is looked up only when nothing
  // that is still unsent could decide whose name it is.
  Chunk Gather() {
    const size_t start = at_;
    Chunk chunk{{}, nullptr, index_, index_};
    bool names_change = false;
    while (at_ < batch_.size() && index_ - chunk.first < kChunkRequests && at_ - start < kChunkBytes) {
      nlmsghdr* request = Next();
      const size_t end = at_ + NLMSG_ALIGN(request->nlmsg_len);
      const bool has_names = slot_ != names_.slots.end() && slot_->offset < end;
      if (chunk.last != nullptr && (IsDump(request) || (has_names && names_change))) break;
      if (IsCanceled() || !FillNames(end)) break;
      request->nlmsg_seq = base_ + index_;
      request->nlmsg_flags &= static_cast<uint16_t>(~NLM_F_ACK);
      if (ChangesLinkNames(request)) {
        names_change = true;
        known_name_ = UINT32_MAX;
      }
      chunk.last = request;
      at_ = end;
      index_++;
      if (IsDump(request)) break;
    }
    chunk.bytes = batch_.subspan(start, at_ - start);
    chunk.end = index_;
    return chunk;
  }

  // Puts indexes where names stand before `end`. False: there is no such link.
  bool FillNames(size_t end) {
    for (; slot_ != names_.slots.end() && slot_->offset < end; ++slot_) {
      if (slot_->name != known_name_) {
        known_index_ = LookUpLink(socket_.fd(), names_.names[slot_->name]);
        known_name_ = slot_->name;
      }
      if (known_index_ < 0) {
        known_name_ = UINT32_MAX;
        unknown_link_ = true;
        return false;
      }
      std::memcpy(batch_.data() + slot_->offset, &known_index_, sizeof known_index_);
    }
    return true;
  }

  bool IsCanceled() const { return canceled_ != canceled_end_ && *canceled_ == index_; }

  // The next request is answered here and not sent at all: it names a link that is not there, or what it
  // depends on has failed.
  void Skip(int code, const std::string& why) {
    AppendErrorMessage(answer_, index_, code, why);
    if (IsCanceled()) ++canceled_;
    at_ += NLMSG_ALIGN(Next()->nlmsg_len);
    index_++;
    while (slot_ != names_.slots.end() && slot_->offset < at_) ++slot_;
    unknown_link_ = false;
  }

  Status Carry(const Chunk& chunk) {
    if (IsDump(chunk.last)) return CollectDump(chunk);
    chunk.last->nlmsg_flags |= NLM_F_ACK;
    // Other families do not want this lock, and some of their requests take long.
    if (socket_.protocol() == NETLINK_ROUTE) turn_.Take(chunk.end - chunk.first);
    Status sent = socket_.Send(chunk.bytes);
    if (!sent.ok()) return sent;
    return Collect(chunk);
  }

  // Reads until the last request of the chunk is acknowledged. Errors of the others come before that, by
  // sequence number; whatever belongs to an earlier, abandoned exchange is passed over.
  Status Collect(const Chunk& chunk) {
    for (bool done = false; !done;) {
      Result<size_t> received = socket_.Receive(answer_);
      if (!received.ok()) return received.error();
      ForEach(received.value(), [&](nlmsghdr* message) {
        const uint32_t index = message->nlmsg_seq - base_;
        if (index < chunk.first || index >= chunk.end || !mnl_nlmsg_portid_ok(message, socket_.portid()))
          return;
        const bool verdict = message->nlmsg_type == NLMSG_ERROR;
        const bool refused = verdict && static_cast<nlmsgerr*>(mnl_nlmsg_get_payload(message))->error != 0;
        done |= verdict && index == chunk.end - 1;
        if (!verdict || refused) Keep(message, index);
      });
    }
    return Nothing{};
  }

  // A dump ends with NLMSG_DONE, or with an error. One that a concurrent change made inconsistent is asked
  // again.
  Status CollectDump(const Chunk& chunk) {
    turn_.End();
    const size_t start = answer_.size();
    for (int attempt = 0; attempt < kDumpAttempts; attempt++) {
      // A number of its own for every attempt, so that leftovers of one are not taken for the next one's.
      const uint32_t sequence = attempt == 0 ? base_ + chunk.first : socket_.TakeSequence(1);
      chunk.last->nlmsg_seq = sequence;
      answer_.Truncate(start);
      Status sent = socket_.Send(chunk.bytes);
      if (!sent.ok()) return sent;
      bool interrupted = false;
      int refused = 0;
      std::string reason;
      for (bool done = false; !done;) {
        Result<size_t> received = socket_.Receive(answer_);
        if (!received.ok()) return received.error();
        ForEach(received.value(), [&](nlmsghdr* message) {
          if (message->nlmsg_seq != sequence || !mnl_nlmsg_portid_ok(message, socket_.portid())) return;
          interrupted |= (message->nlmsg_flags & NLM_F_DUMP_INTR) != 0;
          done |= message->nlmsg_type == NLMSG_DONE || message->nlmsg_type == NLMSG_ERROR;
          if (message->nlmsg_type != NLMSG_DONE) return Keep(message, chunk.first);
          int code = 0;
          if (mnl_nlmsg_get_payload_len(message) >= sizeof code) {
            std::memcpy(&code, mnl_nlmsg_get_payload(message), sizeof code);
          }
          interrupted |= code == -EINTR;
          refused = code < 0 ? -code : 0;
          if (refused != 0 && (message->nlmsg_flags & NLM_F_ACK_TLVS)) reason = ReasonIn(message);
        });
      }
      if (interrupted) continue;
      if (refused != 0) AppendErrorMessage(answer_, chunk.first, refused, reason);
      return Nothing{};
    }
    answer_.Truncate(start);
    AppendErrorMessage(answer_, chunk.first, EINTR, "the dump was interrupted by changes, again and again");
    return Nothing{};
  }

  // Every message of a datagram that lies behind the end of the answer.
  template <typename Each>
  void ForEach(size_t length, Each each) {
    int left = static_cast<int>(length);
    for (auto* message = reinterpret_cast<nlmsghdr*>(answer_.data() + answer_.size());
         mnl_nlmsg_ok(message, left);) {
      nlmsghdr* next = mnl_nlmsg_next(message, &left);
      each(message);
      message = next;
    }
  }

  // Moves a message that was received up to the end of the answer, over those that were not kept.
  void Keep(nlmsghdr* message, uint32_t index) {
    message->nlmsg_seq = index;
    const size_t length = NLMSG_ALIGN(message->nlmsg_len);
    std::memmove(answer_.data() + answer_.size(), message, length);
    answer_.Grow(length);
  }

  NetlinkSocket& socket_;
  std::span<uint8_t> batch_;
  const LinkNames& names_;
  Bytes answer_;
  uint32_t base_ = 0;   // sequence number of the first request
  size_t at_ = 0;       // where the next request starts
  uint32_t index_ = 0;  // and which one it is
  Turn& turn_;
  std::vector<LinkNames::Slot>::const_iterator slot_;
  std::vector<uint32_t>::const_iterator canceled_;
  std::vector<uint32_t>::const_iterator canceled_end_;
  bool unknown_link_ = false;  // the next request cannot be sent
  // The last name that was looked up, as long as no request since then could have given it away.
  uint32_t known_name_ = UINT32_MAX;
  int known_index_ = 0;
};

// Which requests of a batch that was carried out have failed; nothing: all of them.
std::optional<std::unordered_set<uint32_t>> FailedIn(Result<Bytes>& answer) {
  if (!answer.ok()) return std::nullopt;
  std::unordered_set<uint32_t> failed;
  int left = static_cast<int>(answer.value().size());
  for (auto* message = reinterpret_cast<const nlmsghdr*>(answer.value().data()); mnl_nlmsg_ok(message, left);
       message = mnl_nlmsg_next(message, &left)) {
    if (message->nlmsg_type == NLMSG_ERROR) failed.insert(message->nlmsg_seq);
  }
  return failed;
}

}  // namespace

std::vector<Result<Bytes>> Transact(std::span<const Batch> batches) {
  std::vector<Result<Bytes>> answers;
  std::unordered_map<uint32_t, std::optional<std::unordered_set<uint32_t>>> failed;
  Turn turn;
  for (const Batch& batch : batches) {
    if (!batch.socket) {
      answers.emplace_back(SysError{EBADF, "sendto", "closed netlink socket"});
      continue;
    }
    std::vector<uint32_t> canceled;
    for (const auto& [request, other, on] : batch.conditions) {
      auto known = failed.find(other);
      if (known == failed.end()) known = failed.emplace(other, FailedIn(answers[other])).first;
      if (!known->second || known->second->contains(on)) canceled.push_back(request);
    }
    answers.push_back(Exchange(batch, canceled, turn).Run());
  }
  return answers;
}

}  // namespace netloom
