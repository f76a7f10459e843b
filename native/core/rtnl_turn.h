// The kernel changes links, addresses and routes of all namespaces under one lock, RTNL. Threads of one
// process that want it together gain nothing: those that wait in sendmsg(2) spin for it, and a write to a
// sysctl that needs it (ip_forward is one) is tried again and again until it is free. So they sleep here
// instead, and their processor is somebody else's meanwhile.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>

namespace netloom {

// A mutex that is had in the order in which it was asked for: of std::mutex, a thread that lets go and asks
// again gets hold before any that waits. Nothing is left to destroy when the process ends while some wait.
class Queue {
 public:
  void lock() {
    const uint32_t ticket = last_++;
    for (uint32_t served = served_; served != ticket; served = served_) served_.wait(served);
  }
  void unlock() {
    served_++;
    served_.notify_all();
  }

 private:
  std::atomic<uint32_t> last_ = 0;
  std::atomic<uint32_t> served_ = 0;
};

using RtnlTurn = std::unique_lock<Queue>;

// One for the whole process: RtnlTurn turn(RtnlQueue());
Queue& RtnlQueue();

}  // namespace netloom
