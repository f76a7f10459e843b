#!/bin/busybox sh
# The first process of the guest: this machine's own files, read-only below and a memory file system above, then
# the command that lies in the share "out". Whatever happens, the guest ends.

/bin/busybox --install -s /bin
trap 'poweroff -f' EXIT
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
# Opening it loads the module; a running system has it from its device manager.
mkdir /dev/net && mknod /dev/net/tun c 10 200
while read -r module; do insmod "/modules/$module"; done </modules/order

share=trans=virtio,version=9p2000.L,msize=512000
mount -t 9p -o "$share,ro,cache=loose" root /lower || exit 1
mount -t tmpfs -o size=80% over /over
mkdir /over/upper /over/work
mount -t overlay -o lowerdir=/lower,upperdir=/over/upper,workdir=/over/work overlay /new || exit 1
mount --move /proc /new/proc
mount --move /sys /new/sys
mount --move /dev /new/dev
ln -s /proc/self/fd /new/dev/fd
ln -s fd/0 /new/dev/stdin
ln -s fd/1 /new/dev/stdout
ln -s fd/2 /new/dev/stderr
mkdir -p /new/dev/shm /new/dev/pts
mount -t tmpfs tmpfs /new/dev/shm
mount -t devpts devpts /new/dev/pts
mount -t tmpfs tmpfs /new/run
mount -t tmpfs tmpfs /new/tmp
mkdir /new/run/out
mount -t 9p -o "$share" out /new/run/out || exit 1
# The kernel's modules, where modprobe looks for them.
read -r modules </new/run/out/modules
mkdir -p "/new/lib/modules/$(uname -r)"
mount --bind "/new$modules" "/new/lib/modules/$(uname -r)"
ip link set lo up

# As the first process, so that what the kernel itself starts, modprobe above all, finds the same root.
trap - EXIT
exec chroot /new /bin/sh /run/out/guest.sh
