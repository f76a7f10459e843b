// Expressions between our form (format.h) and libnftnl.
#pragma once

#include <linux/netlink.h>

#include <string>
#include <vector>

#include "core/attributes.h"
#include "core/bytes.h"
#include "core/error.h"
#include "core/nft/handle.h"

namespace netloom::nft {

// The libnftnl expression that a kExpression attribute describes.
Result<ExpressionPtr> BuildExpression(const nlattr* nest);
// Adds the expressions among `attributes` to a rule's message, those that are kOpaque as they are.
Status PutExpressions(nlmsghdr* message, Attributes attributes);

// Appends `expression` as a kExpression.
void WriteExpression(Bytes& out, nftnl_expr* expression);
// Appends one that libnftnl does not know, as the kernel sent it (a nested NFTA_LIST_ELEM).
void WriteOpaqueExpression(Bytes& out, const nlattr* element);

// Whether libnftnl understands everything in an expression that the kernel sent. Asked once for each
// combination of name and attributes: by having libnftnl parse it, write it again, and looking for what is
// lost.
class ExpressionKnowledge {
 public:
  bool Covers(const nlattr* element);

 private:
  struct Entry {
    std::string name;
    uint64_t shape;
    bool covered;
  };
  // A ruleset has a dozen.
  std::vector<Entry> known_;
};

}  // namespace netloom::nft
