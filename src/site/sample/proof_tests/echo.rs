//! A server on this machine that keeps what arrives.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// One request as it arrived.
#[derive(Debug)]
pub(super) struct Arrived {
    pub(super) method: String,
    pub(super) target: String,
    /// By names in lower case.
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Vec<u8>,
}

/// The running server.
pub(super) struct Echo {
    port: u16,
    arrived: Arc<Mutex<Vec<Arrived>>>,
    stopping: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Echo {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let arrived = Arc::new(Mutex::new(Vec::new()));
        let stopping = Arc::new(AtomicBool::new(false));
        let (kept, stop) = (arrived.clone(), stopping.clone());
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                if let Some(request) = stream.ok().and_then(answer) {
                    kept.lock().unwrap().push(request);
                }
            }
        });
        Echo { port, arrived, stopping, thread }
    }

    pub(super) fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Sends a message as it is, and waits for the answer.
    pub(super) fn send(&self, message: &str) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.write_all(message.as_bytes()).unwrap();
        stream.read_to_end(&mut Vec::new()).unwrap();
    }

    pub(super) fn stop(self) -> Vec<Arrived> {
        self.stopping.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(("127.0.0.1", self.port)));
        self.thread.join().unwrap();
        std::mem::take(&mut self.arrived.lock().unwrap())
    }
}

/// Reads one request and answers it; `None` for a connection without one.
fn answer(stream: TcpStream) -> Option<Arrived> {
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let mut writer = stream.try_clone().ok()?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line).ok()?;
        let line = String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned();
        let Some((name, value)) = line.split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    if headers.get("expect").is_some_and(|value| value.contains("100-continue")) {
        writer.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").ok()?;
    }
    let chunked = headers.get("transfer-encoding").is_some_and(|value| value.contains("chunked"));
    let length =
        headers.get("content-length").and_then(|value| value.parse::<u64>().ok()).unwrap_or_default();
    let mut body = Vec::new();
    if chunked {
        loop {
            let mut size = String::new();
            reader.read_line(&mut size).ok()?;
            let size = u64::from_str_radix(size.trim(), 16).ok()?;
            (&mut reader).take(size).read_to_end(&mut body).ok()?;
            reader.read_line(&mut String::new()).ok()?;
            if size == 0 {
                break;
            }
        }
    } else {
        (&mut reader).take(length).read_to_end(&mut body).ok()?;
    }
    let answer =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n";
    writer.write_all(answer.as_bytes()).ok()?;
    if method != "HEAD" {
        writer.write_all(b"{}").ok()?;
    }
    drop(writer.shutdown(Shutdown::Write));
    Some(Arrived { method, target, headers, body })
}

/// The parts of a multipart body: header fields by names in lower case, and `content`.
pub(super) fn parts<'b>(kind: &str, body: &'b [u8]) -> Result<Vec<BTreeMap<String, Vec<u8>>>, String> {
    let boundary = kind.split("boundary=").nth(1).ok_or_else(|| format!("no boundary in {kind:?}"))?;
    let boundary = format!("--{}", boundary.split(';').next().unwrap_or_default().trim_matches('"'));
    let split = |bytes: &'b [u8], at: &[u8]| -> Option<(&'b [u8], &'b [u8])> {
        let found = bytes.windows(at.len()).position(|window| window == at)?;
        Some((&bytes[..found], &bytes[found + at.len()..]))
    };
    let mut parts = Vec::new();
    let (_, mut rest) = split(body, boundary.as_bytes()).ok_or("no part")?;
    let next = format!("\r\n{boundary}");
    while let Some(after) = rest.strip_prefix(b"\r\n") {
        let (part, following) = split(after, next.as_bytes()).ok_or("a part without an end")?;
        let (head, content) = match part.strip_prefix(b"\r\n") {
            Some(content) => (&b""[..], content),
            None => split(part, b"\r\n\r\n").ok_or("a part without content")?,
        };
        let mut fields = BTreeMap::from([("content".to_owned(), content.to_vec())]);
        for line in std::str::from_utf8(head)
            .map_err(|error| error.to_string())?
            .split("\r\n")
            .filter(|line| !line.is_empty())
        {
            let (name, value) = line.split_once(':').ok_or("a line without a colon")?;
            fields.insert(name.to_ascii_lowercase(), value.trim().as_bytes().to_vec());
        }
        parts.push(fields);
        rest = following;
    }
    Ok(parts)
}
