// nft::Transaction for JavaScript.
#pragma once

#include <napi.h>

#include <memory>

#include "core/nft/commit.h"

namespace netloom {

class NftTransactionWrap : public Napi::ObjectWrap<NftTransactionWrap> {
 public:
  static Napi::Function Define(Napi::Env env);
  static Napi::Object Create(Napi::Env env, Result<std::shared_ptr<NetlinkSocket>> socket);
  explicit NftTransactionWrap(const Napi::CallbackInfo& info);

 private:
  // append(requests: Uint8Array): Promise<void>
  Napi::Value Append(const Napi::CallbackInfo& info);
  // commit(rest: Uint8Array, check: boolean): Promise<ArrayBuffer>
  Napi::Value Commit(const Napi::CallbackInfo& info);
  // close(): lets go of what was encoded and of the socket, which the garbage collector would do late
  void Close(const Napi::CallbackInfo& info);

  Result<std::shared_ptr<NetlinkSocket>> socket_ = SysError{EBADF, "sendto", "closed nf_tables transaction"};
  std::shared_ptr<nft::Transaction> transaction_ = std::make_shared<nft::Transaction>();
};

}  // namespace netloom
