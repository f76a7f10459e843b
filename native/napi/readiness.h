// Waiting on the event loop for a descriptor.
#pragma once

#include <napi.h>
#include <uv.h>

namespace netloom {

// Tells once when a descriptor has something to read, or an error. While it waits, and only then, it keeps
// the loop alive, unless it is told not to. It goes away with its environment, too.
class Readiness {
 public:
  Readiness() = default;
  Readiness(const Readiness&) = delete;
  Readiness& operator=(const Readiness&) = delete;
  ~Readiness() { Close(); }

  // Calls `callback` without arguments when `fd` is ready. One at a time. False: the loop cannot poll.
  bool Wait(Napi::Env env, int fd, Napi::Function callback);

  // Whether waiting keeps the loop alive, from now on; it does unless it was said otherwise.
  void KeepAlive(bool whether);

  // Forgets the callback. To be called before the descriptor is closed.
  void Close();

 private:
  struct Poll;
  Poll* poll_ = nullptr;
  bool keeps_alive_ = true;
};

}  // namespace netloom
