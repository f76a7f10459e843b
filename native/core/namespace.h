// Network namespaces: making, opening, naming and entering them.
//
// A thread's network namespace is part of the thread, and threads are shared (libuv's pool, the main thread).
// So nothing here ever moves a thread that lives on: whatever must happen inside a namespace happens on a
// thread that is started for it, enters, opens what is wanted, and ends.
#pragma once

#include <sys/types.h>

#include <memory>
#include <new>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/fd.h"
#include "core/netlink_socket.h"

namespace netloom {

// Where ip(8) keeps named namespaces.
inline constexpr const char* kNamespaceDirectory = "/run/netns";

// What makes a namespace this one and no other: device and inode of its nsfs file.
struct NamespaceId {
  dev_t device = 0;
  ino_t inode = 0;
  bool operator==(const NamespaceId&) const = default;
};

// Takes a name away: the namespace itself ends with its last user. With `only`, a name that stands for
// another namespace by now is left alone, and the answer is ENOENT.
Status DeleteNamespaceName(const std::string& name, const std::optional<NamespaceId>& only = {});

// A name that goes away with its owner, as long as it stands for that namespace.
class NamespaceName {
 public:
  NamespaceName() = default;
  NamespaceName(std::string name, NamespaceId id) : name_(std::move(name)), id_(id) {}
  NamespaceName(NamespaceName&& other) noexcept : name_(other.Release()), id_(other.id_) {}
  NamespaceName& operator=(NamespaceName&& other) noexcept {
    std::swap(name_, other.name_);
    std::swap(id_, other.id_);
    return *this;
  }
  NamespaceName(const NamespaceName&) = delete;
  NamespaceName& operator=(const NamespaceName&) = delete;
  ~NamespaceName();

  const std::string& get() const { return name_; }
  const NamespaceId& id() const { return id_; }
  // Leaves the name in place.
  std::string Release() { return std::exchange(name_, {}); }

 private:
  std::string name_;
  NamespaceId id_;
};

struct Namespace {
  NamespaceName name;  // empty unless it was made with one
  UniqueFd fd;
  NamespaceId id;
  std::shared_ptr<NetlinkSocket> route;      // NETLINK_ROUTE
  std::shared_ptr<NetlinkSocket> netfilter;  // NETLINK_NETFILTER; empty if the kernel lacks it
};

// Runs `work`, which gives a Result, on a new thread, and waits for it to end.
template <typename Work>
std::invoke_result_t<Work> OnNewThread(Work work) {
  std::invoke_result_t<Work> result = SysError{};
  try {
    std::thread([&] {
      try {
        result = work();
      } catch (const std::bad_alloc&) {
        result = SysError{ENOMEM, "malloc", ""};
      }
    }).join();
  } catch (const std::system_error& error) {
    return SysError{error.code().value(), "pthread_create", ""};
  }
  return result;
}

// Moves the calling thread into the namespace that `fd` stands for.
Status EnterNamespace(int fd);

// Runs `work`, which gives a Result, on a new thread inside the namespace that `fd` stands for.
template <typename Work>
std::invoke_result_t<Work> InNamespace(int fd, Work work) {
  return OnNewThread([&]() -> std::invoke_result_t<Work> {
    Status entered = EnterNamespace(fd);
    if (!entered.ok()) return entered.error();
    return work();
  });
}

// Makes one namespace for every entry: a name also binds it under /run/netns, as `ip netns add` does. All on
// one new thread. An entry that fails leaves nothing behind, and the others are made all the same.
std::vector<Result<Namespace>> CreateNamespaces(const std::vector<std::optional<std::string>>& names);

// Opens the namespace that `path` (an nsfs file) stands for, with sockets in it.
Result<Namespace> OpenNamespace(const std::string& path);
// The same for a descriptor of one.
Result<Namespace> OpenNamespace(UniqueFd fd);
// The namespace of the calling thread. Needs no privilege.
Result<Namespace> CurrentNamespace();

}  // namespace netloom
