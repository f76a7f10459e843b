// Registers what the addon offers; nothing else happens here.
#include <napi.h>

#include "napi/constants.h"
#include "napi/env.h"
#include "napi/event_socket.h"
#include "napi/namespace.h"
#include "napi/netlink_socket.h"
#include "napi/nft_dump.h"
#include "napi/nft_transaction.h"
#include "napi/packet_socket.h"
#include "napi/tcp_probe_socket.h"

namespace netloom {

// useErrorClass(SystemError): how the addon makes its errors.
Napi::Value UseErrorClass(const Napi::CallbackInfo& info) {
  DataOf(info.Env()).system_error = Napi::Persistent(info[0].As<Napi::Function>());
  return info.Env().Undefined();
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  auto* data = new EnvData();
  env.SetInstanceData(data);  // deleted with the environment
  data->namespace_class = Napi::Persistent(NamespaceWrap::Define(env));
  data->netlink_class = Napi::Persistent(NetlinkSocketWrap::Define(env));
  data->nft_dump_class = Napi::Persistent(NftDumpWrap::Define(env));
  data->nft_transaction_class = Napi::Persistent(NftTransactionWrap::Define(env));
  data->packet_socket_class = Napi::Persistent(PacketSocketWrap::Define(env));
  data->event_socket_class = Napi::Persistent(EventSocketWrap::Define(env));
  data->tcp_probe_socket_class = Napi::Persistent(TcpProbeSocketWrap::Define(env));

  exports.Set("useErrorClass", Napi::Function::New<UseErrorClass>(env, "useErrorClass"));
  exports.Set("createNamespaces", Napi::Function::New<CreateNamespacesJs>(env, "createNamespaces"));
  exports.Set("openNamespace", Napi::Function::New<OpenNamespaceJs>(env, "openNamespace"));
  exports.Set("deleteNamespaceNames",
              Napi::Function::New<DeleteNamespaceNamesJs>(env, "deleteNamespaceNames"));
  exports.Set("keepNamespaceName", Napi::Function::New<KeepNamespaceNameJs>(env, "keepNamespaceName"));
  exports.Set("deleteOwnNamespaceNames",
              Napi::Function::New<DeleteOwnNamespaceNamesJs>(env, "deleteOwnNamespaceNames"));
  exports.Set("constants", Napi::Function::New<ConstantsJs>(env, "constants"));
  return exports;
}

NODE_API_MODULE(NODE_GYP_MODULE_NAME, Init)

}  // namespace netloom
