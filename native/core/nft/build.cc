#include "core/nft/build.h"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <libnftnl/common.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

#include <cstring>
#include <map>
#include <string>
#include <type_traits>
#include <vector>

#include "core/attributes.h"
#include "core/nft/expression.h"
#include "core/nft/format.h"
#include "core/nft/handle.h"
#include "core/nft/padded.h"

namespace netloom::nft {

namespace {

// Since Linux 6.3, so older headers lack the names (NFT_MSG_DESTROYTABLE and so on).
constexpr uint16_t kDestroyTable = 26;
constexpr uint16_t kDestroyChain = 27;
constexpr uint16_t kDestroyRule = 28;
constexpr uint16_t kDestroySet = 29;
constexpr uint16_t kDestroyElements = 30;
constexpr uint16_t kDestroyObject = 31;
constexpr uint16_t kDestroyFlowtable = 32;

// Since Linux 6.2 and 6.5.
constexpr uint16_t kGetRuleReset = 25;
constexpr uint16_t kGetElementsReset = 33;

// No message built here is longer: lists of set elements are cut to 64 KiB attributes by whoever writes them.
constexpr size_t kLongestMessage = 256 * 1024;

template <typename Kind>
Status SetAttribute(typename Kind::Object* object, const nlattr* attribute) {
  const uint16_t type = mnl_attr_get_type(attribute);
  if (type > Kind::Last || Kind::IsPointer(type)) {
    return SysError{EOPNOTSUPP, "libnftnl", "object attribute " + std::to_string(type)};
  }
  if (Kind::IsArray(type)) {
    // Strings one behind the other, each with its NUL: libnftnl wants a null-terminated array of pointers.
    std::vector<const char*> strings;
    const char* at = static_cast<const char*>(mnl_attr_get_payload(attribute));
    for (const char* end = at + mnl_attr_get_payload_len(attribute); at < end; at += std::strlen(at) + 1)
      strings.push_back(at);
    strings.push_back(nullptr);
    return Kind::Set(object, type, strings.data(), 0) < 0 ? Status(LastError("libnftnl")) : Nothing{};
  }
  const Padded value(attribute);
  if (Kind::Set(object, type, value.data(), value.length()) < 0) return LastError("libnftnl");
  return Nothing{};
}

template <typename Object>
Status AddExpression(Object*, ExpressionPtr) {
  return SysError{EINVAL, "libnftnl", "an object without expressions was given one"};
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
    const Padded value(attribute);
    if (nftnl_set_elem_set(element.get(), type, value.data(), value.length()) < 0)
      return LastError("nftnl_set_elem_set");
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

void PutValue(nlmsghdr* message, uint16_t type, const uint8_t* value, uint16_t length) {
  nlattr* nest = mnl_attr_nest_start(message, type);
  mnl_attr_put(message, NFTA_DATA_VALUE, length, value);
  mnl_attr_nest_end(message, nest);
}

// Many elements that are all alike, without an object of libnftnl's for each.
void PutPackedElements(nlmsghdr* message, const nlattr* packed) {
  PackedHeader header;
  const auto* row = static_cast<const uint8_t*>(mnl_attr_get_payload(packed));
  const uint8_t* end = row + mnl_attr_get_payload_len(packed);
  std::memcpy(&header, row, sizeof header);
  row += sizeof header;
  const size_t width = header.key_length + header.data_length;
  nlattr* list = mnl_attr_nest_start(message, NFTA_SET_ELEM_LIST_ELEMENTS);
  for (uint16_t index = 1; row + width <= end; row += width) {
    nlattr* element = mnl_attr_nest_start(message, index++);
    PutValue(message, NFTA_SET_ELEM_KEY, row, header.key_length);
    if (header.data_length > 0)
      PutValue(message, NFTA_SET_ELEM_DATA, row + header.key_length, header.data_length);
    mnl_attr_nest_end(message, element);
  }
  mnl_attr_nest_end(message, list);
}

template <typename Kind>
Status Build(const nlmsghdr* request, nlmsghdr* message) {
  ObjectPtr<Kind> object(Kind::Alloc());
  if (!object) return SysError{ENOMEM, "libnftnl", ""};
  const nlattr* packed = nullptr;
  const nlattr* chain_id = nullptr;
  const nlattr* data = nullptr;
  constexpr bool is_rule = std::is_same_v<Kind, RuleKind>;
  bool has_expressions = false;
  for (const nlattr* attribute : Attributes(request, sizeof(nfgenmsg))) {
    const uint16_t type = mnl_attr_get_type(attribute);
    Status status = Nothing{};
    if (type == kExpression) {
      if (is_rule) {
        has_expressions = true;
        continue;
      }
      Result<ExpressionPtr> expression = BuildExpression(attribute);
      if (!expression.ok()) return expression.error();
      status = AddExpression(object.get(), std::move(expression.value()));
    } else if (type == kElement) {
      status = AddElement(object.get(), attribute);
    } else if (type == kOpaque) {
      data = attribute;
    } else if (type == kPackedElements) {
      packed = attribute;
    } else if (type == kRuleChainId) {
      chain_id = attribute;
    } else {
      status = SetAttribute<Kind>(object.get(), attribute);
    }
    if (!status.ok()) return status;
  }
  Kind::Build(message, object.get());
  // Not by way of the object: a rule may hold expressions that libnftnl does not know.
  if (has_expressions) {
    Status status = PutExpressions(message, Attributes(request, sizeof(nfgenmsg)));
    if (!status.ok()) return status;
  }
  // Behind what libnftnl has written of an object's data: the last counts.
  if (data != nullptr) {
    mnl_attr_put(message, NFTA_OBJ_DATA | NLA_F_NESTED, mnl_attr_get_payload_len(data),
                 mnl_attr_get_payload(data));
  }
  if (packed != nullptr) PutPackedElements(message, packed);
  // libnftnl has no such attribute of a rule.
  if (chain_id != nullptr) mnl_attr_put_u32(message, NFTA_RULE_CHAIN_ID, htonl(mnl_attr_get_u32(chain_id)));
  return Nothing{};
}

using Builder = Status (*)(const nlmsghdr* request, nlmsghdr* message);

const std::map<uint16_t, Builder> kBuilders = {
    {NFT_MSG_NEWTABLE, Build<TableKind>},
    {NFT_MSG_GETTABLE, Build<TableKind>},
    {NFT_MSG_DELTABLE, Build<TableKind>},
    {kDestroyTable, Build<TableKind>},
    {NFT_MSG_NEWCHAIN, Build<ChainKind>},
    {NFT_MSG_GETCHAIN, Build<ChainKind>},
    {NFT_MSG_DELCHAIN, Build<ChainKind>},
    {kDestroyChain, Build<ChainKind>},
    {NFT_MSG_NEWRULE, Build<RuleKind>},
    {NFT_MSG_GETRULE, Build<RuleKind>},
    {kGetRuleReset, Build<RuleKind>},
    {NFT_MSG_DELRULE, Build<RuleKind>},
    {kDestroyRule, Build<RuleKind>},
    {NFT_MSG_NEWSET, Build<SetKind>},
    {NFT_MSG_GETSET, Build<SetKind>},
    {NFT_MSG_DELSET, Build<SetKind>},
    {kDestroySet, Build<SetKind>},
    {NFT_MSG_NEWSETELEM, Build<SetElementsKind>},
    {NFT_MSG_GETSETELEM, Build<SetElementsKind>},
    {kGetElementsReset, Build<SetElementsKind>},
    {NFT_MSG_DELSETELEM, Build<SetElementsKind>},
    {kDestroyElements, Build<SetElementsKind>},
    {NFT_MSG_NEWOBJ, Build<ObjectKind>},
    {NFT_MSG_GETOBJ, Build<ObjectKind>},
    {NFT_MSG_GETOBJ_RESET, Build<ObjectKind>},
    {NFT_MSG_DELOBJ, Build<ObjectKind>},
    {kDestroyObject, Build<ObjectKind>},
    {NFT_MSG_NEWFLOWTABLE, Build<FlowtableKind>},
    {NFT_MSG_GETFLOWTABLE, Build<FlowtableKind>},
    {NFT_MSG_DELFLOWTABLE, Build<FlowtableKind>},
    {kDestroyFlowtable, Build<FlowtableKind>},
};

}  // namespace

Status BuildMessage(const nlmsghdr* request, uint32_t sequence, Bytes& out) {
  const auto* family = static_cast<const nfgenmsg*>(mnl_nlmsg_get_payload(request));
  const uint16_t type = request->nlmsg_type & 0xff;
  const auto builder = kBuilders.find(type);
  if (builder == kBuilders.end())
    return SysError{EOPNOTSUPP, "libnftnl", "message type " + std::to_string(type)};
  auto* buffer = reinterpret_cast<char*>(out.Tail(kLongestMessage));
  nlmsghdr* message =
      nftnl_nlmsg_build_hdr(buffer, type, family->nfgen_family, request->nlmsg_flags, sequence);
  Status status = builder->second(request, message);
  if (status.ok()) out.Grow(NLMSG_ALIGN(message->nlmsg_len));
  return status;
}

}  // namespace netloom::nft
