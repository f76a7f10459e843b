#include "core/sysctl.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "core/fd.h"
#include "core/rtnl_turn.h"

namespace netloom {

namespace {

constexpr const char* kRoot = "/proc/sys";

// openat2 refuses to leave the directory it starts from: no "..", no links, no absolute paths.
Result<UniqueFd> OpenBelow(const std::string& path, uint64_t flags) {
  UniqueFd root(open(kRoot, O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!root) return LastError("open", kRoot);
  open_how how{};
  how.flags = flags | O_CLOEXEC;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  UniqueFd fd(static_cast<int>(syscall(SYS_openat2, root.get(), path.c_str(), &how, sizeof how)));
  if (!fd) return LastError("open", path);
  return fd;
}

Result<std::string> ReadAll(int fd, const std::string& path) {
  std::string value;
  char part[4096];
  for (;;) {
    ssize_t length = read(fd, part, sizeof part);
    if (length == 0) return value;
    if (length < 0) return LastError("read", path);
    value.append(part, static_cast<size_t>(length));
  }
}

// A file that may not be read is left out, as sysctl(8) -a does.
void ListInto(const std::string& path, std::vector<SysctlEntry>& entries) {
  Result<UniqueFd> opened = OpenBelow(path, O_RDONLY | O_NONBLOCK);
  if (!opened.ok()) return;
  UniqueFd fd = std::move(opened.value());
  struct stat status;
  if (fstat(fd.get(), &status) < 0) return;
  if (!S_ISDIR(status.st_mode)) {
    if ((status.st_mode & 0444) == 0) return;
    Result<std::string> value = ReadAll(fd.get(), path);
    if (value.ok()) entries.push_back({path, std::move(value.value())});
    return;
  }
  std::unique_ptr<DIR, int (*)(DIR*)> directory(fdopendir(fd.get()), closedir);
  if (!directory) return;
  fd.Release();
  std::vector<std::string> names;
  while (const dirent* entry = readdir(directory.get())) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(path == "." ? name : path + "/" + name);
  }
  std::sort(names.begin(), names.end());
  for (const auto& name : names) ListInto(name, entries);
}

}  // namespace

Result<std::string> ReadSysctl(const std::string& path) {
  Result<UniqueFd> fd = OpenBelow(path, O_RDONLY);
  if (!fd.ok()) return fd.error();
  return ReadAll(fd.value().get(), path);
}

Status WriteSysctl(const std::string& path, const std::string& value) {
  Result<UniqueFd> fd = OpenBelow(path, O_WRONLY);
  if (!fd.ok()) return fd.error();
  // One write(2): the kernel parses what it gets at once. A whole line, since writing nothing does nothing.
  const std::string line = value + "\n";
  RtnlTurn turn(RtnlQueue());
  if (write(fd.value().get(), line.data(), line.size()) < 0) return LastError("write", path);
  return Nothing{};
}

Result<std::vector<SysctlEntry>> ListSysctls(const std::string& path) {
  Result<UniqueFd> exists = OpenBelow(path, O_PATH);
  if (!exists.ok()) return exists.error();
  std::vector<SysctlEntry> entries;
  ListInto(path, entries);
  return entries;
}

}  // namespace netloom
