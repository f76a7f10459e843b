// nf_tables objects as they travel between TypeScript and the addon: netlink messages (nlmsghdr, nfgenmsg,
// attributes) that carry libnftnl's attribute numbers, NFTNL_TABLE_*, NFTNL_RULE_*, NFTNL_EXPR_*, and values
// as libnftnl's generic setters take and getters give them: integers in host byte order, strings with their
// NUL.
//
// So libnftnl alone knows the kernel's nf_tables encoding, and TypeScript alone knows what the objects mean.
#pragma once

#include <linux/netlink.h>

#include <cstdint>

#include "core/bytes.h"

namespace netloom::nft {

// Attributes of ours, out of libnftnl's range.
enum : uint16_t {
  kExpression = 0x3f00,      // nested: one expression; in the order of the rule
  kExpressionName = 0x3f01,  // string, first in kExpression
  kOpaque = 0x3f02,     // in kExpression, and of a tunnel's template: the kernel's own bytes of what libnftnl
                        // does not encode
  kElement = 0x3f03,    // nested: one set element
  kErrorPath = 0x3f04,  // behind an error: where in the kernel's message, as uint16_t pairs (attribute,
                        // how many of the same type came before it in the same nest)
  kPackedElements = 0x3f05,  // PackedHeader, then set elements that are a key and perhaps data: side by side,
                             // as they lie in registers
  kRuleChainId = 0x3f06,     // uint32_t: the chain of a rule, by its number in the transaction
};

struct PackedHeader {
  uint16_t key_length;
  uint16_t data_length;  // 0: a set
};

// nlmsg_seq of an error that concerns the transaction as a whole.
inline constexpr uint32_t kWholeBatch = UINT32_MAX;

inline void PutAttribute(Bytes& out, uint16_t type, const void* data, size_t length) {
  const size_t padded = NLA_ALIGN(length);
  const nlattr header{static_cast<uint16_t>(sizeof(nlattr) + length), type};
  uint8_t* at = out.Tail(sizeof header + padded);
  std::memcpy(at, &header, sizeof header);
  if (length > 0) std::memcpy(at + sizeof header, data, length);
  std::memset(at + sizeof header + length, 0, padded - length);
  out.Grow(sizeof header + padded);
}

// Opens a nested attribute; CloseNest fills its length in.
inline size_t OpenNest(Bytes& out, uint16_t type) {
  size_t start = out.size();
  nlattr header{0, type};
  out.Append(&header, sizeof header);
  return start;
}

inline void CloseNest(Bytes& out, size_t start) {
  uint16_t length = static_cast<uint16_t>(out.size() - start);
  std::memcpy(out.data() + start, &length, sizeof length);
}

}  // namespace netloom::nft
