# A real node: containerd and a kubelet, in a mount namespace of their own, in the network of the host.
#
#   $1  the node's folder, which holds everything that they write
#   $2  the kubelet, followed by its flags
#
# Nothing is written outside of that folder, and what the kubelet would set for the whole host (`vm.overcommit_memory` and
# others) it finds already set: as files of that folder, mounted in their places.
set -euo pipefail
dir=$1
shift

mount --make-rprivate /
mount --make-rshared /
mount -t tmpfs -o mode=755 run /run
mount -t tmpfs -o mode=755 lib /var/lib
mount -t tmpfs -o mode=755 log /var/log
bind() {
    mkdir -p "$1" "$2"
    mount --bind "$1" "$2"
}
bind "$dir/kubelet" /var/lib/kubelet
bind "$dir/containerd" /var/lib/containerd
bind "$dir/pods" /var/log/pods
mkdir -p /run/containerd "$dir/sysctl" "$dir/opt"
while read -r name value; do
    echo "$value" > "$dir/sysctl/$(basename "$name")"
    mount --bind "$dir/sysctl/$(basename "$name")" "/proc/sys/$name"
done << 'SYSCTL'
vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000
SYSCTL

containerd --config "$dir/containerd.toml" >> "$dir/../log/containerd.log" 2>&1 &
containerd=$!
# Answers once its plugins are loaded.
until ctr version > /dev/null 2>&1; do
    kill -0 $containerd
    sleep 0.05
done
ctr -n k8s.io images import "$dir/images.tar"
exec "$@"
