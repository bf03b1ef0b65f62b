//! A network as companies have it: a certificate authority of their own, and a proxy that everything goes through.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::azurite::{ACCOUNT, Azurite};
use crate::support::sandbox::{Ran, Sandbox};
use crate::support::tls::Tls;

/// A proxy that opens tunnels (`CONNECT`) and notes where to.
async fn proxy() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let tunnels = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&tunnels);
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let noted = Arc::clone(&noted);
            tokio::spawn(async move { tunnel(client, &noted).await });
        }
    });
    (url, tunnels)
}

async fn tunnel(mut client: TcpStream, noted: &Mutex<Vec<String>>) -> Option<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(client.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).ok()?;
    let target = head.strip_prefix("CONNECT ")?.split(' ').next()?.to_owned();
    noted.lock().unwrap().push(target.clone());
    let mut server = TcpStream::connect(target).await.ok()?;
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.ok()?;
    tokio::io::copy_bidirectional(&mut client, &mut server).await.ok().map(drop)
}

fn built() -> Sandbox {
    let definition = "openapi: 3.1.0\ninfo: {title: Harbour, version: 1.0.0}\npaths: {}\n";
    let sandbox = Sandbox::new(&[("openapi.yaml", definition), ("preview.yaml", "{}\n")]);
    sandbox.run(&["build", "-o", "site", "--fail-on", "never"], &[]).assert_code(0);
    sandbox
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_private_authority_and_a_proxy() {
    let Some(tls) = Tls::make() else { return };
    let Some(azurite) = Azurite::start_over_https(tls.server(), &["docs"]).await else { return };
    let (proxy, tunnels) = proxy().await;
    let sandbox = built();
    let url = azurite.url.replace("127.0.0.1", "localhost");
    let authority = tls.authority();
    let trusted = ("SSL_CERT_FILE", authority.to_str().unwrap());
    let base = [("AZURE_STORAGE_USE_EMULATOR", "true"), ("AZURITE_BLOB_STORAGE_URL", url.as_str())];
    let to = format!("az://{ACCOUNT}/docs");
    let publish = |more: &[(&str, &str)]| -> Ran {
        sandbox.run(&["publish", "site", "--to", &to], &[&base[..], more].concat())
    };

    let refused = publish(&[]);
    refused.assert_code(3);
    assert!(refused.err.contains("SSL_CERT_FILE") && refused.err.contains("certificate"), "{}", refused.err);
    publish(&[trusted]).assert_code(0);
    // A folder of authorities, as Debian keeps them.
    std::fs::create_dir(tls.folder().join("authorities")).unwrap();
    let folder = tls.folder().join("authorities");
    std::fs::copy(&authority, folder.join("company.pem")).unwrap();

    assert!(tunnels.lock().unwrap().is_empty());
    publish(&[trusted, ("HTTPS_PROXY", &proxy)]).assert_code(0);
    let port = url.rsplit(':').next().unwrap();
    let seen = std::mem::take(&mut *tunnels.lock().unwrap());
    assert!(!seen.is_empty() && seen.iter().all(|target| *target == format!("localhost:{port}")), "{seen:?}");

    publish(&[trusted, ("HTTPS_PROXY", &proxy), ("NO_PROXY", "example.com,localhost")]).assert_code(0);
    assert!(tunnels.lock().unwrap().is_empty(), "NO_PROXY was not heeded");

    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let dead = format!("http://{}", gone.local_addr().unwrap());
    drop(gone);
    let refused = publish(&[trusted, ("HTTPS_PROXY", &dead)]);
    refused.assert_code(3);
    assert!(refused.err.contains("HTTPS_PROXY"), "{}", refused.err);
}
