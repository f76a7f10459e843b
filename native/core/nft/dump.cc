#include "core/nft/dump.h"

#include <libmnl/libmnl.h>
#include <libnftnl/common.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>

#include <cstring>
#include <vector>

#include "core/attributes.h"
#include "core/nft/build.h"
#include "core/nft/format.h"
#include "core/nft/read.h"

namespace netloom::nft {

namespace {

struct SetName {
  uint8_t family;
  std::string table;
  std::string name;
};

// One request and everything it brings. `each` sees every message and stops nothing.
// Result: whether the dump was consistent.
template <typename Each>
Result<bool> Ask(NetlinkSocket& socket, const Bytes& request, uint32_t sequence, Each each) {
  Status sent = socket.Send({request.data(), request.size()});
  if (!sent.ok()) return sent.error();
  const bool multipart =
      (reinterpret_cast<const nlmsghdr*>(request.data())->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP;
  bool interrupted = false;
  Bytes buffer;
  for (;;) {
    Result<size_t> received = socket.Receive(buffer);
    if (!received.ok()) return received.error();
    int left = static_cast<int>(received.value());
    for (auto* message = reinterpret_cast<nlmsghdr*>(buffer.data()); mnl_nlmsg_ok(message, left);
         message = mnl_nlmsg_next(message, &left)) {
      if (message->nlmsg_seq != sequence) continue;
      interrupted |= (message->nlmsg_flags & NLM_F_DUMP_INTR) != 0;
      if (message->nlmsg_type == NLMSG_DONE) return !interrupted;
      if (message->nlmsg_type == NLMSG_ERROR) {
        const int code = -static_cast<nlmsgerr*>(mnl_nlmsg_get_payload(message))->error;
        if (code == EINTR) return false;
        if (code != 0) return SysError{code, "nf_tables dump", ""};
        return !interrupted;
      }
      each(message);
      if (!multipart) return !interrupted;
    }
  }
}

Result<uint32_t> Generation(NetlinkSocket& socket) {
  Bytes request;
  const uint32_t sequence = socket.TakeSequence(1);
  auto* header = nftnl_nlmsg_build_hdr(reinterpret_cast<char*>(request.Tail(1024)), NFT_MSG_GETGEN, AF_UNSPEC,
                                       0, sequence);
  request.Grow(header->nlmsg_len);
  uint32_t generation = 0;
  Result<bool> asked = Ask(socket, request, sequence, [&](const nlmsghdr* message) {
    for (const nlattr* attribute : Attributes(message, sizeof(nfgenmsg))) {
      if (mnl_attr_get_type(attribute) == NFTA_GEN_ID) generation = mnl_attr_get_u32(attribute);
    }
  });
  if (!asked.ok()) return asked.error();
  return generation;
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
    if ((request->nlmsg_type & 0xff) == NFT_MSG_GETOBJ_RESET) return true;
    at += NLMSG_ALIGN(request->nlmsg_len);
  }
  return false;
}

class Reader {
 public:
  explicit Reader(NetlinkSocket& socket) : socket_(socket) {}

  // Whether the answer is consistent.
  Result<bool> ReadAll(std::span<uint8_t> requests) {
    answer.Truncate(0);
    sets_.clear();
    uint32_t index = 0;
    for (size_t at = 0; at < requests.size(); index++) {
      const auto* request = reinterpret_cast<const nlmsghdr*>(requests.data() + at);
      at += NLMSG_ALIGN(request->nlmsg_len);
      Result<bool> read = (request->nlmsg_type & 0xff) == NFT_MSG_GETSETELEM && NamesNoSet(request)
                              ? ReadElementsOfAll(index)
                              : ReadOne(request, index);
      if (!read.ok() || !read.value()) return read;
    }
    return true;
  }

  Bytes answer;

 private:
  static bool NamesNoSet(const nlmsghdr* request) { return StringOf(request, NFTNL_SET_NAME).empty(); }

  Result<bool> ReadOne(const nlmsghdr* request, uint32_t index) {
    Bytes message;
    const uint32_t sequence = socket_.TakeSequence(1);
    Status built = BuildMessage(request, sequence, message);
    if (!built.ok()) return built.error();
    return Ask(socket_, message, sequence, [&](const nlmsghdr* each) {
      if ((each->nlmsg_type & 0xff) == NFT_MSG_NEWSET) {
        const auto* family = static_cast<const nfgenmsg*>(mnl_nlmsg_get_payload(each));
        sets_.push_back(
            {family->nfgen_family, StringOf(each, NFTA_SET_TABLE), StringOf(each, NFTA_SET_NAME)});
      }
      ReadMessage(each, index, knowledge_, answer);
    });
  }

  Result<bool> ReadElementsOfAll(uint32_t index) {
    for (const auto& set : sets_) {
      Bytes message;
      const uint32_t sequence = socket_.TakeSequence(1);
      auto* header = nftnl_nlmsg_build_hdr(reinterpret_cast<char*>(message.Tail(2048)), NFT_MSG_GETSETELEM,
                                           set.family, NLM_F_DUMP, sequence);
      mnl_attr_put_strz(header, NFTA_SET_ELEM_LIST_TABLE, set.table.c_str());
      mnl_attr_put_strz(header, NFTA_SET_ELEM_LIST_SET, set.name.c_str());
      message.Grow(header->nlmsg_len);
      Result<bool> read = Ask(socket_, message, sequence,
                              [&](const nlmsghdr* each) { ReadMessage(each, index, knowledge_, answer); });
      // Gone since: the generation has changed, which is found out below.
      if (!read.ok() && read.error().code == ENOENT) continue;
      if (!read.ok() || !read.value()) return read;
    }
    return true;
  }

  NetlinkSocket& socket_;
  ExpressionKnowledge knowledge_;
  std::vector<SetName> sets_;
};

}  // namespace

Result<Bytes> Dump(NetlinkSocket& socket, std::span<uint8_t> requests) {
  Reader reader(socket);
  for (int attempt = 0; attempt < kDumpAttempts; attempt++) {
    Result<uint32_t> before = Generation(socket);
    if (!before.ok()) return before.error();
    Result<bool> consistent = reader.ReadAll(requests);
    if (!consistent.ok()) return consistent.error();
    Result<uint32_t> after = Generation(socket);
    if (!after.ok()) return after.error();
    const bool unchanged = consistent.value() && before.value() == after.value();
    if (unchanged || SetsBack(requests)) return std::move(reader.answer);
  }
  return SysError{EINTR, "nf_tables dump", "the ruleset kept changing"};
}

}  // namespace netloom::nft
