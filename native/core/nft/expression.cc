#include "core/nft/expression.h"

#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "core/attributes.h"
#include "core/nft/format.h"
#include "core/nft/padded.h"

namespace netloom::nft {

namespace {

// libnftnl keeps a bit an attribute in 32.
constexpr uint16_t kAttributes = 32;

// It owns one, too, and is left as it came: libnftnl has it since 1.2.5.
constexpr const char* kInner = "inner";

// dynset owns expressions of its own; its accessors for them deal in pointers.
bool OwnsExpressions(const char* name) { return std::strcmp(name, "dynset") == 0; }
bool IsPointer(uint16_t attribute) {
  return attribute == NFTNL_EXPR_DYNSET_EXPR || attribute == NFTNL_EXPR_DYNSET_EXPRESSIONS;
}

struct KernelExpression {
  const char* name = nullptr;
  const nlattr* data = nullptr;
};

KernelExpression PartsOf(const nlattr* element) {
  KernelExpression parts;
  for (const nlattr* attribute : Attributes(element)) {
    if (mnl_attr_get_type(attribute) == NFTA_EXPR_NAME &&
        mnl_attr_validate(attribute, MNL_TYPE_NUL_STRING) == 0) {
      parts.name = mnl_attr_get_str(attribute);
    }
    if (mnl_attr_get_type(attribute) == NFTA_EXPR_DATA) parts.data = attribute;
  }
  return parts;
}

bool IsZero(const nlattr* attribute) {
  const auto* bytes = static_cast<const uint8_t*>(mnl_attr_get_payload(attribute));
  return std::all_of(bytes, bytes + mnl_attr_get_payload_len(attribute),
                     [](uint8_t byte) { return byte == 0; });
}

// The attributes in a nest as a set of bits. Those without a bit in them need not come back: empty ones are
// padding (NFTA_COUNTER_PAD), and libnftnl leaves some out that are zero, which means the same
// (NFTA_OSF_FLAGS).
uint64_t Shape(const nlattr* nest) {
  uint64_t shape = 0;
  if (nest == nullptr) return shape;
  for (const nlattr* attribute : Attributes(nest)) {
    if (!IsZero(attribute)) shape |= uint64_t{1} << (mnl_attr_get_type(attribute) & 63);
  }
  return shape;
}

// `element` alone in a rule, parsed and written again by libnftnl: does every attribute come back?
bool SurvivesRoundTrip(const nlattr* element, const char* name, uint64_t shape) {
  ExpressionPtr probe(nftnl_expr_alloc(name));
  if (!probe) return false;
  std::vector<uint64_t> in((MNL_NLMSG_HDRLEN + 64 + mnl_attr_get_len(element)) / sizeof(uint64_t) + 2);
  nlmsghdr* message = nftnl_nlmsg_build_hdr(reinterpret_cast<char*>(in.data()), NFT_MSG_NEWRULE, 0, 0, 0);
  nlattr* list = mnl_attr_nest_start(message, NFTA_RULE_EXPRESSIONS);
  std::memcpy(mnl_nlmsg_get_payload_tail(message), element, mnl_attr_get_len(element));
  message->nlmsg_len += NLMSG_ALIGN(mnl_attr_get_len(element));
  mnl_attr_nest_end(message, list);
  ObjectPtr<RuleKind> rule(nftnl_rule_alloc());
  if (!rule || nftnl_rule_nlmsg_parse(message, rule.get()) < 0) return false;

  std::vector<uint64_t> out((64 + 4 * static_cast<size_t>(mnl_attr_get_len(element))) / sizeof(uint64_t) +
                            512);
  nlmsghdr* again = nftnl_nlmsg_build_hdr(reinterpret_cast<char*>(out.data()), NFT_MSG_NEWRULE, 0, 0, 0);
  nftnl_rule_nlmsg_build_payload(again, rule.get());
  for (const nlattr* attribute : Attributes(again, sizeof(nfgenmsg))) {
    if (mnl_attr_get_type(attribute) != NFTA_RULE_EXPRESSIONS) continue;
    for (const nlattr* only : Attributes(attribute)) return (shape & ~Shape(PartsOf(only).data)) == 0;
  }
  return false;
}

// False where the expression is libnftnl's to encode.
bool PutOpaqueExpression(nlmsghdr* message, const nlattr* nest) {
  const nlattr* name = nullptr;
  const nlattr* opaque = nullptr;
  for (const nlattr* attribute : Attributes(nest)) {
    if (mnl_attr_get_type(attribute) == kExpressionName) name = attribute;
    if (mnl_attr_get_type(attribute) == kOpaque) opaque = attribute;
  }
  if (name == nullptr || opaque == nullptr) return false;
  mnl_attr_put_strz(message, NFTA_EXPR_NAME, mnl_attr_get_str(name));
  mnl_attr_put(message, NFTA_EXPR_DATA | NLA_F_NESTED, mnl_attr_get_payload_len(opaque),
               mnl_attr_get_payload(opaque));
  return true;
}

}  // namespace

Result<ExpressionPtr> BuildExpression(const nlattr* nest) {
  ExpressionPtr expression;
  std::string name;
  for (const nlattr* attribute : Attributes(nest)) {
    const uint16_t type = mnl_attr_get_type(attribute);
    if (type == kExpressionName) {
      name = mnl_attr_get_str(attribute);
      expression.reset(nftnl_expr_alloc(name.c_str()));
      if (!expression) return SysError{EOPNOTSUPP, "nftnl_expr_alloc", "expression " + name};
      continue;
    }
    if (!expression) return SysError{EINVAL, "nftnl_expr_alloc", "expression without a name"};
    if (type == kExpression) {
      Result<ExpressionPtr> inner = BuildExpression(attribute);
      if (!inner.ok()) return inner;
      nftnl_expr_add_expr(expression.get(), NFTNL_EXPR_DYNSET_EXPRESSIONS, inner.value().release());
      continue;
    }
    const Padded value(attribute);
    if (type >= kAttributes || nftnl_expr_set(expression.get(), type, value.data(), value.length()) < 0) {
      return SysError{EOPNOTSUPP, "nftnl_expr_set", name + " attribute " + std::to_string(type)};
    }
  }
  if (!expression) return SysError{EINVAL, "nftnl_expr_alloc", "empty expression"};
  return expression;
}

Status PutExpressions(nlmsghdr* message, Attributes attributes) {
  nlattr* list = mnl_attr_nest_start(message, NFTA_RULE_EXPRESSIONS);
  for (const nlattr* attribute : attributes) {
    if (mnl_attr_get_type(attribute) != kExpression) continue;
    nlattr* element = mnl_attr_nest_start(message, NFTA_LIST_ELEM);
    if (!PutOpaqueExpression(message, attribute)) {
      Result<ExpressionPtr> expression = BuildExpression(attribute);
      if (!expression.ok()) return expression.error();
      nftnl_expr_build_payload(message, expression.value().get());
    }
    mnl_attr_nest_end(message, element);
  }
  mnl_attr_nest_end(message, list);
  return Nothing{};
}

void WriteExpression(Bytes& out, nftnl_expr* expression) {
  const size_t nest = OpenNest(out, kExpression);
  const char* name = nftnl_expr_get_str(expression, NFTNL_EXPR_NAME);
  PutAttribute(out, kExpressionName, name, std::strlen(name) + 1);
  const bool owner = OwnsExpressions(name);
  bool inner = false;
  for (uint16_t type = NFTNL_EXPR_BASE; type < kAttributes; type++) {
    if (!nftnl_expr_is_set(expression, type)) continue;
    if (owner && IsPointer(type)) {
      inner = true;
      continue;
    }
    uint32_t length = 0;
    const void* data = nftnl_expr_get(expression, type, &length);
    if (data != nullptr) PutAttribute(out, type, data, length);
  }
  if (inner) {
    nftnl_expr_expr_foreach(
        expression,
        [](nftnl_expr* each, void* into) {
          WriteExpression(*static_cast<Bytes*>(into), each);
          return 0;
        },
        &out);
  }
  CloseNest(out, nest);
}

void WriteOpaqueExpression(Bytes& out, const nlattr* element) {
  const KernelExpression parts = PartsOf(element);
  const size_t nest = OpenNest(out, kExpression);
  if (parts.name != nullptr) PutAttribute(out, kExpressionName, parts.name, std::strlen(parts.name) + 1);
  if (parts.data != nullptr) {
    PutAttribute(out, kOpaque, mnl_attr_get_payload(parts.data), mnl_attr_get_payload_len(parts.data));
  }
  CloseNest(out, nest);
}

bool ExpressionKnowledge::Covers(const nlattr* element) {
  const KernelExpression parts = PartsOf(element);
  if (parts.name == nullptr || std::strcmp(parts.name, kInner) == 0) return false;
  const uint64_t shape = Shape(parts.data);
  for (const Entry& entry : known_) {
    if (entry.shape == shape && entry.name == parts.name) return entry.covered;
  }
  known_.push_back({parts.name, shape, SurvivesRoundTrip(element, parts.name, shape)});
  return known_.back().covered;
}

}  // namespace netloom::nft
