#include "core/nft/read.h"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

#include <cstring>
#include <string>
#include <vector>

#include "core/attributes.h"
#include "core/nft/format.h"
#include "core/nft/handle.h"

namespace netloom::nft {

namespace {

template <typename Kind>
void WriteAttributes(Bytes& out, typename Kind::Object* object) {
  for (uint16_t type = 0; type <= Kind::Last; type++) {
    if (Kind::IsPointer(type) || !Kind::IsSet(object, type)) continue;
    uint32_t length = 0;
    const void* data = Kind::Get(object, type, &length);
    if (data == nullptr) continue;
    if (Kind::IsArray(type)) {
      std::string joined;
      for (auto* each = static_cast<const char* const*>(data); *each != nullptr; each++) {
        joined.append(*each, std::strlen(*each) + 1);
      }
      PutAttribute(out, type, joined.data(), joined.size());
    } else {
      if (Kind::IsText(type)) length = static_cast<uint32_t>(std::strlen(static_cast<const char*>(data)) + 1);
      PutAttribute(out, type, data, length);
    }
  }
}

int WriteEach(nftnl_expr* expression, void* into) {
  WriteExpression(*static_cast<Bytes*>(into), expression);
  return 0;
}

void WriteElement(Bytes& out, nftnl_set_elem* element) {
  const size_t nest = OpenNest(out, kElement);
  for (uint16_t type = 0; type <= NFTNL_SET_ELEM_EXPRESSIONS; type++) {
    if (type == NFTNL_SET_ELEM_EXPR || type == NFTNL_SET_ELEM_EXPRESSIONS) continue;
    if (!nftnl_set_elem_is_set(element, type)) continue;
    uint32_t length = 0;
    const void* data = nftnl_set_elem_get(element, type, &length);
    if (data != nullptr) PutAttribute(out, type, data, length);
  }
  nftnl_set_elem_expr_foreach(element, WriteEach, &out);
  CloseNest(out, nest);
}

template <typename Kind>
bool Read(const nlmsghdr* message, Bytes& out) {
  ObjectPtr<Kind> object(Kind::Alloc());
  if (!object || Kind::Parse(message, object.get()) < 0) return false;
  WriteAttributes<Kind>(out, object.get());
  if constexpr (std::is_same_v<Kind, SetKind>) nftnl_set_expr_foreach(object.get(), WriteEach, &out);
  if constexpr (std::is_same_v<Kind, SetElementsKind>) {
    nftnl_set_elem_foreach(
        object.get(),
        [](nftnl_set_elem* element, void* into) {
          WriteElement(*static_cast<Bytes*>(into), element);
          return 0;
        },
        &out);
  }
  return true;
}

const nlattr* ExpressionsOf(const nlmsghdr* message) {
  for (const nlattr* attribute : Attributes(message, sizeof(nfgenmsg))) {
    if (mnl_attr_get_type(attribute) == NFTA_RULE_EXPRESSIONS) return attribute;
  }
  return nullptr;
}

// libnftnl gives a whole rule up over one expression that it does not know. So those are cut out of a copy of
// the message first, and put back, as they came, between the others.
bool ReadRule(const nlmsghdr* message, ExpressionKnowledge& knowledge, Bytes& out) {
  const nlattr* list = ExpressionsOf(message);
  std::vector<bool> known;
  bool all_known = true;
  if (list != nullptr) {
    for (const nlattr* element : Attributes(list)) {
      known.push_back(knowledge.Covers(element));
      all_known &= known.back();
    }
  }
  std::vector<uint64_t> copy;
  const nlmsghdr* parsed = message;
  if (!all_known) {
    copy.resize(message->nlmsg_len / sizeof(uint64_t) + 2);
    auto* header = reinterpret_cast<nlmsghdr*>(copy.data());
    std::memcpy(header, message, NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(nfgenmsg)));
    header->nlmsg_len = NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(nfgenmsg));
    auto append = [header](const nlattr* attribute) {
      std::memcpy(mnl_nlmsg_get_payload_tail(header), attribute, mnl_attr_get_len(attribute));
      header->nlmsg_len += NLMSG_ALIGN(mnl_attr_get_len(attribute));
    };
    for (const nlattr* attribute : Attributes(message, sizeof(nfgenmsg))) {
      if (attribute != list) {
        append(attribute);
        continue;
      }
      nlattr* nest = mnl_attr_nest_start(header, NFTA_RULE_EXPRESSIONS);
      size_t i = 0;
      for (const nlattr* element : Attributes(list)) {
        if (known[i++]) append(element);
      }
      mnl_attr_nest_end(header, nest);
    }
    parsed = header;
  }
  ObjectPtr<RuleKind> rule(nftnl_rule_alloc());
  if (!rule || nftnl_rule_nlmsg_parse(parsed, rule.get()) < 0) return false;
  WriteAttributes<RuleKind>(out, rule.get());
  if (list == nullptr) return true;
  std::unique_ptr<nftnl_expr_iter, Deleter<nftnl_expr_iter_destroy>> expressions(
      nftnl_expr_iter_create(rule.get()));
  size_t i = 0;
  for (const nlattr* element : Attributes(list)) {
    if (known[i++])
      WriteExpression(out, nftnl_expr_iter_next(expressions.get()));
    else
      WriteOpaqueExpression(out, element);
  }
  return true;
}

