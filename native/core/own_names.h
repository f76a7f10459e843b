// Names under /run/netns that one environment made and has not given up: they go when it goes.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "core/namespace.h"

namespace netloom {

// Filled by the thread that makes a name, before anybody hears of it: one that is made while the process ends
// is not left behind.
class OwnNames {
 public:
  // Takes charge of a name. After Clear() it goes at once.
  void Add(NamespaceName name);

  // Gives a name up and leaves it in place; with `only`, unless it stands for another namespace.
  void GiveUp(const std::string& name, const std::optional<NamespaceId>& only = {});

  // Every name goes.
  void Clear();

 private:
  std::mutex mutex_;
  bool over_ = false;
  std::map<std::string, NamespaceName> names_;
};

}  // namespace netloom
