// The one place where a SysError becomes a JavaScript error.
#pragma once

#include <napi.h>

#include "core/error.h"

namespace netloom {

Napi::Value ToJs(Napi::Env env, const SysError& error);
// Throws it, when the native function returns.
void Throw(Napi::Env env, const SysError& error);

}  // namespace netloom
