#include "core/nft/object.h"

#include <libmnl/libmnl.h>
#include <libnftnl/common.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

#include <cstring>
#include <vector>

#include "core/attributes.h"
#include "core/nft/format.h"
#include "core/nft/handle.h"

namespace netloom::nft {

namespace {

// No message built here is longer: lists of set elements are cut to 64 KiB attributes by whoever writes them.
constexpr size_t kLongestMessage = 256 * 1024;

// ---- our form -> libnftnl -> kernel

template <typename Kind>
Status SetAttribute(typename Kind::Object* object, const nlattr* attribute) {
  const uint16_t type = mnl_attr_get_type(attribute);
  const uint32_t length = mnl_attr_get_payload_len(attribute);
  if (type > Kind::Last || Kind::IsPointer(type)) {
    return SysError{EOPNOTSUPP, "libnftnl", "object attribute " + std::to_string(type)};
  }
  if (Kind::IsArray(type)) {
    // Strings one behind the other, each with its NUL: libnftnl wants a null-terminated array of pointers.
    std::vector<const char*> strings;
    const char* at = static_cast<const char*>(mnl_attr_get_payload(attribute));
    for (const char* end = at + length; at < end; at += std::strlen(at) + 1) strings.push_back(at);
    strings.push_back(nullptr);
    return Kind::Set(object, type, strings.data(), 0) < 0 ? Status(LastError("libnftnl")) : Nothing{};
  }
  alignas(8) uint8_t padded[16] = {};
  const void* data = mnl_attr_get_payload(attribute);
  if (length <= sizeof padded) data = std::memcpy(padded, data, length);
  if (Kind::Set(object, type, data, length) < 0) return LastError("libnftnl");
  return Nothing{};
}

template <typename Object>
Status AddExpression(Object*, ExpressionPtr) {
  return SysError{EINVAL, "libnftnl", "an object without expressions was given one"};
}
Status AddExpression(nftnl_rule* rule, ExpressionPtr expression) {
  nftnl_rule_add_expr(rule, expression.release());
  return Nothing{};
}
Status AddExpression(nftnl_set* set, ExpressionPtr expression) {
  nftnl_set_add_expr(set, expression.release());
  return Nothing{};
}

Result<ElementPtr> BuildElement(const nlattr* nest) {
  ElementPtr element(nftnl_set_elem_alloc());
  if (!element) return SysError{ENOMEM, "nftnl_set_elem_alloc", ""};
  for (const nlattr* attribute : Attributes(nest)) {
    const uint16_t type = mnl_attr_get_type(attribute);
    if (type == kExpression) {
      Result<ExpressionPtr> expression = BuildExpression(attribute);
      if (!expression.ok()) return expression.error();
      nftnl_set_elem_add_expr(element.get(), expression.value().release());
      continue;
    }
    alignas(8) uint8_t padded[16] = {};
    const void* data = mnl_attr_get_payload(attribute);
    const uint32_t length = mnl_attr_get_payload_len(attribute);
    if (length <= sizeof padded) data = std::memcpy(padded, data, length);
    if (nftnl_set_elem_set(element.get(), type, data, length) < 0) return LastError("nftnl_set_elem_set");
  }
  return element;
}

template <typename Object>
Status AddElement(Object*, const nlattr*) {
  return SysError{EINVAL, "libnftnl", "an object without elements was given one"};
}
Status AddElement(nftnl_set* set, const nlattr* nest) {
  Result<ElementPtr> element = BuildElement(nest);
  if (!element.ok()) return element.error();
  nftnl_set_elem_add(set, element.value().release());
  return Nothing{};
}

template <typename Kind>
Status Build(const nlmsghdr* request, nlmsghdr* message) {
  ObjectPtr<Kind> object(Kind::Alloc());
  if (!object) return SysError{ENOMEM, "libnftnl", ""};
  for (const nlattr* attribute : Attributes(request, sizeof(nfgenmsg))) {
    const uint16_t type = mnl_attr_get_type(attribute);
    Status status = Nothing{};
    if (type == kExpression) {
      Result<ExpressionPtr> expression = BuildExpression(attribute);
      if (!expression.ok()) return expression.error();
      status = AddExpression(object.get(), std::move(expression.value()));
    } else if (type == kElement) {
      status = AddElement(object.get(), attribute);
    } else {
      status = SetAttribute<Kind>(object.get(), attribute);
    }
    if (!status.ok()) return status;
  }
  Kind::Build(message, object.get());
  return Nothing{};
}

// ---- kernel -> libnftnl -> our form

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

}  // namespace

Status BuildMessage(const nlmsghdr* request, uint32_t sequence, Bytes& out) {
  const auto* family = static_cast<const nfgenmsg*>(mnl_nlmsg_get_payload(request));
  const uint16_t type = request->nlmsg_type & 0xff;
  auto* buffer = reinterpret_cast<char*>(out.Tail(kLongestMessage));
  nlmsghdr* message =
      nftnl_nlmsg_build_hdr(buffer, type, family->nfgen_family, request->nlmsg_flags, sequence);
  Status status = Nothing{};
  switch (type) {
    case NFT_MSG_NEWTABLE:
    case NFT_MSG_GETTABLE:
    case NFT_MSG_DELTABLE:
      status = Build<TableKind>(request, message);
      break;
    case NFT_MSG_NEWCHAIN:
    case NFT_MSG_GETCHAIN:
    case NFT_MSG_DELCHAIN:
      status = Build<ChainKind>(request, message);
      break;
    case NFT_MSG_NEWRULE:
    case NFT_MSG_GETRULE:
    case NFT_MSG_DELRULE:
      status = Build<RuleKind>(request, message);
      break;
    case NFT_MSG_NEWSET:
    case NFT_MSG_GETSET:
    case NFT_MSG_DELSET:
      status = Build<SetKind>(request, message);
      break;
    case NFT_MSG_NEWSETELEM:
    case NFT_MSG_GETSETELEM:
    case NFT_MSG_DELSETELEM:
      status = Build<SetElementsKind>(request, message);
      break;
    case NFT_MSG_NEWOBJ:
    case NFT_MSG_GETOBJ:
    case NFT_MSG_DELOBJ:
      status = Build<ObjectKind>(request, message);
      break;
    case NFT_MSG_NEWFLOWTABLE:
    case NFT_MSG_GETFLOWTABLE:
    case NFT_MSG_DELFLOWTABLE:
      status = Build<FlowtableKind>(request, message);
      break;
    default:
      return SysError{EOPNOTSUPP, "libnftnl", "message type " + std::to_string(type)};
  }
  if (status.ok()) out.Grow(NLMSG_ALIGN(message->nlmsg_len));
  return status;
}

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
      read = Read<ObjectKind>(message, out);
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
