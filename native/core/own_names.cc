#include "core/own_names.h"

namespace netloom {

void OwnNames::Add(NamespaceName name) {
  std::lock_guard lock(mutex_);
  if (over_) return;
  const std::string key = name.get();
  names_.insert_or_assign(key, std::move(name));
}

void OwnNames::GiveUp(const std::string& name, const std::optional<NamespaceId>& only) {
  std::lock_guard lock(mutex_);
  auto found = names_.find(name);
  if (found == names_.end() || (only && found->second.id() != *only)) return;
  found->second.Release();
  names_.erase(found);
}

void OwnNames::Clear() {
  std::lock_guard lock(mutex_);
  over_ = true;
  names_.clear();
}

}  // namespace netloom
