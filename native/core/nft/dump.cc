#include "core/nft/dump.h"

#include <libmnl/libmnl.h>
#include <libnftnl/common.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>

#include <cstring>

#include "core/attributes.h"
#include "core/nft/build.h"
#include "core/nft/format.h"
#include "core/nft/read.h"

namespace netloom::nft {

namespace {

// A part is as long as this or a datagram longer: long enough to be worth a way through the event loop, short
// enough to be read without holding it up.
constexpr size_t kPart = 256 * 1024;

// Since Linux 6.2 and 6.5, so older headers lack the names.
constexpr int kGetRuleReset = 25;
constexpr int kGetElementsReset = 33;

SysError Changed() { return SysError{EINTR, "nf_tables dump", "the ruleset kept changing"}; }

Result<uint32_t> Generation(NetlinkSocket& socket) {
  Bytes request;
  const uint32_t sequence = socket.TakeSequence(1);
  auto* header = nftnl_nlmsg_build_hdr(reinterpret_cast<char*>(request.Tail(1024)), NFT_MSG_GETGEN, AF_UNSPEC,
                                       0, sequence);
  request.Grow(header->nlmsg_len);
  Status sent = socket.Send({request.data(), request.size()});
  if (!sent.ok()) return sent.error();
  for (Bytes buffer;;) {
    Result<size_t> received = socket.Receive(buffer);
    if (!received.ok()) return received.error();
    const auto* message = reinterpret_cast<const nlmsghdr*>(buffer.data());
    if (message->nlmsg_seq != sequence) continue;
    if (message->nlmsg_type == NLMSG_ERROR) {
      return SysError{-static_cast<const nlmsgerr*>(mnl_nlmsg_get_payload(message))->error, "nf_tables dump",
                      ""};
    }
    for (const nlattr* attribute : Attributes(message, sizeof(nfgenmsg))) {
      if (mnl_attr_get_type(attribute) == NFTA_GEN_ID) return mnl_attr_get_u32(attribute);
    }
    return 0u;
  }
}

std::string StringOf(const nlmsghdr* message, uint16_t type) {
  for (const nlattr* attribute : Attributes(message, sizeof(nfgenmsg))) {
    if (mnl_attr_get_type(attribute) == type) return mnl_attr_get_str(attribute);
  }
  return {};
}

// What was set back once cannot be asked for again.
bool SetsBack(std::span<const uint8_t> requests) {
  for (size_t at = 0; at < requests.size();) {
    const auto* request = reinterpret_cast<const nlmsghdr*>(requests.data() + at);
    const int type = request->nlmsg_type & 0xff;
    if (type == NFT_MSG_GETOBJ_RESET || type == kGetRuleReset || type == kGetElementsReset) return true;
    at += NLMSG_ALIGN(request->nlmsg_len);
  }
  return false;
}

bool NamesNoSet(const nlmsghdr* request) { return StringOf(request, NFTNL_SET_NAME).empty(); }

}  // namespace

Dump::Dump(std::span<const uint8_t> requests) : requests_(requests.begin(), requests.end()) {}

Result<Bytes> Dump::Next(NetlinkSocket& socket) {
  if (!generation_) {
    Result<uint32_t> generation = Generation(socket);
    if (!generation.ok()) return generation.error();
    generation_ = generation.value();
  }
  Bytes answer;
  while (answer.size() < kPart) {
    if (!sequence_) {
      Result<bool> asked = Ask(socket);
      if (!asked.ok()) return asked.error();
      if (!asked.value()) break;
    }
    Status received = Receive(socket, answer);
    if (!received.ok()) return received.error();
  }
  if (!sequence_ && answer.size() == 0) {
    Result<uint32_t> now = Generation(socket);
    if (!now.ok()) return now.error();
    const bool changed = interrupted_ || now.value() != *generation_;
    if (changed && !SetsBack(requests_)) return Changed();
  }
  return answer;
}

Result<bool> Dump::Ask(NetlinkSocket& socket) {
  while (sets_left_.empty()) {
    if (at_ == requests_.size()) return false;
    const auto* request = reinterpret_cast<const nlmsghdr*>(requests_.data() + at_);
    at_ += NLMSG_ALIGN(request->nlmsg_len);
    asked_ = index_++;
    of_set_ = (request->nlmsg_type & 0xff) == NFT_MSG_GETSETELEM && NamesNoSet(request);
    if (of_set_) {
      sets_left_.assign(sets_.begin(), sets_.end());
      continue;
    }
    Bytes message;
    const uint32_t sequence = socket.TakeSequence(1);
    Status built = BuildMessage(request, sequence, message);
    if (!built.ok()) return built.error();
    Status sent = Send(socket, message, sequence);
    if (!sent.ok()) return sent.error();
    return true;
  }
  const SetName set = std::move(sets_left_.front());
  sets_left_.pop_front();
  Status sent = AskForElements(socket, set);
  if (!sent.ok()) return sent.error();
  return true;
}

Status Dump::AskForElements(NetlinkSocket& socket, const SetName& set) {
  Bytes message;
  const uint32_t sequence = socket.TakeSequence(1);
  auto* header = nftnl_nlmsg_build_hdr(reinterpret_cast<char*>(message.Tail(2048)), NFT_MSG_GETSETELEM,
                                       set.family, NLM_F_DUMP, sequence);
  mnl_attr_put_strz(header, NFTA_SET_ELEM_LIST_TABLE, set.table.c_str());
  mnl_attr_put_strz(header, NFTA_SET_ELEM_LIST_SET, set.name.c_str());
  message.Grow(header->nlmsg_len);
  return Send(socket, message, sequence);
}

Status Dump::Send(NetlinkSocket& socket, const Bytes& message, uint32_t sequence) {
  Status sent = socket.Send({message.data(), message.size()});
  if (sent.ok()) sequence_ = sequence;
  return sent;
}

Status Dump::Receive(NetlinkSocket& socket, Bytes& answer) {
  Result<size_t> received = socket.Receive(buffer_);
  if (!received.ok()) return received.error();
  int left = static_cast<int>(received.value());
  for (auto* message = reinterpret_cast<nlmsghdr*>(buffer_.data()); mnl_nlmsg_ok(message, left);
       message = mnl_nlmsg_next(message, &left)) {
    if (!sequence_ || message->nlmsg_seq != *sequence_) continue;
    interrupted_ |= (message->nlmsg_flags & NLM_F_DUMP_INTR) != 0;
    if (message->nlmsg_type == NLMSG_DONE) {
      sequence_.reset();
    } else if (message->nlmsg_type == NLMSG_ERROR) {
      sequence_.reset();
      const int code = -static_cast<nlmsgerr*>(mnl_nlmsg_get_payload(message))->error;
      // A set that is gone since: the generation has changed, which is found out at the end.
      if (code == 0 || (of_set_ && code == ENOENT)) continue;
      if (code == EINTR) {
        interrupted_ = true;
        continue;
      }
      return SysError{code, "nf_tables dump", ""};
    } else {
      Read(message, answer);
      if (!(message->nlmsg_flags & NLM_F_MULTI)) sequence_.reset();
    }
  }
  return Nothing{};
}

void Dump::Read(const nlmsghdr* message, Bytes& answer) {
  if ((message->nlmsg_type & 0xff) == NFT_MSG_NEWSET) {
    const auto* family = static_cast<const nfgenmsg*>(mnl_nlmsg_get_payload(message));
    sets_.push_back(
        {family->nfgen_family, StringOf(message, NFTA_SET_TABLE), StringOf(message, NFTA_SET_NAME)});
  }
  ReadMessage(message, asked_, knowledge_, answer);
}

}  // namespace netloom::nft
