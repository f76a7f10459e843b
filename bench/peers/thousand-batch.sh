# iproute2 enters one namespace a process: one batch for the hub, and one for each of the others.
set -e
{
  echo netns add hub
  for i in $(seq 0 999); do
    echo netns add n$i
    echo link add eth0 netns n$i type veth peer name h$i netns hub
  done
} | ip -batch -
for i in $(seq 0 999); do
  net=10.0.$((i * 4 / 256))
  host=$((i * 4 % 256))
  ip -netns n$i -batch - <<END
link set eth0 up
address add $net.$((host + 2))/30 dev eth0
route add default via $net.$((host + 1))
END
  echo link set h$i up
  echo address add $net.$((host + 1))/30 dev h$i
done | ip -netns hub -batch -
