// What the core reports when the kernel or a library refuses: plain data, turned into a JavaScript error in
// exactly one place (napi/error.cc).
#pragma once

#include <cerrno>
#include <string>
#include <utility>
#include <variant>

namespace netloom {

struct SysError {
  int code = 0;           // errno
  std::string operation;  // the system call or request that failed: "setns", "RTM_NEWLINK"
  std::string subject;    // what it was about: a path, a name; may be empty
};

inline SysError LastError(std::string operation, std::string subject = {}) {
  return {errno, std::move(operation), std::move(subject)};
}

// A value, or the reason why there is none.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(SysError error) : state_(std::move(error)) {}

  bool ok() const { return std::holds_alternative<T>(state_); }
  T& value() { return std::get<T>(state_); }
  SysError& error() { return std::get<SysError>(state_); }

 private:
  std::variant<T, SysError> state_;
};

struct Nothing {};
using Status = Result<Nothing>;

}  // namespace netloom
