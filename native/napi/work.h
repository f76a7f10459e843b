// Work off the main thread, as a promise.
#pragma once

#include <napi.h>

#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <utility>

#include "core/bytes.h"
#include "core/error.h"
#include "core/fd.h"
#include "napi/error.h"

namespace netloom {

// Lets go of what JavaScript owns from now on.
template <typename T>
void HandOver(T&) {}
inline void HandOver(UniqueFd& fd) { fd.Release(); }

// One piece of work on its way through libuv's pool. Neither the core that runs there nor the result it
// leaves knows anything of Node-API; `convert` turns the result into a JavaScript value back on the main
// thread.
template <typename T>
class Work {
 public:
  using Run = std::function<Result<T>()>;
  using Convert = std::function<Napi::Value(Napi::Env, T&)>;

  // `keep` stays alive until the work is done: the buffer it writes to, the handle it uses.
  static Napi::Value Start(Napi::Env env, Run run, Convert convert, Napi::Value keep = {}) {
    auto work = std::unique_ptr<Work>(new Work(std::move(run), std::move(convert)));
    napi_value promise;
    if (napi_create_promise(env, &work->deferred_, &promise) != napi_ok) return {};
    napi_value name = Napi::String::New(env, "netloom");
    if (!keep.IsEmpty()) work->keep_ = Napi::Reference<Napi::Value>::New(keep, 1);
    if (napi_create_async_work(env, nullptr, name, Execute, Complete, work.get(), &work->handle_) !=
            napi_ok ||
        napi_queue_async_work(env, work->handle_) != napi_ok) {
      Napi::Error::New(env, "cannot queue work").ThrowAsJavaScriptException();
      return {};
    }
    work.release();  // Complete deletes it
    return Napi::Value(env, promise);
  }

 private:
  Work(Run run, Convert convert) : run_(std::move(run)), convert_(std::move(convert)) {}

  static void Execute(napi_env, void* data) {
    auto* work = static_cast<Work*>(data);
    try {
      work->result_.emplace(work->run_());
    } catch (const std::bad_alloc&) {
      work->result_.emplace(SysError{ENOMEM, "malloc", ""});
    }
  }

  static void Complete(napi_env env, napi_status status, void* data) {
    std::unique_ptr<Work> work(static_cast<Work*>(data));
    napi_delete_async_work(env, work->handle_);
    if (status == napi_ok && work->result_) work->Settle(env);
  }

  // An environment that is shutting down runs no JavaScript any more. Then nothing can be converted or
  // settled, nobody waits for it, and the result is released with the work.
  void Settle(Napi::Env env) {
    Napi::HandleScope scope(env);
    try {
      if (!result_->ok()) {
        napi_reject_deferred(env, deferred_, ToJs(env, result_->error()));
      } else if (napi_resolve_deferred(env, deferred_, convert_(env, result_->value())) == napi_ok) {
        HandOver(result_->value());
      }
    } catch (const Napi::Error& error) {
      napi_reject_deferred(env, deferred_, error.Value());
    }
  }

  Run run_;
  Convert convert_;
  std::optional<Result<T>> result_;
  Napi::Reference<Napi::Value> keep_;
  napi_deferred deferred_ = nullptr;
  napi_async_work handle_ = nullptr;
};

// An ArrayBuffer over the bytes: without a copy where they are many.
Napi::Value ToArrayBuffer(Napi::Env env, Bytes& bytes);

inline Napi::Value ToUndefined(Napi::Env env, Nothing&) { return env.Undefined(); }

}  // namespace netloom
