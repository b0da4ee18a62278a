# Builds Kubernetes' programs from their Go modules.
#
#   build.sh PLACE WORK PROGRAM…
#
# Each program is moved to PLACE when it is whole; WORK is a folder for what is in between. Programs whose modules ask
# for different versions of Kubernetes' libraries are built in modules of their own.
set -euo pipefail
place=$1 work=$2
shift 2
# Kubernetes, and the releases that were tried with it.
K8S=1.35.4 KWOK=v0.8.0 ETCD=v3.6.5
export CGO_ENABLED=0 GOFLAGS=-mod=mod GOTOOLCHAIN=local

build() { # PROGRAM PACKAGE [LDFLAGS]
    go build -trimpath -buildvcs=false -ldflags="-s -w ${3:-}" -o "$work/bin/$1" "$2"
    mv "$work/bin/$1" "$place/$1"
    echo "built $1 after ${SECONDS} s"
}

# A module of ours that asks for another one, at a version.
module() { # NAME PATH@VERSION
    mkdir -p "$work/$1"
    cd "$work/$1"
    go mod init testbed
    go get -tool "$2"
}

# k8s.io/kubernetes asks for the modules that are developed in it at v0.0.0: each is its own release of the same number.
kubernetes() {
    mkdir -p "$work/kubernetes"
    cd "$work/kubernetes"
    [ ! -f go.mod ] || return 0
    printf 'module testbed\n\ngo 1.25.0\n' > go.mod
    local sources member
    sources=$(go mod download -json "k8s.io/kubernetes@v$K8S" | sed -n 's/^\t"Dir": "\(.*\)",\{0,1\}$/\1/p')
    {
        printf '\nrequire k8s.io/kubernetes v%s\n\nreplace (\n' "$K8S"
        sed -n 's/^\t\(k8s.io\/[^ ]*\) v0\.0\.0$/\1/p' "$sources/go.mod" | while read -r member; do
            printf '\t%s => %s v0.%s\n' "$member" "$member" "${K8S#1.}"
        done
        printf ')\n'
    } >> go.mod
    {
        printf '//go:build tools\n\npackage testbed\n\nimport (\n'
        printf '\t_ "k8s.io/kubernetes/cmd/%s"\n' kube-apiserver kube-controller-manager kube-scheduler kubectl kubelet
        printf ')\n'
    } > tools.go
    go mod tidy
}

mkdir -p "$work/bin"
for program in "$@"; do
    case $program in
        etcd)
            module etcd "go.etcd.io/etcd/server/v3@$ETCD"
            build etcd go.etcd.io/etcd/server/v3
            ;;
        kwok)
            module kwok "sigs.k8s.io/kwok/cmd/kwok@$KWOK"
            build kwok sigs.k8s.io/kwok/cmd/kwok
            ;;
        pause)
            # What keeps a pod's namespaces: a static program that waits and reaps.
            mkdir -p "$work/pause"
            cd "$work/pause"
            printf '%s\n' 'package main' 'import ("os"; "os/signal"; "syscall")' 'func main() {' \
                '  c := make(chan os.Signal, 1); signal.Notify(c, syscall.SIGTERM, syscall.SIGINT, syscall.SIGCHLD)' \
                '  for s := range c { if s != syscall.SIGCHLD { os.Exit(0) }' \
                '    for { p, _ := syscall.Wait4(-1, nil, syscall.WNOHANG, nil); if p <= 0 { break } } }' \
                '}' > main.go
            go mod init pause
            build pause .
            ;;
        *)
            kubernetes
            version=k8s.io/component-base/version
            build "$program" "k8s.io/kubernetes/cmd/$program" \
                "-X $version.gitVersion=v$K8S -X $version.gitMajor=1 -X $version.gitMinor=$(echo $K8S | cut -d. -f2)"
            ;;
    esac
done
