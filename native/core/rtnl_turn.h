// The kernel changes links, addresses and routes of all namespaces under one lock, RTNL. Threads of one
// process that want it together gain nothing: those that wait in sendmsg(2) spin for it, and a write to a
// sysctl that needs it (ip_forward is one) is tried again and again until it is free. So they sleep here
// instead, and their processor is somebody else's meanwhile.
#pragma once

#include <mutex>

namespace netloom {

using RtnlTurn = std::unique_lock<std::mutex>;

// One for the whole process: RtnlTurn turn(RtnlQueue());
std::mutex& RtnlQueue();

}  // namespace netloom
