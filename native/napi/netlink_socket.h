// NetlinkSocket for JavaScript.
#pragma once

#include <napi.h>

#include <memory>

#include "core/netlink_socket.h"

namespace netloom {

class NetlinkSocketWrap : public Napi::ObjectWrap<NetlinkSocketWrap> {
 public:
  static Napi::Function Define(Napi::Env env);
  static Napi::Object Create(Napi::Env env, std::shared_ptr<NetlinkSocket> socket);
  explicit NetlinkSocketWrap(const Napi::CallbackInfo& info);

 private:
  // transact(batches: { socket, bytes, names, slots, conditions }[]): Promise<(ArrayBuffer | SystemError)[]>
  Napi::Value Transact(const Napi::CallbackInfo& info);
  // nftTransaction(): NftTransaction
  Napi::Value NftTransaction(const Napi::CallbackInfo& info);
  // nftDump(requests: Uint8Array): NftDump
  Napi::Value NftDump(const Napi::CallbackInfo& info);
  // close(): the descriptor goes once no work uses it any more
  void Close(const Napi::CallbackInfo& info);

  // Empty after close(): then every call is refused with EBADF.
  Result<std::shared_ptr<NetlinkSocket>> Socket() const;

  std::shared_ptr<NetlinkSocket> socket_;
};

}  // namespace netloom
