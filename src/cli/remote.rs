//! Texts of other hosts for `definition`: from the hosts that the configuration allows, each fetched once per run.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, mpsc};

use tokio::runtime::Runtime;
use url::Url;

use super::failure::{Failure, Result};
use super::service::runtime;
use crate::config::ReferenceHost;
use crate::definition::{Remote, RemoteError, RemoteText};
use crate::http::{AllowedHost, Reach, TextClient, TextError, TextLimits};
use crate::source::Memory;

type Answer = Result<RemoteText, RemoteError>;

/// Fetches from allowed hosts and keeps what it got.
pub(super) struct RemoteTexts {
    client: Arc<TextClient>,
    /// Made at the first fetch.
    runtime: OnceLock<Option<Runtime>>,
    known: Mutex<BTreeMap<Url, Arc<OnceLock<Answer>>>>,
}

impl RemoteTexts {
    /// Fetches from these hosts; `None` where none is allowed.
    pub(super) fn of(hosts: &[ReferenceHost], reach: Reach) -> Option<Arc<dyn Remote>> {
        if hosts.is_empty() {
            return None;
        }
        let hosts = hosts.iter().map(|host| AllowedHost {
            scheme: host.scheme,
            name: host.name.clone(),
            port: host.port,
        });
        let client = TextClient::new(hosts.collect(), reach, TextLimits::default());
        Some(Arc::new(RemoteTexts {
            client: Arc::new(client),
            runtime: OnceLock::new(),
            known: Mutex::default(),
        }))
    }

    /// Waits for the text on a thread that is none of the runtime's.
    fn ask(&self, url: &Url) -> Answer {
        let Some(runtime) = self.runtime.get_or_init(|| runtime().ok()) else {
            return Err(RemoteError("the network can't be used on this machine".to_owned()));
        };
        let (sender, receiver) = mpsc::channel();
        let (client, asked) = (Arc::clone(&self.client), url.clone());
        runtime.spawn(async move {
            let _ = sender.send(client.fetch(&asked).await);
        });
        match receiver.recv() {
            Ok(Ok(text)) => Ok(RemoteText { bytes: text.bytes.to_vec(), url: text.url }),
            Ok(Err(error)) => Err(RemoteError(explained(&error))),
            Err(_) => Err(RemoteError("fetching it stopped".to_owned())),
        }
    }
}

/// The longest definition that is fetched, in bytes.
const MAX_DEFINITION: usize = 64 << 20;

/// A definition at a URL that the person who runs this named: its file, and the URL without what may be secret in it.
pub(super) struct FetchedDefinition {
    pub(super) files: Memory,
    pub(super) path: String,
    pub(super) name: String,
}

/// Whether a word of the command line is a URL.
pub(super) fn is_url(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// Fetches one definition, an earlier build's `openapi.json` for instance.
pub(super) fn fetch_definition(text: &str) -> Result<FetchedDefinition> {
    let wrong = |reason: String| Failure::usage_message(format!("cannot use the URL of the base: {reason}"));
    let mut url = Url::parse(text).map_err(|error| wrong(error.to_string()))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("it holds a user or a password, which other programs can see".to_owned()));
    }
    url.set_fragment(None);
    let shown = without_query(&url);
    let scheme = if url.scheme() == "http" { "http" } else { "https" };
    let host = url.host_str().ok_or_else(|| wrong("it names no host".to_owned()))?.to_owned();
    let port = url.port_or_known_default().unwrap_or(443);
    let limits = TextLimits { text_bytes: MAX_DEFINITION, ..TextLimits::default() };
    let client = TextClient::new(vec![AllowedHost { scheme, name: host, port }], Reach::Anywhere, limits);
    let runtime = runtime()?;
    let fetched = runtime.block_on(client.fetch(&url)).map_err(|error| {
        Failure::surroundings(anyhow::Error::new(error).context(format!("cannot fetch `{shown}`")))
            .hint("the URL must give the definition itself, without signing in")
    })?;
    let path = file_name(&url);
    let mut files = Memory::default();
    files.insert(&path, fetched.bytes.to_vec());
    Ok(FetchedDefinition { files, path, name: shown })
}

/// A URL as it may be shown: what is behind `?` may be a signature.
fn without_query(url: &Url) -> String {
    let mut shown = url.clone();
    shown.set_query(None);
    shown.to_string()
}

/// The last part of a URL's path, where it is the name of a definition's file.
fn file_name(url: &Url) -> String {
    let last = url.path_segments().and_then(|mut parts| parts.next_back()).unwrap_or_default();
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
    let is_file = [".json", ".yaml", ".yml"].iter().any(|ending| last.ends_with(ending));
    if is_file && last.chars().all(is_plain) { last.to_owned() } else { "openapi.json".to_owned() }
}

impl Remote for RemoteTexts {
    fn fetch(&self, url: &Url) -> Answer {
        let slot = {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(known.entry(url.clone()).or_default())
        };
        slot.get_or_init(|| self.ask(url)).clone()
    }
}

