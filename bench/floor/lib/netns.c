#define _GNU_SOURCE
#include "netns.h"

#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include "check.h"

static const char* current = "/proc/thread-self/ns/net";

static const char* path_of(const char* name) {
  static char path[PATH_MAX];
  snprintf(path, sizeof path, "/run/netns/%s", name);
  return path;
}

void netns_create(const char* name) {
  const char* path = path_of(name);
  CHECK(close(CHECK(open(path, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0))));
  CHECK(unshare(CLONE_NEWNET));
  CHECK(mount(current, path, "none", MS_BIND, NULL));
}

void netns_delete(const char* name) {
  const char* path = path_of(name);
  CHECK(umount2(path, MNT_DETACH));
  CHECK(unlink(path));
}

int netns_current(void) { return CHECK(open(current, O_RDONLY | O_CLOEXEC)); }

void netns_enter(int fd) { CHECK(setns(fd, CLONE_NEWNET)); }

void sysctl_set(const char* path, const char* value) {
  int fd = CHECK(open(path, O_WRONLY | O_CLOEXEC));
  CHECK(write(fd, value, strlen(value)));
  CHECK(close(fd));
}
