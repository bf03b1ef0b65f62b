//! Every way to sign in that `docs/publishing.md` names and that can be tried here: the real binary against Azurite
//! over https, which looks at the tokens, against moto, and against stand-ins of Microsoft Entra, of Azure DevOps, of a
//! managed identity, of the Azure CLI and of Google Cloud Storage.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::extract::Request;
use axum::response::IntoResponse;
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::support::azurite::{ACCOUNT, Azurite, KEY};
use crate::support::moto::Moto;
use crate::support::sandbox::{Ran, Sandbox};
use crate::support::tls::Tls;

/// The page that tells of them.
fn docs() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/publishing.md")).unwrap()
}

/// A built site of one page.
fn built() -> Sandbox {
    let definition = "openapi: 3.1.0\ninfo: {title: Harbour, version: 1.0.0}\npaths: {}\n";
    let sandbox = Sandbox::new(&[("openapi.yaml", definition), ("preview.yaml", "{}\n")]);
    sandbox.run(&["build", "-o", "site", "--fail-on", "never"], &[]).assert_code(0);
    sandbox
}

fn run(sandbox: &Sandbox, args: &[&str], variables: &BTreeMap<String, String>) -> Ran {
    let variables: Vec<(&str, &str)> =
        variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    sandbox.run(args, &variables)
}

fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// A token as Microsoft Entra writes them for the storage, without a signature that anybody could check.
fn token() -> String {
    let part = |value: serde_json::Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = serde_json::json!({
        "aud": "https://storage.azure.com", "iss": "https://sts.windows.net/ab1f708d-50f6-404c-a006-d71b2ac7a606/",
        "iat": seconds() - 60, "nbf": seconds() - 60, "exp": seconds() + 3600, "ver": "1.0", "oid": "23657296",
    });
    format!("{}.{}.c2lnbmF0dXJl", part(serde_json::json!({"typ": "JWT", "alg": "RS256"})), part(claims))
}

type Asked = Arc<Mutex<Vec<String>>>;

/// Answers as Entra, as the pipeline's token endpoint, as a managed identity, and as an empty bucket of Google.
async fn stand_in() -> (String, Asked) {
    let asked = Asked::default();
    let written = Arc::clone(&asked);
    let router = Router::new().fallback(move |request: Request| {
        let written = Arc::clone(&written);
        async move {
            let (parts, body) = request.into_parts();
            let body = axum::body::to_bytes(body, 1 << 20).await.unwrap();
            let header = |name: &str| {
                parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
            };
            let line = format!(
                "{} {} {} {} {}",
                parts.method,
                parts.uri,
                header("authorization"),
                header("x-identity-header"),
                String::from_utf8_lossy(&body)
            );
            written.lock().unwrap().push(line);
            let json = |value: serde_json::Value| {
                ([("content-type", "application/json")], value.to_string()).into_response()
            };
            match parts.uri.path() {
                "/tenant/oauth2/v2.0/token" => json(serde_json::json!({"access_token": token(), "expires_in": 3599})),
                "/container" => json(serde_json::json!({
                    "AccessKeyId": "testing", "SecretAccessKey": "hush", "Token": "hush",
                    "Expiration": "2099-01-01T00:00:00Z",
                })),
                "/oidctoken" => json(serde_json::json!({"oidcToken": "federated"})),
                "/msi/token" => json(serde_json::json!({
                    "access_token": token(), "expires_on": (seconds() + 3600).to_string(), "token_type": "Bearer",
                })),
                _ => axum::http::StatusCode::NOT_FOUND.into_response(),
            }
        }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, asked)
}

/// HMAC-SHA256 (RFC 2104).
fn hmac(key: &[u8], text: &str) -> Vec<u8> {
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let pad = |with: u8| block.map(|byte| byte ^ with);
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(text).finalize();
    Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().to_vec()
}

/// A signature for all blobs of the account ("Create an account SAS", version 2020-12-06), which ends then.
pub(crate) fn signature(end: &str, permissions: &str) -> String {
    let version = "2020-12-06";
    let text = format!("{ACCOUNT}\n{permissions}\nb\nsco\n\n{end}\n\nhttps,http\n{version}\n\n");
    let key = BASE64_STANDARD.decode(KEY).unwrap();
    // Longer keys than a block are hashed first; the emulator's has just that length.
    assert_eq!(key.len(), 64);
    let signature = BASE64_STANDARD.encode(hmac(&key, &text));
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("sv", version), ("ss", "b"), ("srt", "sco"), ("sp", permissions), ("se", end)])
        .extend_pairs([("spr", "https,http"), ("sig", &signature)])
        .finish()
}

