// Files under /proc/sys, as the calling thread's namespaces see them.
#pragma once

#include <string>
#include <vector>

#include "core/error.h"

namespace netloom {

struct SysctlEntry {
  std::string path;  // relative to /proc/sys
  std::string value;
};

// All paths are relative to /proc/sys and cannot lead out of it, whatever they contain.
Result<std::string> ReadSysctl(const std::string& path);
Status WriteSysctl(const std::string& path, const std::string& value);
// Every readable file at or under `path`.
Result<std::vector<SysctlEntry>> ListSysctls(const std::string& path);

}  // namespace netloom
