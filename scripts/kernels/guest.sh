# Runs in the guest, in a copy of this machine's files: the suite, then the end of the guest.
cd "$(cat /run/out/project)" || echo o >/proc/sysrq-trigger
export HOME=/root LANG=C.UTF-8 TZ=UTC
PATH=$(cat /run/out/path)
export PATH
mount -t cgroup2 cgroup2 /sys/fs/cgroup 2>/dev/null
# Otherwise every new namespace has a link of each tunnel driver that has been loaded by then.
echo 2 >/proc/sys/net/core/fb_tunnels_only_for_init_net
node scripts/kernels/suite.mjs >/run/out/log 2>&1
sync
echo o >/proc/sysrq-trigger
sleep 60
