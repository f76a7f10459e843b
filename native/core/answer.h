// Answers of our own, in the kernel's form.
#pragma once

#include <cstdint>
#include <string>

#include "core/bytes.h"

namespace netloom {

// Appends an NLMSG_ERROR with an NLMSGERR_ATTR_MSG to `answer`.
void AppendErrorMessage(Bytes& answer, uint32_t index, int code, const std::string& text);

}  // namespace netloom
