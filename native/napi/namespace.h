// Namespace for JavaScript.
#pragma once

#include <napi.h>

#include <memory>

#include "core/namespace.h"

namespace netloom {

class NamespaceWrap : public Napi::ObjectWrap<NamespaceWrap> {
 public:
  static Napi::Function Define(Napi::Env env);
  static Napi::Object Create(Napi::Env env, Namespace& made);
  explicit NamespaceWrap(const Napi::CallbackInfo& info);

  // The descriptor, for work that enters the namespace; EBADF once closed.
  Result<std::shared_ptr<const UniqueFd>> Fd() const;

 private:
  // sysctl(jobs: [operation, path, value?][]): Promise<(string | [path, value][] | undefined |
  // SystemError)[]>
  Napi::Value Sysctl(const Napi::CallbackInfo& info);
  // openTcp(family, address, port): Promise<fd>
  Napi::Value OpenTcp(const Napi::CallbackInfo& info);
  // listenTcp(family, address, scope, port, backlog, ipv6Only): Promise<fd>
  Napi::Value ListenTcp(const Napi::CallbackInfo& info);
  // openNetlink(protocol): Promise<NetlinkSocket>
  Napi::Value OpenNetlink(const Napi::CallbackInfo& info);
  // openPacketSocket(link: string | number | undefined, snaplen, buffer, promiscuous): Promise<PacketSocket>
  Napi::Value OpenPacketSocket(const Napi::CallbackInfo& info);
  // openEventSocket(buffer, protocol?): Promise<EventSocket>
  Napi::Value OpenEventSocket(const Napi::CallbackInfo& info);
  // openTcpProbe(family, address, zone, port, source, sourcePort): Promise<TcpProbeSocket>
  Napi::Value OpenTcpProbe(const Napi::CallbackInfo& info);
  // createTun(name, flags, owner, group, index): Promise<void>
  Napi::Value CreateTun(const Napi::CallbackInfo& info);
  // close(): the descriptor goes once no work uses it any more
  void Close(const Napi::CallbackInfo& info);

  std::shared_ptr<const UniqueFd> fd_;
};

// createNamespaces(names: (string | null)[]): Promise<(Namespace | SystemError)[]>
Napi::Value CreateNamespacesJs(const Napi::CallbackInfo& info);
// openNamespace(target: string | number | undefined): Promise<Namespace>: a path, a descriptor, or the
// current one
Napi::Value OpenNamespaceJs(const Napi::CallbackInfo& info);
// deleteNamespaceNames(names: ([name] | [name, device, inode])[]): Promise<(SystemError | undefined)[]>
Napi::Value DeleteNamespaceNamesJs(const Napi::CallbackInfo& info);
// keepNamespaceName(name: string): void: a name that is to outlive this environment
void KeepNamespaceNameJs(const Napi::CallbackInfo& info);
// deleteOwnNamespaceNames(): void: every name that was made here and is still there, at once, on the way out
void DeleteOwnNamespaceNamesJs(const Napi::CallbackInfo& info);

}  // namespace netloom
