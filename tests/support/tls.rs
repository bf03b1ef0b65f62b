//! A certificate authority of our own, as companies have them, and a certificate of this machine that it signed.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The files, in a folder that is removed when dropped.
pub(crate) struct Tls {
    folder: tempfile::TempDir,
}

const CONFIG: &str = "[req]
distinguished_name = name
prompt = no
[name]
CN = preview tests
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost, IP:127.0.0.1
authorityKeyIdentifier = keyid
";

impl Tls {
    /// Makes both with the program `openssl`; `None`, loudly, where it is missing and may be.
    pub(crate) fn make() -> Option<Self> {
        let tls = Tls { folder: tempfile::tempdir().unwrap() };
        std::fs::write(tls.path("config"), CONFIG).unwrap();
        let curve = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -config config";
        let steps = [
            format!("req -x509 {curve} -extensions authority -days 30 -keyout ca.key -out ca.pem"),
            format!("req -new {curve} -keyout key.pem -out request"),
            "x509 -req -in request -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile config -extensions server \
             -out cert.pem"
                .to_owned(),
        ];
        for step in steps {
            let run =
                Command::new("openssl").args(step.split_whitespace()).current_dir(tls.folder.path()).output();
            match run {
                Ok(output) => {
                    let text = String::from_utf8_lossy(&output.stderr).into_owned();
                    assert!(output.status.success(), "openssl {step}: {text}");
                }
                Err(error) => {
                    assert!(std::env::var_os("CI").is_none(), "cannot run openssl: {error}");
                    eprintln!("SKIPPED: openssl is not installed, so nothing was tested over https");
                    return None;
                }
            }
        }
        Some(tls)
    }

    /// A private key of a service account, as PEM.
    pub(crate) fn private_key() -> Option<String> {
        let output = Command::new("openssl").args(["genrsa", "2048"]).output().ok()?;
        Some(String::from_utf8(output.stdout).unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The authority's certificate.
    pub(crate) fn authority(&self) -> PathBuf {
        self.path("ca.pem")
    }

    /// The server's certificate and its key.
    pub(crate) fn server(&self) -> [PathBuf; 2] {
        [self.path("cert.pem"), self.path("key.pem")]
    }

    /// The folder of all files.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}
