#include "napi/readiness.h"

namespace netloom {

// Lives on until libuv has let go of the handle, however its owner ended.
struct Readiness::Poll {
  uv_poll_t handle;
  napi_env env;
  napi_async_cleanup_hook_handle hook = nullptr;
  Napi::FunctionReference callback;
  Poll** owner;

  void Fire() {
    if (callback.IsEmpty()) return;
    Napi::HandleScope scope(env);
    Napi::Function call = callback.Value();
    callback.Reset();
    try {
      // Also runs what the call has made ready: promises and ticks.
      call.MakeCallback(Napi::Env(env).Global(), 0, nullptr);
    } catch (const Napi::Error&) {
      // An environment that is shutting down, since the callback only settles a promise.
    }
  }

  void Close() {
    if (owner == nullptr) return;
    *owner = nullptr;
    owner = nullptr;
    uv_close(reinterpret_cast<uv_handle_t*>(&handle), [](uv_handle_t* closed) {
      auto* poll = static_cast<Poll*>(closed->data);
      napi_remove_async_cleanup_hook(poll->hook);
      delete poll;
    });
  }
};

bool Readiness::Wait(Napi::Env env, int fd, Napi::Function callback) {
  if (poll_ == nullptr) {
    uv_loop_t* loop = nullptr;
    if (napi_get_uv_event_loop(env, &loop) != napi_ok) return false;
    auto* poll = new Poll{};
    if (uv_poll_init(loop, &poll->handle, fd) != 0) {
      delete poll;
      return false;
    }
    poll->handle.data = poll;
    poll->env = env;
    poll->owner = &poll_;
    poll_ = poll;
    KeepAlive(keeps_alive_);
    auto at_exit = [](napi_async_cleanup_hook_handle, void* data) { static_cast<Poll*>(data)->Close(); };
    napi_add_async_cleanup_hook(env, at_exit, poll, &poll->hook);
  }
  poll_->callback = Napi::Persistent(callback);
  // An error is reported as one of polling: it is for the reader of the descriptor to find, like data.
  return uv_poll_start(&poll_->handle, UV_READABLE, [](uv_poll_t* handle, int, int) {
           uv_poll_stop(handle);
           static_cast<Poll*>(handle->data)->Fire();
         }) == 0;
}

void Readiness::KeepAlive(bool whether) {
  keeps_alive_ = whether;
  if (poll_ == nullptr) return;
  auto* handle = reinterpret_cast<uv_handle_t*>(&poll_->handle);
  if (whether) {
    uv_ref(handle);
  } else {
    uv_unref(handle);
  }
}

void Readiness::Close() {
  if (poll_ == nullptr) return;
  Poll* poll = poll_;
  poll->Close();
  poll->callback.Reset();
}

}  // namespace netloom
