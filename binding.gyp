{
  "targets": [
    {
      "target_name": "netloom",
      "sources": [
        "native/addon.cc",
        "native/core/answer.cc",
        "native/core/constants.cc",
        "native/core/event_socket.cc",
        "native/core/namespace.cc",
        "native/core/netlink_socket.cc",
        "native/core/nft/build.cc",
        "native/core/nft/commit.cc",
        "native/core/nft/dump.cc",
        "native/core/nft/expression.cc",
        "native/core/nft/read.cc",
        "native/core/own_names.cc",
        "native/core/packet_socket.cc",
        "native/core/rtnl_turn.cc",
        "native/core/socket.cc",
        "native/core/sysctl.cc",
        "native/core/tcp_probe_socket.cc",
        "native/core/transact.cc",
        "native/core/tun.cc",
        "native/napi/constants.cc",
        "native/napi/error.cc",
        "native/napi/event_socket.cc",
        "native/napi/namespace.cc",
        "native/napi/netlink_socket.cc",
        "native/napi/nft_dump.cc",
        "native/napi/nft_transaction.cc",
        "native/napi/packet_socket.cc",
        "native/napi/readiness.cc",
        "native/napi/tcp_probe_socket.cc",
        "native/napi/tun.cc",
        "native/napi/work.cc"
      ],
      "include_dirs": [
        "native",
        "<!(node -p \"require('node-addon-api').include_dir\")"
      ],
      "defines": [
        "NAPI_VERSION=8",
        "NODE_ADDON_API_DISABLE_DEPRECATED",
        "NODE_ADDON_API_CPP_EXCEPTIONS",
        "NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS"
      ],
      "cflags": ["<!@(node scripts/check-libraries.mjs --cflags)", "-Wall", "-Wextra", "-fvisibility=hidden"],
      "cflags_cc": ["-std=c++20", "-fexceptions"],
      "cflags_cc!": ["-fno-exceptions", "-std=gnu++17", "-std=gnu++20"],
      "libraries": ["<!@(node scripts/check-libraries.mjs --libs)"]
    }
  ]
}
