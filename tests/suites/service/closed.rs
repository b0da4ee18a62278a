//! Where nothing can be written and nobody reached: it needs neither.

use std::process::{Command, Stdio};

use koor_tests::command;

/// A network of its own with loopback alone, every file system read-only, a user without rights.
#[test]
fn it_runs_read_only_and_without_a_network() {
    let script = r#"
        set -e
        ip link set lo up 2> /dev/null || python3 - << 'EOF'
import fcntl, socket, struct
one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
fcntl.ioctl(one, 0x8914, struct.pack("16sh14x", b"lo", 0x49))
EOF
        mount -o remount,bind,ro /
        exec setpriv --reuid 65534 --regid 65534 --clear-groups --no-new-privs bash -c '
            if touch /nowhere /tmp/nowhere 2> /dev/null; then echo "it can write"; exit 1; fi
            "$0" version-service --listen 127.0.0.1:8082 & served=$!
            for try in $(seq 100); do
                exec 3<> /dev/tcp/127.0.0.1/8082 && break || sleep 0.1
            done 2> /dev/null
            printf "GET /v2/catalogue HTTP/1.0\r\n\r\n" >&3
            head -c 15 <&3
            kill $served; wait $served
        ' "$0"
    "#;
    let mut command = Command::new("unshare");
    command.args(["--net", "--mount", "bash", "-c", script]).arg(command::koor());
    let output = command
        .env_clear()
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(text, "HTTP/1.0 200 OK", "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
