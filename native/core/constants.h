// Numbers of kernel and library headers, by name: TypeScript's copies of them are checked against these.
#pragma once

#include <cstdint>
#include <vector>

namespace netloom {

struct Constant {
  const char* name;
  int64_t value;
};

const std::vector<Constant>& Constants();

}  // namespace netloom
