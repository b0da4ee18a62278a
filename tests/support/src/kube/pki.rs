//! The authority that makes the control plane's certificates and those of its users.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::Context;
use crate::{Error, program};

/// One authority signs the server and every client, so that a test can speak as any user of any group.
#[derive(Debug)]
pub(super) struct Pki {
    dir: PathBuf,
}

impl Pki {
    /// Makes the authority, the server's certificate, the key of service accounts and what the API server shows to
    /// kubelets.
    pub(super) fn make(dir: PathBuf) -> Result<Self, Error> {
        fs::create_dir_all(&dir).at("make", &dir)?;
        let pki = Self { dir };
        let words =
            "-x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=koor-testbed";
        let mut command = openssl("req", words);
        command.args(["-addext", "keyUsage=critical,keyCertSign,cRLSign,digitalSignature"]);
        command.arg("-keyout").arg(pki.key("ca")).arg("-out").arg(pki.certificate("ca"));
        program::finish(command)?;
        // In the form that names its algorithm: the API server reads no public key out of another one.
        let mut command = openssl("ecparam", "-name prime256v1 -genkey -noout");
        command.arg("-out").arg(pki.key("sa"));
        program::finish(command)?;
        pki.sign(
            "server",
            "/CN=kube-apiserver",
            "subjectAltName=IP:127.0.0.1,IP:10.96.0.1,DNS:localhost,DNS:kubernetes.default.svc",
        )?;
        pki.client("kubelet-client", "kube-apiserver-kubelet-client", &["system:masters"])?;
        Ok(pki)
    }

    pub(super) fn key(&self, name: &str) -> PathBuf {
        self.dir.join(format!("{name}.key"))
    }

    pub(super) fn certificate(&self, name: &str) -> PathBuf {
        self.dir.join(format!("{name}.crt"))
    }

    /// A client's certificate for a user in these groups.
    pub(super) fn client(&self, name: &str, user: &str, groups: &[&str]) -> Result<(), Error> {
        let mut subject = String::new();
        for (field, value) in groups.iter().map(|group| ("O", *group)).chain([("CN", user)]) {
            // A slash begins the next field.
            let _ = write!(subject, "/{field}={}", value.replace('/', "\\/"));
        }
        self.sign(name, &subject, "extendedKeyUsage=clientAuth")
    }

    /// A kubeconfig that stands alone: the certificates are in it.
    pub(super) fn kubeconfig(&self, client: &str, server: &str, path: &Path) -> Result<(), Error> {
        let data =
            |path: PathBuf| -> Result<String, Error> { Ok(base64(&fs::read(&path).at("read", &path)?)) };
        let config = serde_json::json!({
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": "testbed",
            "clusters": [{"name": "testbed", "cluster": {
                "server": server, "certificate-authority-data": data(self.certificate("ca"))?,
            }}],
            "users": [{"name": client, "user": {
                "client-certificate-data": data(self.certificate(client))?,
                "client-key-data": data(self.key(client))?,
            }}],
            "contexts": [{"name": "testbed", "context": {"cluster": "testbed", "user": client}}],
        });
        fs::write(path, config.to_string()).at("write", path)
    }

    fn sign(&self, name: &str, subject: &str, extension: &str) -> Result<(), Error> {
        let request = self.dir.join(format!("{name}.csr"));
        let extensions = self.dir.join(format!("{name}.ext"));
        fs::write(&extensions, extension).at("write", &extensions)?;
        let mut command =
            openssl("req", "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -utf8 -subj");
        command.arg(subject).arg("-keyout").arg(self.key(name)).arg("-out").arg(&request);
        program::finish(command)?;
        let mut command = openssl("x509", "-req -days 30 -CAcreateserial");
        command.arg("-in").arg(&request).arg("-out").arg(self.certificate(name));
        command.arg("-CA").arg(self.certificate("ca")).arg("-CAkey").arg(self.key("ca"));
        // Of its own, so that two that are signed at once don't write the same file.
        command.arg("-CAserial").arg(self.dir.join(format!("{name}.srl")));
        command.arg("-extfile").arg(&extensions);
        program::finish(command).map(drop)
    }
}

fn openssl(what: &str, words: &str) -> Command {
    let mut command = Command::new("openssl");
    command.arg(what).args(words.split(' ')).current_dir("/");
    command
}

/// Base64, as kubeconfigs and Secrets have it.
pub(super) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word =
            chunk.iter().fold(0u32, |word, byte| (word << 8) | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = LETTERS[((word >> (18 - 6 * place)) & 63) as usize];
            text.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_padded() {
        for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")]
        {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