/// A way to sign in: its row in the docs, the variables, and what `--verbose` says.
type Way<'w> = (&'w str, Vec<(&'w str, String)>, &'w str);

fn ways(url: &str, azurite: &Azurite, sandbox: &Sandbox) -> Vec<Way<'static>> {
    sandbox.write("token", "federated\n");
    let text = |text: &str| text.to_owned();
    let application = |names: [&'static str; 2]| {
        vec![(names[0], text("client")), (names[1], text("tenant")), ("AZURE_AUTHORITY_HOST", text(url))]
    };
    let named = || application(["AZURE_CLIENT_ID", "AZURE_TENANT_ID"]);
    let of_task = || application(["servicePrincipalId", "tenantId"]);
    let with = |mut all: Vec<(&'static str, String)>, more: &[(&'static str, String)]| {
        all.extend_from_slice(more);
        all
    };
    let file = sandbox.path().join("token").to_str().unwrap().to_owned();
    let connection = format!(
        "DefaultEndpointsProtocol=https;AccountName={ACCOUNT};AccountKey={KEY};BlobEndpoint={}/{ACCOUNT};",
        azurite.url
    );
    vec![
        ("AZURE_STORAGE_TOKEN", vec![("AZURE_STORAGE_TOKEN", token())], "the bearer token"),
        (
            "AZURE_STORAGE_CONNECTION_STRING",
            vec![("AZURE_STORAGE_CONNECTION_STRING", connection)],
            "the account key of the connection string",
        ),
        (
            "AZURE_STORAGE_ACCOUNT_KEY",
            vec![("AZURE_STORAGE_ACCOUNT_KEY", text(KEY))],
            "the account key in AZURE_STORAGE_ACCOUNT_KEY",
        ),
        (
            "AZURE_STORAGE_SAS_TOKEN",
            vec![("AZURE_STORAGE_SAS_TOKEN", signature("2099-01-01T00:00:00Z", "rwdlac"))],
            "which ends 2099-01-01",
        ),
        (
            "AZURE_FEDERATED_TOKEN_FILE",
            with(named(), &[("AZURE_FEDERATED_TOKEN_FILE", file)]),
            "as client by the token file",
        ),
        ("idToken", with(of_task(), &[("idToken", text("federated"))]), "by the variable idToken"),
        (
            "SYSTEM_OIDCREQUESTURI",
            with(
                named(),
                &[
                    ("AZURE_SERVICE_CONNECTION_ID", text("connection")),
                    ("SYSTEM_OIDCREQUESTURI", format!("{url}/oidctoken")),
                    ("SYSTEM_ACCESSTOKEN", text("job-token")),
                ],
            ),
            "by the service connection connection",
        ),
        (
            "AZURE_CLIENT_SECRET",
            with(named(), &[("AZURE_CLIENT_SECRET", text("hush"))]),
            "the service principal client",
        ),
        (
            "servicePrincipalKey",
            with(of_task(), &[("servicePrincipalKey", text("hush"))]),
            "its secret in servicePrincipalKey",
        ),
        (
            "IDENTITY_ENDPOINT",
            vec![
                ("IDENTITY_ENDPOINT", format!("{url}/msi/token")),
                ("IDENTITY_HEADER", text("header-secret")),
            ],
            "the managed identity",
        ),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_way_into_azure_of_the_docs() {
    let Some(tls) = Tls::make() else { return };
    let Some(azurite) = Azurite::start_over_https(tls.server(), &["docs"]).await else { return };
    let (url, asked) = stand_in().await;
    let sandbox = built();
    let docs = docs();
    let mut ways = ways(&url, &azurite, &sandbox);
    if cfg!(unix) {
        // A stand-in of `az`, which prints a token as the real one does.
        let expires = "2099-01-01 00:00:00.000000";
        let answer = format!(
            r#"{{"accessToken": "{}", "expiresOn": "{expires}", "subscription": "s", "tenant": "t", "tokenType": "Bearer"}}"#,
            token()
        );
        sandbox.write("bin/az", &format!("#!/bin/sh\ncat <<'END'\n{answer}\nEND\n"));
        make_executable(&sandbox.path().join("bin/az"));
        let path = format!("{}:{}", sandbox.path().join("bin").display(), std::env::var("PATH").unwrap());
        ways.push((
            "AZURE_CONFIG_DIR",
            vec![("AZURE_CONFIG_DIR", "/nowhere".to_owned()), ("PATH", path)],
            "the identity signed in to the Azure CLI",
        ));
    }
    for (number, (name, pairs, said)) in ways.into_iter().enumerate() {
        assert!(docs.contains(&format!("`{name}`")), "docs/publishing.md does not name {name}");
        let mut variables: BTreeMap<String, String> =
            pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let endpoint = format!("{}/{ACCOUNT}", azurite.url);
        variables.insert("AZURE_STORAGE_ENDPOINT".to_owned(), endpoint);
        variables.insert("SSL_CERT_FILE".to_owned(), tls.authority().to_str().unwrap().to_owned());
        let to = format!("az://{ACCOUNT}/docs/{number}");
        let ran = run(&sandbox, &["publish", "site", "--to", &to, "--verbose"], &variables);
        ran.assert_code(0);
        assert!(ran.err.contains(said), "{name}: {}", ran.err);
        for secret in ["hush", "job-token", "header-secret", KEY, "sig=", "eyJ"] {
            assert!(!ran.err.contains(secret) && !ran.out.contains(secret), "{name}: {}", ran.err);
        }
    }
    let asked = asked.lock().unwrap().join("\n");
    assert_eq!(asked.matches("client_assertion=federated").count(), 3, "{asked}");
    assert_eq!(asked.matches("client_secret=hush").count(), 2, "{asked}");
    assert!(asked.contains("serviceConnectionId=connection Bearer job-token"), "{asked}");
    assert!(asked.contains("/msi/token?") && asked.contains("header-secret"), "{asked}");
}

#[cfg(unix)]
fn make_executable(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(not(unix))]
fn make_executable(_: &std::path::Path) {}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signature_that_has_ended_or_lacks_a_right_says_so() {
    let Some(azurite) = Azurite::start(&["docs"]).await else { return };
    let sandbox = built();
    let to = format!("az://{ACCOUNT}/docs");
    for (end, permissions, said) in [
        ("2020-01-01T00:00:00Z", "rwdlac", "which ends 2020-01-01"),
        ("2099-01-01T00:00:00Z", "r", "which ends 2099-01-01"),
    ] {
        let mut variables: BTreeMap<String, String> = azurite.environment().into_iter().collect();
        variables.insert("AZURE_STORAGE_SAS_TOKEN".to_owned(), signature(end, permissions));
        variables.insert("AZURE_CREDENTIAL_TYPE".to_owned(), "sas_token".to_owned());
        let ran = run(&sandbox, &["publish", "site", "--to", &to], &variables);
        ran.assert_code(3);
        assert!(ran.err.contains(said) && ran.err.contains("signature"), "{}", ran.err);
        assert!(!ran.err.contains("sig="), "{}", ran.err);
    }
}

/// Amazon's token service: it is asked over https alone, and moto does not know it by the form of this question. Where
/// moto is installed there is Python.
const TOKEN_SERVICE: &str = r#"
import http.server, ssl, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        good = "WebIdentityToken=federated" in self.path and "role%2Fpreview" in self.path
        text = "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>testing</AccessKeyId><SecretAccessKey>hush</SecretAccessKey><SessionToken>hush</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>"
        self.send_response(200 if good else 403)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())
    def log_message(self, *_): pass