impl Drop for RemoteTexts {
    fn drop(&mut self) {
        // Does not wait, so that it may also be dropped where waiting is not allowed.
        if let Some(Some(runtime)) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// The reason with what to do next.
fn explained(error: &TextError) -> String {
    const COPY: &str = "copy the file into the repository";
    let next = match error {
        TextError::NotAllowed(host) => format!("add `{host}` to `references.hosts`, or {COPY}"),
        TextError::Redirected { why, .. } if matches!(**why, TextError::NotAllowed(_)) => {
            format!("name the final address in the reference and allow its host, or {COPY}")
        }
        TextError::Within { .. } | TextError::Redirected { .. } => COPY.to_owned(),
        TextError::Redirects(_) => "name the final address in the reference".to_owned(),
        TextError::TooMany(_) | TextError::TooMuch(_) => COPY.to_owned(),
        TextError::Failed(_) => format!("try again, or {COPY}"),
    };
    format!("{error}; {next}")
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;

    use super::*;
    use crate::definition::{Store, load};
    use crate::source::{Files as _, Memory};

    /// A server with a text at every path, which says how often it was asked.
    fn server() -> u16 {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for (count, stream) in listener.incoming().enumerate() {
                let mut stream = stream.unwrap();
                let mut buffer = [0; 4096];
                let read = stream.read(&mut buffer).unwrap();
                let is_first = String::from_utf8_lossy(&buffer[..read]).starts_with("GET /x/a.yaml ");
                let more =
                    if is_first { "next: {$ref: 'deep/b.yaml#/asked'}\nup: {$ref: /c.yaml}\n" } else { "" };
                let body = format!("asked: {}\n{more}", count + 1);
                let length = body.len();
                let head =
                    format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
                let _ = stream.write_all(format!("{head}{body}").as_bytes());
            }
        });
        port
    }

    fn host(port: u16) -> ReferenceHost {
        ReferenceHost { scheme: "http", name: "localhost".to_owned(), port }
    }

    fn store(text: &str, remote: Option<Arc<dyn Remote>>) -> Store {
        let mut memory = Memory::default();
        memory.insert("a.yaml", text);
        Store::new(Box::new(memory)).with_remote(remote)
    }

    #[test]
    fn references_lead_to_other_hosts_and_on_from_there() {
        let port = server();
        let text = format!(
            "openapi: 3.1.0\na: {{$ref: 'http://localhost:{port}/x/a.yaml'}}\nb: {{$ref: 'https://example.invalid/b.yaml#/c'}}\n"
        );
        let remote = RemoteTexts::of(&[host(port)], Reach::Loopback);
        let (definition, problems) = load(&store(&text, remote.clone()), "a.yaml").unwrap();
        assert!(problems.is_empty());
        let documents = definition.documents().into_iter();
        let names: Vec<_> = documents.map(|document| document.source().path().to_string()).collect();
        let at = |path: &str| format!("http://localhost:{port}/{path}");
        assert_eq!(names, ["a.yaml".to_owned(), at("c.yaml"), at("x/a.yaml"), at("x/deep/b.yaml")]);
        let target = definition.follow(definition.root().get("a").unwrap()).unwrap();
        let first = target.get("asked").unwrap().text();
        let location = target.get("asked").unwrap().location();
        assert_eq!(location.to_string(), format!("{}:1:8", at("x/a.yaml")));
        // The other host is named with what to do.
        let refused = definition.follow(definition.root().get("b").unwrap()).unwrap_err().to_string();
        assert!(refused.contains("example.invalid") && refused.contains("references.hosts"), "{refused}");
        // A second store of the same run asks no one.
        let (again, _) = load(&store(&text, remote), "a.yaml").unwrap();
        let target = again.follow(again.root().get("a").unwrap()).unwrap();
        assert_eq!(target.get("asked").unwrap().text(), first);
    }

    #[test]
    fn a_definition_is_fetched_from_where_the_command_line_says() {
        let port = server();
        let url = format!("http://localhost:{port}/builds/openapi.json?sig=s3cret");
        let fetched = fetch_definition(&url).unwrap();
        assert_eq!((fetched.path.as_str(), fetched.name.contains("s3cret")), ("openapi.json", false));
        assert_eq!(fetched.files.read("openapi.json").unwrap(), b"asked: 1\n");
        let refused = |url: &str| format!("{:?}", fetch_definition(url).err().unwrap());
        assert!(refused("https://u:p@a.test/x.json").contains("a user or a password"));
        assert!(!refused("http://localhost:1/x.json?sig=s3cret").contains("s3cret"));
        assert_eq!(file_name(&Url::parse("https://a.test/b/%2e%2e%2fc.json").unwrap()), "openapi.json");
    }

    #[test]
    fn without_hosts_nothing_is_fetched() {
        let text = "openapi: 3.1.0\na: {$ref: 'http://localhost:1/x.yaml'}\nb: {$ref: '#/openapi'}\n";
        assert!(RemoteTexts::of(&[], Reach::Public).is_none());
        let (definition, problems) = load(&store(text, None), "a.yaml").unwrap();
        assert!(problems.is_empty());
        let refused = definition.follow(definition.root().get("a").unwrap()).unwrap_err().to_string();
        assert!(refused.contains("is a remote reference, which is not read"), "{refused}");
        assert!(definition.follow(definition.root().get("b").unwrap()).is_ok());
    }

    #[test]
    fn addresses_inside_a_network_are_not_asked() {
        let port = server();
        let text = format!("openapi: 3.1.0\na: {{$ref: 'http://localhost:{port}/x.yaml'}}\n");
        let remote = RemoteTexts::of(&[host(port)], Reach::Public);
        let (definition, _) = load(&store(&text, remote), "a.yaml").unwrap();
        let refused = definition.follow(definition.root().get("a").unwrap()).unwrap_err().to_string();
        assert!(refused.contains("not on the public internet"), "{refused}");
    }
}
