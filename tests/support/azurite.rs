//! Starts Azurite, Microsoft's emulator of Azure Blob Storage, from the packages pinned in `package-lock.json`.
//!
//! Also included by the unit tests of `src/publish`. A missing emulator fails where `CI` is set, and elsewhere skips
//! the test with a loud line.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use object_store::azure::{AzureAccessKey, AzureAuthorizer, AzureCredential};
use object_store::client::{HttpRequest, HttpRequestBody};

/// The emulator's account and its public key.
pub(crate) const ACCOUNT: &str = "devstoreaccount1";
pub(crate) const KEY: &str =
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/// A running emulator with its blobs in memory; stopped when dropped.
pub(crate) struct Azurite {
    process: Child,
    /// `http://127.0.0.1:PORT`.
    pub(crate) url: String,
}

impl Azurite {
    /// Starts an emulator on a free port and makes `containers`; `None` when it is not installed and may be missing.
    pub(crate) async fn start(containers: &[&str]) -> Option<Self> {
        Self::start_with(&[], containers).await
    }

    /// The same over https with a certificate and its key; tokens of Microsoft Entra are accepted then, as far as the
    /// emulator looks at them: account, lifetime, issuer and audience.
    #[allow(dead_code, reason = "not every crate that includes this file needs it")]
    pub(crate) async fn start_over_https(
        [certificate, key]: [PathBuf; 2],
        containers: &[&str],
    ) -> Option<Self> {
        let [certificate, key] = [certificate.to_str().unwrap(), key.to_str().unwrap()];
        Self::start_with(&["--cert", certificate, "--key", key, "--oauth", "basic"], containers).await
    }

    async fn start_with(args: &[&str], containers: &[&str]) -> Option<Self> {
        let program = program()?;
        let mut process = Command::new(&program)
            .args(["--blobPort", "0", "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry"])
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {}: {error}", program.display()));
        let output = process.stdout.take().expect("the output was piped");
        let mut lines = BufReader::new(output).lines();
        let url = loop {
            let line = lines.next().expect("Azurite ended before it listened").unwrap();
            if let Some((_, url)) = line.split_once("listens on ") {
                break url.trim().to_owned();
            }
        };
        // Whoever does not read blocks the emulator when the pipe is full.
        std::thread::spawn(move || lines.for_each(drop));
        let azurite = Azurite { process, url };
        for container in containers {
            azurite.make_container(container).await;
        }
        Some(azurite)
    }

    /// The variables by which a client finds and signs in to this emulator.
    pub(crate) fn environment(&self) -> Vec<(String, String)> {
        vec![
            ("AZURE_STORAGE_USE_EMULATOR".to_owned(), "true".to_owned()),
            ("AZURITE_BLOB_STORAGE_URL".to_owned(), self.url.clone()),
        ]
    }

    /// `PUT ?restype=container`: the storage crate makes no containers.
    async fn make_container(&self, container: &str) {
        let url = format!("{}/{ACCOUNT}/{container}?restype=container", self.url);
        let mut request = HttpRequest::new(HttpRequestBody::empty());
        *request.method_mut() = reqwest::Method::PUT;
        *request.uri_mut() = url.parse().unwrap();
        request.headers_mut().insert("content-length", "0".parse().unwrap());
        let credential = AzureCredential::AccessKey(AzureAccessKey::try_new(KEY).unwrap());
        AzureAuthorizer::new(&credential, ACCOUNT).try_authorize(&mut request).unwrap();
        let headers = request.headers().clone();
        let client =
            reqwest::Client::builder().tls_danger_accept_invalid_certs(true).no_proxy().build().unwrap();
        let answer = client.put(url).headers(headers).send().await.unwrap();
        assert!(answer.status().is_success(), "cannot make the container {container}: {}", answer.status());
    }
}

impl Drop for Azurite {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn program() -> Option<PathBuf> {
    let name = if cfg!(windows) { "azurite-blob.cmd" } else { "azurite-blob" };
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/.bin").join(name);
    if program.exists() {
        return Some(program);
    }
    if std::env::var_os("CI").is_some() {
        panic!("{} is missing: run `npm ci`", program.display());
    }
    eprintln!(
        "SKIPPED: Azurite is not installed, so nothing was tested against Azure Blob Storage: run `npm ci`"
    );
    None
}
