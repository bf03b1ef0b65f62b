//! Fetching from a server on this machine, which only tests may do.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use url::Url;

use super::error::Cause;
use super::network::Reach;
use super::text::*;

/// A server that answers each path by its first segment; its port, and how often it was asked.
fn server() -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let first = lines.next().and_then(Result::ok).unwrap_or_default();
            let head: Vec<String> = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
            assert!(!head.iter().any(|line| line.to_ascii_lowercase().starts_with("authorization")));
            let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
            let count = counter.fetch_add(1, Ordering::SeqCst);
            let redirect =
                |to: String| format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n");
            let text = |status: &str, body: &str| {
                format!(
                    "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
                    body.len()
                )
            };
            let answer = match path.split('/').nth(1).unwrap_or_default() {
                "near" => redirect("/texts/b.yaml?x=1#y".to_owned()),
                "inside" => redirect("http://169.254.169.254/latest".to_owned()),
                "elsewhere" => redirect("https://elsewhere.example/".to_owned()),
                "round" => redirect("/round".to_owned()),
                "nowhere" => text("404 Not Found", "no such text"),
                "busy" if count == 0 => text("503 Service Unavailable", ""),
                "long" => text("200 OK", &"x".repeat(5_000)),
                "silent" => {
                    std::thread::sleep(Duration::from_millis(600));
                    String::new()
                }
                _ => text("200 OK", "a: 1"),
            };
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    (port, asked)
}

fn limits() -> TextLimits {
    TextLimits {
        text_bytes: 4_000,
        total_bytes: 10,
        texts: 8,
        wait: Duration::from_millis(1),
        ..TextLimits::default()
    }
}

fn host(name: &str, port: u16) -> AllowedHost {
    AllowedHost { scheme: "http", name: name.to_owned(), port }
}

fn fetch(client: &TextClient, url: &str) -> Result<Text, TextError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(client.fetch(&Url::parse(url).unwrap()))
}

#[test]
fn texts_come_from_allowed_hosts_alone() {
    let (port, asked) = server();
    let client = TextClient::new(vec![host("localhost", port)], Reach::Loopback, limits());
    let text = fetch(&client, &format!("http://localhost:{port}/a.yaml")).unwrap();
    assert_eq!(&text.bytes[..], b"a: 1");
    for (url, shown) in [
        ("http://localhost/a.yaml".to_owned(), "http://localhost".to_owned()),
        (format!("https://localhost:{port}/a.yaml"), format!("localhost:{port}")),
        ("http://example.com/".to_owned(), "http://example.com".to_owned()),
        (format!("http://127.0.0.1:{port}/a.yaml"), format!("http://127.0.0.1:{port}")),
        ("file:///etc/passwd".to_owned(), "file://".to_owned()),
    ] {
        assert_eq!(fetch(&client, &url).unwrap_err(), TextError::NotAllowed(shown), "{url}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[test]
fn addresses_inside_a_network_are_refused_however_they_are_named() {
    let (port, asked) = server();
    let hosts = vec![host("localhost", port), host("127.0.0.1", port), host("[::ffff:7f00:1]", port)];
    let client = TextClient::new(hosts, Reach::Public, limits());
    for name in ["localhost", "127.0.0.1", "[::ffff:127.0.0.1]", "0x7f.1", "2130706433"] {
        let error = fetch(&client, &format!("http://{name}:{port}/a.yaml")).unwrap_err();
        assert!(matches!(error, TextError::Within { .. }), "{name}: {error:?}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[test]
fn redirects_are_held_to_the_list_too() {
    let (port, _) = server();
    let hosts = vec![host("localhost", port), host("169.254.169.254", 80)];
    let client = TextClient::new(hosts, Reach::Loopback, limits());
    let at = |path: &str| fetch(&client, &format!("http://localhost:{port}/{path}"));
    assert_eq!(at("near").unwrap().url.as_str(), format!("http://localhost:{port}/texts/b.yaml?x=1"));
    let TextError::Redirected { why, .. } = at("inside").unwrap_err() else { panic!("another error") };
    assert!(matches!(*why, TextError::Within { .. }), "{why:?}");
    let TextError::Redirected { to, why } = at("elsewhere").unwrap_err() else { panic!("another error") };
    assert_eq!(
        (to.as_str(), *why),
        ("https://elsewhere.example/", TextError::NotAllowed("elsewhere.example".into()))
    );
    assert_eq!(at("round").unwrap_err(), TextError::Redirects(5));
}

#[test]
fn size_number_and_time_are_bounded() {
    let (port, asked) = server();
    let short = TextLimits { request: Duration::from_millis(200), tries: 1, ..limits() };
    let client = TextClient::new(vec![host("localhost", port)], Reach::Loopback, short);
    let at = |path: &str| fetch(&client, &format!("http://localhost:{port}/{path}")).unwrap_err();
    assert_eq!(at("long"), TextError::Failed(Cause::TooLarge(4_000)));
    assert!(matches!(at("nowhere"), TextError::Failed(Cause::Refused { status: 404, .. })));
    assert_eq!(at("silent"), TextError::Failed(Cause::TimedOut));
    std::thread::sleep(Duration::from_millis(600));
    let client = TextClient::new(vec![host("localhost", port)], Reach::Loopback, limits());
    asked.store(0, Ordering::SeqCst);
    let url = format!("http://localhost:{port}/busy");
    assert!(fetch(&client, &url).is_ok() && fetch(&client, &url).is_ok());
    assert_eq!(asked.load(Ordering::SeqCst), 3);
    assert_eq!(fetch(&client, &url).unwrap_err(), TextError::TooMuch(10));
    (0..5).for_each(|_| drop(fetch(&client, &url)));
    assert_eq!(fetch(&client, &url).unwrap_err(), TextError::TooMany(8));
    let none = TextLimits { total: Duration::ZERO, ..limits() };
    let client = TextClient::new(vec![host("localhost", port)], Reach::Loopback, none);
    assert_eq!(fetch(&client, &url).unwrap_err(), TextError::Failed(Cause::OutOfTime));
}
