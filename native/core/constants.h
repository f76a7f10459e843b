// Numbers of kernel and library headers, by name: TypeScript's copies of them are checked against these.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace netloom {

struct Constant {
  const char* name;
  std::optional<int64_t> value;  // none if the headers that the addon was compiled with are older than it
};

const std::vector<Constant>& Constants();

}  // namespace netloom
