//! A proxy between us and a store that breaks some of the requests.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Fault {
    /// Nothing.
    None,
    /// Answered with 500, not forwarded.
    InternalError,
    /// Answered with 503 and `Retry-After: 1`, not forwarded.
    Busy,
    /// Forwarded, then the connection is cut in the middle of the answer.
    Reset,
    /// Forwarded after a moment.
    Slow,
    /// Forwarded; the answer has another MD5.
    WrongMd5,
    /// Answered with 403 and this code, not forwarded.
    Forbidden(&'static str),
}

/// Decides by the number of the request, counted from 0, and its method.
type Decide = dyn Fn(usize, &str) -> Fault + Send + Sync;

/// A running proxy; stops with the test's runtime.
pub(super) struct Proxy {
    pub(super) url: String,
    log: Arc<Mutex<HashMap<Fault, usize>>>,
}

impl Proxy {
    /// Forwards to `upstream` (`http://127.0.0.1:PORT`).
    pub(super) async fn start(
        upstream: &str,
        decide: impl Fn(usize, &str) -> Fault + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let upstream = upstream.trim_start_matches("http://").to_owned();
        let log = Arc::new(Mutex::new(HashMap::new()));
        let (written, decide): (_, Arc<Decide>) = (Arc::clone(&log), Arc::new(decide));
        tokio::spawn(async move {
            let mut number = 0;
            loop {
                let (client, _) = listener.accept().await.unwrap();
                let (upstream, log, decide) = (upstream.clone(), Arc::clone(&written), Arc::clone(&decide));
                // One request a connection, so that connections count requests.
                let this = number;
                number += 1;
                tokio::spawn(async move {
                    let _ = serve(client, &upstream, this, decide.as_ref(), &log).await;
                });
            }
        });
        Proxy { url, log }
    }

    /// How often a fault was made.
    pub(super) fn made(&self, fault: Fault) -> usize {
        self.log.lock().unwrap().get(&fault).copied().unwrap_or_default()
    }
}

async fn serve(
    mut client: TcpStream,
    upstream: &str,
    number: usize,
    decide: &Decide,
    log: &Mutex<HashMap<Fault, usize>>,
) -> std::io::Result<()> {
    let Some(request) = read_request(&mut client).await? else { return Ok(()) };
    let method = String::from_utf8_lossy(&request[..8]).split(' ').next().unwrap_or_default().to_owned();
    let fault = decide(number, &method);
    *log.lock().unwrap().entry(fault).or_default() += 1;
    let answer = |status: &str, header: &str, body: &str| {
        format!(
            "HTTP/1.1 {status}\r\n{header}content-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        )
    };
    let local = match fault {
        Fault::InternalError => Some(answer("500 Internal Server Error", "", "")),
        Fault::Busy => Some(answer("503 Busy", "retry-after: 1\r\n", "<Code>ServerBusy</Code>")),
        Fault::Forbidden(code) => {
            Some(answer("403 Forbidden", "", &format!("<Error><Code>{code}</Code></Error>")))
        }
        _ => None,
    };
    if let Some(text) = local {
        return client.write_all(text.as_bytes()).await;
    }
    if fault == Fault::Slow {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    }
    let mut response = forward(upstream, &request).await?;
    match fault {
        Fault::WrongMd5 => {
            let text = String::from_utf8_lossy(&response).into_owned();
            response = text.replace("Content-MD5: ", "Content-MD5: AAAA").into_bytes();
        }
        Fault::Reset => response.truncate(response.len() / 2),
        _ => {}
    }
    client.write_all(&response).await?;
    client.shutdown().await
}

/// The head and the body by its `content-length`; `None` for a connection without a request.
async fn read_request(client: &mut TcpStream) -> std::io::Result<Option<Vec<u8>>> {
    let mut request = Vec::new();
    let head = loop {
        if client.read_buf(&mut request).await? == 0 {
            return Ok(None);
        }
        if let Some(end) = request.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let text = String::from_utf8_lossy(&request[..head]).to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length:"));
    let length: usize = length.map_or(0, |length| length.trim().parse().unwrap());
    while request.len() < head + length {
        if client.read_buf(&mut request).await? == 0 {
            return Ok(None);
        }
    }
    Ok(Some(request))
}

/// Sends the request on a connection that ends with the answer.
async fn forward(upstream: &str, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut server = TcpStream::connect(upstream).await?;
    let line_end = request.windows(2).position(|window| window == b"\r\n").unwrap() + 2;
    server.write_all(&request[..line_end]).await?;
    server.write_all(b"connection: close\r\n").await?;
    server.write_all(&request[line_end..]).await?;
    let mut response = Vec::new();
    server.read_to_end(&mut response).await?;
    let keep = b"Connection: keep-alive";
    if let Some(at) = response.windows(keep.len()).position(|window| window.eq_ignore_ascii_case(keep)) {
        response.splice(at..at + keep.len(), b"Connection: close".iter().copied());
    }
    Ok(response)
}
