// Owners for libnftnl's objects, and one description each of how its generic accessors are called.
#pragma once

#include <libnftnl/chain.h>
#include <libnftnl/expr.h>
#include <libnftnl/flowtable.h>
#include <libnftnl/object.h>
#include <libnftnl/rule.h>
#include <libnftnl/set.h>
#include <libnftnl/table.h>

#include <memory>

namespace netloom::nft {

template <auto Free>
struct Deleter {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};

using ExpressionPtr = std::unique_ptr<nftnl_expr, Deleter<nftnl_expr_free>>;
using ElementPtr = std::unique_ptr<nftnl_set_elem, Deleter<nftnl_set_elem_free>>;

// `Last` is the highest attribute number that the library was compiled with: it ends the process when given
// more. `IsArray`: attributes that are lists of strings. `IsPointer`: those that are pointers to objects.
// `IsText`: strings for which the getter gives a wrong length.
struct TableKind {
  using Object = nftnl_table;
  static constexpr auto Alloc = nftnl_table_alloc;
  static constexpr auto Free = nftnl_table_free;
  static constexpr auto IsSet = nftnl_table_is_set;
  static constexpr auto Get = nftnl_table_get_data;
  static constexpr auto Set = nftnl_table_set_data;
  static constexpr auto Build = nftnl_table_nlmsg_build_payload;
  static constexpr auto Parse = nftnl_table_nlmsg_parse;
  static constexpr uint16_t Last = NFTNL_TABLE_MAX;
  static constexpr bool IsArray(uint16_t) { return false; }
  static constexpr bool IsPointer(uint16_t) { return false; }
  static constexpr bool IsText(uint16_t) { return false; }
};

struct ChainKind {
  using Object = nftnl_chain;
  static constexpr auto Alloc = nftnl_chain_alloc;
  static constexpr auto Free = nftnl_chain_free;
  static constexpr auto IsSet = nftnl_chain_is_set;
  static constexpr auto Get = nftnl_chain_get_data;
  static constexpr auto Set = nftnl_chain_set_data;
  static constexpr auto Build = nftnl_chain_nlmsg_build_payload;
  static constexpr auto Parse = nftnl_chain_nlmsg_parse;
  static constexpr uint16_t Last = NFTNL_CHAIN_MAX;
  static constexpr bool IsArray(uint16_t attribute) { return attribute == NFTNL_CHAIN_DEVICES; }
  static constexpr bool IsPointer(uint16_t) { return false; }
  static constexpr bool IsText(uint16_t attribute) {
    return attribute == NFTNL_CHAIN_TYPE || attribute == NFTNL_CHAIN_DEV;
  }
};

struct RuleKind {
  using Object = nftnl_rule;
  static constexpr auto Alloc = nftnl_rule_alloc;
  static constexpr auto Free = nftnl_rule_free;
  static constexpr auto IsSet = nftnl_rule_is_set;
  static constexpr auto Get = nftnl_rule_get_data;
  static constexpr auto Set = nftnl_rule_set_data;
  static constexpr auto Build = nftnl_rule_nlmsg_build_payload;
  static constexpr auto Parse = nftnl_rule_nlmsg_parse;
  static constexpr uint16_t Last = NFTNL_RULE_MAX;
  static constexpr bool IsArray(uint16_t) { return false; }
  static constexpr bool IsPointer(uint16_t) { return false; }
  static constexpr bool IsText(uint16_t) { return false; }
};

struct SetKind {
  using Object = nftnl_set;
  static constexpr auto Alloc = nftnl_set_alloc;
  static constexpr auto Free = nftnl_set_free;
  static constexpr auto IsSet = nftnl_set_is_set;
  static constexpr auto Get = nftnl_set_get_data;
  static constexpr auto Set = nftnl_set_set_data;
  static constexpr auto Build = nftnl_set_nlmsg_build_payload;
  static constexpr auto Parse = nftnl_set_nlmsg_parse;
  static constexpr uint16_t Last = NFTNL_SET_MAX;
  static constexpr bool IsArray(uint16_t) { return false; }
  static constexpr bool IsPointer(uint16_t attribute) {
    return attribute == NFTNL_SET_EXPR || attribute == NFTNL_SET_EXPRESSIONS;
  }
  static constexpr bool IsText(uint16_t) { return false; }
};

struct SetElementsKind : SetKind {
  static constexpr auto Build = nftnl_set_elems_nlmsg_build_payload;
  static constexpr auto Parse = nftnl_set_elems_nlmsg_parse;
};

struct ObjectKind {
  using Object = nftnl_obj;
  static constexpr auto Alloc = nftnl_obj_alloc;
  static constexpr auto Free = nftnl_obj_free;
  static constexpr auto IsSet = nftnl_obj_is_set;
  static constexpr auto Get = nftnl_obj_get_data;
  static int Set(Object* object, uint16_t attribute, const void* data, uint32_t length) {
    nftnl_obj_set_data(object, attribute, data, length);
    return 0;
  }
  static constexpr auto Build = nftnl_obj_nlmsg_build_payload;
  static constexpr auto Parse = nftnl_obj_nlmsg_parse;
  static constexpr uint16_t Last = NFTNL_OBJ_BASE + 15;
  static constexpr bool IsArray(uint16_t) { return false; }
  static constexpr bool IsPointer(uint16_t) { return false; }
  static constexpr bool IsText(uint16_t attribute) {
    return attribute == NFTNL_OBJ_TABLE || attribute == NFTNL_OBJ_NAME;
  }
};

struct FlowtableKind {
  using Object = nftnl_flowtable;
  static constexpr auto Alloc = nftnl_flowtable_alloc;
  static constexpr auto Free = nftnl_flowtable_free;
  static constexpr auto IsSet = nftnl_flowtable_is_set;
  // The header declares nftnl_flowtable_get_data, which libnftnl 1.2.4 does not export.
  static const void* Get(const nftnl_flowtable* flowtable, uint16_t attribute, uint32_t* length) {
    if (IsArray(attribute)) return nftnl_flowtable_get_array(flowtable, attribute);
    *length = attribute == NFTNL_FLOWTABLE_HANDLE ? sizeof(uint64_t) : sizeof(uint32_t);
    return nftnl_flowtable_get(flowtable, attribute);
  }
  static constexpr auto Set = nftnl_flowtable_set_data;
  static constexpr auto Build = nftnl_flowtable_nlmsg_build_payload;
  static constexpr auto Parse = nftnl_flowtable_nlmsg_parse;
  static constexpr uint16_t Last = NFTNL_FLOWTABLE_MAX;
  static constexpr bool IsArray(uint16_t attribute) { return attribute == NFTNL_FLOWTABLE_DEVICES; }
  static constexpr bool IsPointer(uint16_t) { return false; }
  static constexpr bool IsText(uint16_t attribute) {
    return attribute == NFTNL_FLOWTABLE_TABLE || attribute == NFTNL_FLOWTABLE_NAME;
  }
};

template <typename Kind>
using ObjectPtr = std::unique_ptr<typename Kind::Object, Deleter<Kind::Free>>;

}  // namespace netloom::nft