server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1], sys.argv[2])
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_port, flush=True)
server.serve_forever()
"#;

/// A process that is stopped when dropped.
struct Server(std::process::Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn token_service(tls: &Tls) -> (Server, String) {
    use std::io::BufRead;
    let mut command = std::process::Command::new("python3");
    command.args(["-c", TOKEN_SERVICE]).args(tls.server()).stdout(std::process::Stdio::piped());
    let mut server = Server(command.spawn().expect("Python runs, as moto does"));
    let mut line = String::new();
    std::io::BufReader::new(server.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (server, format!("https://127.0.0.1:{}", line.trim()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_ways_into_s3() {
    let Some(tls) = Tls::make() else { return };
    let Some(moto) = Moto::start_over_https(tls.server(), &["docs"]).await else { return };
    let (url, _) = stand_in().await;
    let (_server, service) = token_service(&tls);
    let sandbox = built();
    sandbox.write("token", "federated");
    let token = sandbox.path().join("token").to_str().unwrap().to_owned();
    let container = format!("{url}/container");
    let mut base: BTreeMap<String, String> =
        moto.environment().into_iter().filter(|(name, _)| !name.contains("KEY")).collect();
    base.insert("SSL_CERT_FILE".to_owned(), tls.authority().to_str().unwrap().to_owned());
    let ways: [(&[(&str, &str)], &str); 3] = [
        (
            &[
                ("AWS_ACCESS_KEY_ID", "testing"),
                ("AWS_SECRET_ACCESS_KEY", "hush"),
                ("AWS_SESSION_TOKEN", "hush"),
            ],
            "the access key in AWS_ACCESS_KEY_ID",
        ),
        (
            &[
                ("AWS_WEB_IDENTITY_TOKEN_FILE", &token),
                ("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/preview"),
                ("AWS_ENDPOINT_URL_STS", &service),
            ],
            "the role in AWS_ROLE_ARN by the token",
        ),
        (
            &[
                ("AWS_CONTAINER_CREDENTIALS_FULL_URI", &container),
                ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", &token),
            ],
            "the role of the container",
        ),
    ];
    let docs = docs();
    for (number, (pairs, said)) in ways.into_iter().enumerate() {
        assert!(
            docs.contains(&format!("`{}`", pairs[0].0)),
            "docs/publishing.md does not name {}",
            pairs[0].0
        );
        let mut variables = base.clone();
        variables.extend(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let to = format!("s3://docs/{number}");
        let ran = run(&sandbox, &["publish", "site", "--to", &to, "--verbose"], &variables);
        ran.assert_code(0);
        assert!(ran.err.contains(said) && !ran.err.contains("hush"), "{}", ran.err);
    }
}

/// An empty bucket of Google Cloud Storage that takes every file, and notes who asks.
async fn bucket() -> (String, Asked) {
    let asked = Asked::default();
    let written = Arc::clone(&asked);
    let router = Router::new().fallback(move |request: Request| {
        let written = Arc::clone(&written);
        async move {
            let header = request.headers().get("authorization").and_then(|value| value.to_str().ok());
            written.lock().unwrap().push(header.unwrap_or_default().to_owned());
            let list = "<?xml version='1.0'?><ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>";
            match (request.method().as_str(), request.uri().query()) {
                ("GET", Some(query)) if query.contains("list-type") => list.into_response(),
                ("PUT", _) => [("etag", "\"1\""), ("x-goog-generation", "1")].into_response(),
                _ => axum::http::StatusCode::NOT_FOUND.into_response(),
            }
        }
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, asked)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_ways_into_google() {
    let Some(key) = Tls::private_key() else { return };
    let sandbox = built();
    let account = serde_json::json!({
        "type": "service_account", "private_key": key, "private_key_id": "1",
        "client_email": "preview@docs.iam.gserviceaccount.com", "client_id": "2",
    });
    sandbox.write("account.json", &account.to_string());
    let file = sandbox.path().join("account.json").to_str().unwrap().to_owned();
    let text = account.to_string();
    let docs = docs();
    for (name, value) in [
        ("GOOGLE_APPLICATION_CREDENTIALS", file.as_str()),
        ("GOOGLE_SERVICE_ACCOUNT", &file),
        ("GOOGLE_SERVICE_ACCOUNT_KEY", &text),
        ("GOOGLE_BEARER_TOKEN", "hush"),
    ] {
        assert!(docs.contains(&format!("`{name}`")), "docs/publishing.md does not name {name}");
        let (url, asked) = bucket().await;
        let variables = BTreeMap::from([
            (name.to_owned(), value.to_owned()),
            ("GOOGLE_BASE_URL".to_owned(), url),
            ("GOOGLE_ALLOW_HTTP".to_owned(), "true".to_owned()),
        ]);
        let ran = run(&sandbox, &["publish", "site", "--to", "gs://docs/team", "--verbose"], &variables);
        ran.assert_code(0);
        assert!(ran.err.contains(&format!("the credentials in {name}")), "{}", ran.err);
        let asked = asked.lock().unwrap();
        assert!(asked.len() > 5);
        let token = asked[0].strip_prefix("Bearer ").expect("a request is signed");
        if name == "GOOGLE_BEARER_TOKEN" {
            assert_eq!(token, "hush");
            continue;
        }
        // A token that the account signed itself, as Google's libraries make it.
        let claims = BASE64_URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
        let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
        assert_eq!(claims["iss"], "preview@docs.iam.gserviceaccount.com");
    }
}
