//! Starts moto's server, an emulator of Amazon S3, when it is installed (`pip install 'moto[server]'`).
//!
//! Also included by the unit tests of `src/publish`. It is not among the pinned packages: without it the test is
//! skipped with a loud line.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A running emulator; stopped when dropped.
pub(crate) struct Moto {
    process: Child,
    /// `http://127.0.0.1:PORT`.
    pub(crate) url: String,
}

impl Moto {
    /// Starts an emulator and makes `buckets`; `None` when it is not installed.
    pub(crate) async fn start(buckets: &[&str]) -> Option<Self> {
        Self::start_with(&[], "http", buckets).await
    }

    /// The same over https with a certificate and its key.
    #[allow(dead_code, reason = "not every crate that includes this file needs it")]
    pub(crate) async fn start_over_https([certificate, key]: [PathBuf; 2], buckets: &[&str]) -> Option<Self> {
        let [certificate, key] = [certificate.to_str().unwrap(), key.to_str().unwrap()];
        Self::start_with(&["-c", certificate, "-k", key], "https", buckets).await
    }

    async fn start_with(args: &[&str], scheme: &str, buckets: &[&str]) -> Option<Self> {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let spawned = Command::new("moto_server")
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(process) = spawned else {
            eprintln!(
                "SKIPPED: moto is not installed, so nothing was tested against S3: pip install 'moto[server]'"
            );
            return None;
        };
        let moto = Moto { process, url: format!("{scheme}://127.0.0.1:{port}") };
        for bucket in buckets {
            moto.make_bucket(bucket).await;
        }
        Some(moto)
    }

    /// The variables by which a client finds this emulator; it accepts any key.
    pub(crate) fn environment(&self) -> Vec<(String, String)> {
        let pairs = [
            ("AWS_ENDPOINT_URL", self.url.as_str()),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_ACCESS_KEY_ID", "testing"),
            ("AWS_SECRET_ACCESS_KEY", "testing"),
            ("AWS_REGION", "us-east-1"),
        ];
        pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    /// Tries until the server answers, at most half a minute.
    async fn make_bucket(&self, bucket: &str) {
        let client =
            reqwest::Client::builder().tls_danger_accept_invalid_certs(true).no_proxy().build().unwrap();
        for _ in 0..150 {
            let sent =
                client.put(format!("{}/{bucket}", self.url)).header("content-length", "0").send().await;
            if sent.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        panic!("moto made no bucket {bucket}");
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
