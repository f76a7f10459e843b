#include "core/namespace.h"

#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <time.h>

#include <cstring>

namespace netloom {

namespace {

// Not /proc/self: that is the main thread's, whatever thread asks.
constexpr const char* kThisThread = "/proc/thread-self/ns/net";

std::string NamePath(const std::string& name) { return std::string(kNamespaceDirectory) + "/" + name; }

// The directory of names as ip(8) sets it up: a mount point of its own with shared propagation, so that names
// made or deleted in one mount namespace come and go in the others.
Status PrepareDirectory() {
  if (mkdir(kNamespaceDirectory, 0755) < 0 && errno != EEXIST) return LastError("mkdir", kNamespaceDirectory);
  UniqueFd lock(open(kNamespaceDirectory, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!lock) return LastError("open", kNamespaceDirectory);
  if (flock(lock.get(), LOCK_EX) < 0) return LastError("flock", kNamespaceDirectory);
  bool bound = false;
  while (mount("", kNamespaceDirectory, "none", MS_SHARED | MS_REC, nullptr) < 0) {
    // EINVAL: not a mount point yet.
    if (errno != EINVAL || bound) return LastError("mount", kNamespaceDirectory);
    if (mount(kNamespaceDirectory, kNamespaceDirectory, "none", MS_BIND | MS_REC, nullptr) < 0) {
      return LastError("mount", kNamespaceDirectory);
    }
    bound = true;
  }
  return Nothing{};
}

bool IsHere(int fd) {
  struct stat here;
  struct stat there;
  return stat(kThisThread, &here) == 0 && fstat(fd, &there) == 0 && here.st_dev == there.st_dev &&
         here.st_ino == there.st_ino;
}

// Sockets and identity of the namespace that the calling thread is in, `fd` standing for it.
Result<Namespace> Equip(UniqueFd fd) {
  Namespace made;
  made.fd = std::move(fd);
  struct stat status;
  if (fstat(made.fd.get(), &status) < 0) return LastError("fstat", "network namespace");
  made.id = {status.st_dev, status.st_ino};
  Result<NetlinkSocket> route = NetlinkSocket::Open(NETLINK_ROUTE);
  if (!route.ok()) return route.error();
  Result<NetlinkSocket> netfilter = NetlinkSocket::Open(NETLINK_NETFILTER);
  // A kernel without netfilter still has everything else.
  if (!netfilter.ok() && netfilter.error().code != EPROTONOSUPPORT) return netfilter.error();
  made.route = std::make_shared<NetlinkSocket>(std::move(route.value()));
  if (netfilter.ok()) made.netfilter = std::make_shared<NetlinkSocket>(std::move(netfilter.value()));
  return made;
}

// Moves the calling thread into a new namespace, and names it if asked to.
Result<Namespace> CreateHere(const std::optional<std::string>& name) {
  const std::string path = name ? NamePath(*name) : std::string();
  if (name) {
    // O_EXCL decides who owns the name; a namespace that has it already is left alone.
    UniqueFd mount_point(open(path.c_str(), O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0));
    if (!mount_point) return LastError("open", path);
  }
  auto give_up = [&](SysError error) {
    if (name) {
      umount2(path.c_str(), MNT_DETACH);
      unlink(path.c_str());
    }
    return error;
  };
  if (unshare(CLONE_NEWNET) < 0) return give_up(LastError("unshare", "CLONE_NEWNET"));
  if (name && mount(kThisThread, path.c_str(), "none", MS_BIND, nullptr) < 0) {
    return give_up(LastError("mount", path));
  }
  UniqueFd fd(open(kThisThread, O_RDONLY | O_CLOEXEC));
  if (!fd) return give_up(LastError("open", kThisThread));
  Result<Namespace> made = Equip(std::move(fd));
  if (!made.ok()) return give_up(made.error());
  if (name) made.value().name = NamespaceName(*name, made.value().id);
  return made;
}

}  // namespace

NamespaceName::~NamespaceName() {
  if (!name_.empty()) static_cast<void>(DeleteNamespaceName(name_, id_).ok());
}

Status EnterNamespace(int fd) {
  if (setns(fd, CLONE_NEWNET) == 0) return Nothing{};
  SysError refused = LastError("setns", "CLONE_NEWNET");
  // Whoever lacks the privilege to enter may still work where they are.
  if (!IsHere(fd)) return refused;
  return Nothing{};
}

std::vector<Result<Namespace>> CreateNamespaces(const std::vector<std::optional<std::string>>& names) {
  std::vector<Result<Namespace>> made;
  made.reserve(names.size());
  Status done = OnNewThread([&]() -> Status {
    Status directory = Nothing{};
    for (const auto& name : names) {
      if (name) {
        directory = PrepareDirectory();
        break;
      }
    }
    for (const auto& name : names) {
      if (name && !directory.ok())
        made.emplace_back(directory.error());
      else
        made.push_back(CreateHere(name));
    }
    return Nothing{};
  });
  // The thread could not be started, or ran out of memory.
  while (made.size() < names.size()) made.emplace_back(done.error());
  return made;
}

Result<Namespace> OpenNamespace(const std::string& path) {
  // O_NONBLOCK: it may be anything, a FIFO that nobody writes to.
  UniqueFd fd(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!fd) return LastError("open", path);
  return OpenNamespace(std::move(fd));
}

Result<Namespace> OpenNamespace(UniqueFd fd) {
  const int type = ioctl(fd.get(), NS_GET_NSTYPE);
  if (type != CLONE_NEWNET) {
    return SysError{type < 0 && errno == EBADF ? EBADF : EINVAL, "setns", "not a network namespace"};
  }
  return InNamespace(fd.get(), [&] { return Equip(std::move(fd)); });
}

Result<Namespace> CurrentNamespace() {
  UniqueFd fd(open(kThisThread, O_RDONLY | O_CLOEXEC));
  if (!fd) return LastError("open", kThisThread);
  return Equip(std::move(fd));
}

Status DeleteNamespaceName(const std::string& name, const std::optional<NamespaceId>& only) {
  const std::string path = NamePath(name);
  if (only) {
    struct stat status;
    if (stat(path.c_str(), &status) < 0) return LastError("stat", path);
    if (*only != NamespaceId{status.st_dev, status.st_ino}) return SysError{ENOENT, "stat", path};
  }
  // A plain file without a mount on it is a leftover: EINVAL then, and the file is removed.
  if (umount2(path.c_str(), MNT_DETACH) < 0 && errno != EINVAL) return LastError("umount2", path);
  // While the unmount travels to other mount namespaces, unlink(2) may still meet EBUSY.
  for (int attempt = 0;; attempt++) {
    if (unlink(path.c_str()) == 0) return Nothing{};
    if (errno != EBUSY || attempt == 100) return LastError("unlink", path);
    timespec pause{0, 10'000'000};
    nanosleep(&pause, nullptr);
  }
}

}  // namespace netloom
