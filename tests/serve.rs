//! `preview serve`: what it watches, what it says when a build fails, how it ends.
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::support::sandbox::Sandbox;

const DEFINITION: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n";

/// A server that runs, and what it said.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn start(sandbox: &Sandbox) -> Self {
        let mut command = sandbox.command("", &["serve", "--port", "0"], &[]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let line = lines.find_map(|line| line.ok().filter(|line| line.starts_with("Preview at"))).unwrap();
        let port = line.split("127.0.0.1:").nth(1).unwrap().split('/').next().unwrap().parse().unwrap();
        // What is said later must not fill the pipe.
        std::thread::spawn(move || lines.count());
        Server { child, port }
    }

    fn ask(&self, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let host = format!("127.0.0.1:{}", self.port);
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        stream
    }

    /// Waits until a page says something.
    #[track_caller]
    fn wait_for(&self, path: &str, wanted: &str) {
        let begin = Instant::now();
        loop {
            let mut text = String::new();
            self.ask(path).read_to_string(&mut text).unwrap();
            if text.contains(wanted) {
                return;
            }
            assert!(begin.elapsed() < Duration::from_secs(60), "`{wanted}` never came:\n{text}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Sends a signal while a page listens, and gives back the exit code.
    fn end(mut self, signal: &str) -> Option<i32> {
        let mut open = self.ask("/-/events");
        open.read_exact(&mut [0; 15]).unwrap();
        let id = self.child.id().to_string();
        assert!(std::process::Command::new("kill").args([signal, &id]).status().unwrap().success());
        let begin = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            if begin.elapsed() > Duration::from_secs(20) {
                self.child.kill().unwrap();
                panic!("it did not end");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

#[test]
fn a_server_ends_while_a_page_is_open() {
    let sandbox = Sandbox::new(&[("openapi.yaml", DEFINITION)]);
    assert_eq!(Server::start(&sandbox).end("-INT"), Some(130));
    assert_eq!(Server::start(&sandbox).end("-TERM"), Some(143));
}

#[test]
fn all_that_was_read_is_watched() {
    let sandbox = Sandbox::new(&[
        ("openapi.yaml", DEFINITION),
        ("preview.yaml", "docs: {pages: ['docs/*.md']}\n"),
        ("set-aside.yaml", "no list\n"),
        ("docs/guide.md", "# Guide\n\nOld words.\n"),
    ]);
    let server = Server::start(&sandbox);
    server.wait_for("/api/guides/guide.html", "Old words.");
    sandbox.write("docs/guide.md", "# Guide\n\nNew words.\n");
    server.wait_for("/api/guides/guide.html", "New words.");
    sandbox.write("docs/second.md", "# Second\n\nMore words.\n");
    server.wait_for("/api/guides/second.html", "More words.");
    // What fails is shown, and goes again.
    sandbox.write("preview.yaml", "docs: {pagse: []}\n");
    server.wait_for("/index.html", "unknown key `pagse`; did you mean `pages`?");
    sandbox.write("preview.yaml", "docs: {title: Mended}\nignore: set-aside.yaml\n");
    server.wait_for("/index.html", "set-aside.yaml:1:");
    sandbox.write("set-aside.yaml", "{}\n");
    server.wait_for("/index.html", "Mended");
    server.end("-INT");
}