const nlattr* Find(const nlmsghdr* message, uint16_t type) {
  for (const nlattr* attribute : Attributes(message, sizeof(nfgenmsg))) {
    if (mnl_attr_get_type(attribute) == type) return attribute;
  }
  return nullptr;
}

// libnftnl gives an object up over options of a tunnel that it does not know, so it does not get to see them.
bool ReadObject(const nlmsghdr* message, Bytes& out) {
  const nlattr* type = Find(message, NFTA_OBJ_TYPE);
  const nlattr* data = Find(message, NFTA_OBJ_DATA);
  if (type == nullptr || data == nullptr || ntohl(mnl_attr_get_u32(type)) != NFT_OBJECT_TUNNEL)
    return Read<ObjectKind>(message, out);
  std::vector<uint64_t> copy(message->nlmsg_len / sizeof(uint64_t) + 2);
  auto* header = reinterpret_cast<nlmsghdr*>(copy.data());
  std::memcpy(header, message, NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(nfgenmsg)));
  header->nlmsg_len = NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(nfgenmsg));
  for (const nlattr* attribute : Attributes(message, sizeof(nfgenmsg))) {
    if (attribute == data) continue;
    std::memcpy(mnl_nlmsg_get_payload_tail(header), attribute, mnl_attr_get_len(attribute));
    header->nlmsg_len += NLMSG_ALIGN(mnl_attr_get_len(attribute));
  }
  if (!Read<ObjectKind>(header, out)) return false;
  PutAttribute(out, kOpaque, mnl_attr_get_payload(data), mnl_attr_get_payload_len(data));
  return true;
}

}  // namespace

bool ReadMessage(const nlmsghdr* message, uint32_t index, ExpressionKnowledge& knowledge, Bytes& out) {
  const size_t start = out.size();
  nlmsghdr header = *message;
  header.nlmsg_seq = index;
  out.Append(&header, sizeof header);
  out.Append(mnl_nlmsg_get_payload(message), sizeof(nfgenmsg));
  bool read = false;
  switch (message->nlmsg_type & 0xff) {
    case NFT_MSG_NEWTABLE:
      read = Read<TableKind>(message, out);
      break;
    case NFT_MSG_NEWCHAIN:
      read = Read<ChainKind>(message, out);
      break;
    case NFT_MSG_NEWRULE:
      read = ReadRule(message, knowledge, out);
      break;
    case NFT_MSG_NEWSET:
      read = Read<SetKind>(message, out);
      break;
    case NFT_MSG_NEWSETELEM:
      read = Read<SetElementsKind>(message, out);
      break;
    case NFT_MSG_NEWOBJ:
      read = ReadObject(message, out);
      break;
    case NFT_MSG_NEWFLOWTABLE:
      read = Read<FlowtableKind>(message, out);
      break;
  }
  if (!read) {
    out.Truncate(start);
    return false;
  }
  const uint32_t length = static_cast<uint32_t>(out.size() - start);
  std::memcpy(out.data() + start, &length, sizeof length);
  return true;
}

}  // namespace netloom::nft
