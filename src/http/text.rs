//! Texts of other hosts, whatever service they are: fetched without a secret, from allowed hosts alone, never from an
//! address inside a network, and bounded in size, number and time.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT, LOCATION};
use tokio::sync::OnceCell;
use url::{Host, Url};

use super::client::{no_certificates, read, transport};
use super::error::{Cause, explanation, reason, shown};
use super::network::{Reach, is_within};
use super::request::{Repeat, header};
use super::retry;

/// A host that may be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AllowedHost {
    /// `https`, or `http` where that was asked for.
    pub(crate) scheme: &'static str,
    /// The name in lower case.
    pub(crate) name: String,
    /// The port.
    pub(crate) port: u16,
}

impl AllowedHost {
    fn allows(&self, url: &Url) -> bool {
        url.scheme() == self.scheme
            && url.host_str() == Some(&self.name)
            && url.port_or_known_default() == Some(self.port)
    }
}

/// The limits on what is fetched, in one place. Each error names the limit it met.
#[derive(Debug, Clone)]
pub(crate) struct TextLimits {
    /// The longest text, in bytes, unpacked.
    pub(crate) text_bytes: usize,
    /// All texts together, in bytes.
    pub(crate) total_bytes: usize,
    /// How many texts.
    pub(crate) texts: usize,
    /// Redirects of one text.
    pub(crate) redirects: usize,
    /// For a connection to come about.
    pub(crate) connect: Duration,
    /// For one text, answer included.
    pub(crate) request: Duration,
    /// For all texts, one after the other or at once.
    pub(crate) total: Duration,
    /// How often one text is asked for at most.
    pub(crate) tries: u32,
    /// The wait between two tries.
    pub(crate) wait: Duration,
}

impl Default for TextLimits {
    fn default() -> Self {
        TextLimits {
            text_bytes: 16 << 20,
            total_bytes: 64 << 20,
            texts: 500,
            redirects: 5,
            connect: Duration::from_secs(10),
            request: Duration::from_secs(30),
            total: Duration::from_secs(120),
            tries: 2,
            wait: Duration::from_secs(1),
        }
    }
}

/// Why there is no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TextError {
    /// Its host is not among the allowed ones, or not with this scheme and port.
    #[error("`{0}` is not an allowed host")]
    NotAllowed(String),
    /// The host's address is inside a network.
    #[error("`{host}` has the address {address}, which is not on the public internet")]
    Within {
        /// The host's name.
        host: String,
        /// The address.
        address: String,
    },
    /// It leads to another place, and so on.
    #[error("redirected more than {0} times")]
    Redirects(usize),
    /// It leads to a place that may not be asked.
    #[error("redirected to `{to}`: {why}")]
    Redirected {
        /// The place, without its query.
        to: String,
        /// Why not.
        why: Box<TextError>,
    },
    /// More texts than the limit.
    #[error("more than {0} texts of other hosts are referenced")]
    TooMany(usize),
    /// All texts together are too long.
    #[error("the texts of other hosts have more than {0} bytes together")]
    TooMuch(usize),
    /// The answer is none.
    #[error("{0}")]
    Failed(Cause),
}

/// A text, and where it was in the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) bytes: Bytes,
    pub(crate) url: Url,
}

/// What was used up so far.
#[derive(Debug, Default)]
struct Spent {
    texts: usize,
    bytes: usize,
    since: Option<Instant>,
}

/// Fetches texts. Made lazily; goes straight to the hosts, never through a proxy, since what a proxy would look up for
/// us could not be checked.
#[derive(Debug)]
pub(crate) struct TextClient {
    hosts: Vec<AllowedHost>,
    reach: Reach,
    limits: TextLimits,
    inner: OnceCell<reqwest::Client>,
    spent: Mutex<Spent>,
}

impl TextClient {
    /// A client that asks these hosts; nothing is opened yet.
    pub(crate) fn new(hosts: Vec<AllowedHost>, reach: Reach, limits: TextLimits) -> Self {
        TextClient { hosts, reach, limits, inner: OnceCell::new(), spent: Mutex::default() }
    }

    /// The text at a URL.
    pub(crate) async fn fetch(&self, url: &Url) -> Result<Text, TextError> {
        self.allow(url)?;
        let deadline = self.start()?;
        let mut tries = 0;
        loop {
            tries += 1;
            match self.follow(url, deadline).await {
                Err(TextError::Failed(cause))
                    if tries < self.limits.tries && retry::again(&cause, Repeat::Harmless, tries) =>
                {
                    tokio::time::sleep(self.limits.wait).await;
                }
                result => return result,
            }
        }
    }

    fn allow(&self, url: &Url) -> Result<(), TextError> {
        if !self.hosts.iter().any(|host| host.allows(url)) {
            return Err(TextError::NotAllowed(origin(url)));
        }
        // A name is looked at when it is resolved, an address here.
        let address = match url.host() {
            Some(Host::Ipv4(address)) => address.into(),
            Some(Host::Ipv6(address)) => address.into(),
            _ => return Ok(()),
        };
        match is_within(self.reach, address) {
            true => Ok(()),
            false => Err(TextError::Within { host: origin(url), address: address.to_string() }),
        }
    }

    /// Counts one more text, and gives the time by which it must be there.
    fn start(&self) -> Result<Instant, TextError> {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        if spent.texts >= self.limits.texts {
            return Err(TextError::TooMany(self.limits.texts));
        }
        spent.texts += 1;
        let now = Instant::now();
        let end = *spent.since.get_or_insert(now) + self.limits.total;
        if now >= end {
            return Err(TextError::Failed(Cause::OutOfTime));
        }
        Ok(end.min(now + self.limits.request))
    }

    async fn follow(&self, url: &Url, deadline: Instant) -> Result<Text, TextError> {
        let mut current = url.clone();
        for _ in 0..=self.limits.redirects {
            let next = match self.get(&current, deadline).await? {
                Answer::Text(bytes) => return Ok(Text { bytes, url: current }),
                Answer::Elsewhere(next) => next,
            };
            self.allow(&next)
                .map_err(|why| TextError::Redirected { to: shown(&next), why: Box::new(why) })?;
            current = next;
        }
        Err(TextError::Redirects(self.limits.redirects))
    }

    async fn get(&self, url: &Url, deadline: Instant) -> Result<Answer, TextError> {
        let client =
            self.inner.get_or_try_init(|| async { self.build(url) }).await.map_err(TextError::Failed)?;
        let left = deadline.saturating_duration_since(Instant::now());
        let request = client.get(url.clone()).timeout(left);
        let response = request.header(ACCEPT, "*/*").send().await.map_err(|error| refused(error, url))?;
        let status = response.status();
        if status.is_redirection() {
            let location = header(response.headers(), LOCATION.as_str()).unwrap_or_default();
            return match url.join(&location) {
                Ok(mut next) if !location.is_empty() => {
                    next.set_fragment(None);
                    Ok(Answer::Elsewhere(next))
                }
                _ => Err(TextError::Failed(Cause::Redirected { location })),
            };
        }
        let body = read(response, self.limits.text_bytes).await.map_err(TextError::Failed)?;
        if !status.is_success() {
            let (message, type_key) = explanation(&body);
            let status = status.as_u16();
            return Err(TextError::Failed(Cause::Refused { status, message, type_key, retry_after: None }));
        }
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        spent.bytes = spent.bytes.saturating_add(body.len());
        if spent.bytes > self.limits.total_bytes {
            return Err(TextError::TooMuch(self.limits.total_bytes));
        }
        Ok(Answer::Text(body))
    }

    fn build(&self, url: &Url) -> Result<reqwest::Client, Cause> {
        let make = |plain: bool| {
            let builder = reqwest::Client::builder()
                .user_agent(concat!("preview/", env!("CARGO_PKG_VERSION")))
                .connect_timeout(self.limits.connect)
                .redirect(reqwest::redirect::Policy::none())
                .no_proxy()
                .dns_resolver(Arc::new(PublicNames(self.reach)));
            let builder = if plain { builder.tls_certs_only([]) } else { builder };
            builder.build().map_err(reason)
        };
        match make(false) {
            Err(text) if no_certificates(&text) && url.scheme() == "http" => {
                make(true).map_err(Cause::Unbuildable)
            }
            Err(text) if no_certificates(&text) => Err(Cause::NoCertificates),
            made => made.map_err(Cause::Unbuildable),
        }
    }
}

enum Answer {
    Text(Bytes),
    Elsewhere(Url),
}

/// Scheme, host and port as the list of hosts has them.
fn origin(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    match url.scheme() {
        "https" => format!("{host}{port}"),
        scheme => format!("{scheme}://{host}{port}"),
    }
}

/// Tells a refused address from a connection that failed.
fn refused(error: reqwest::Error, url: &Url) -> TextError {
    let mut next: Option<&dyn std::error::Error> = Some(&error);
    while let Some(cause) = next {
        if let Some(NotPublic(address)) = cause.downcast_ref() {
            return TextError::Within { host: origin(url), address: address.clone() };
        }
        next = cause.source();
    }
    TextError::Failed(transport(error))
}

/// An address that a name must not have.
#[derive(Debug, thiserror::Error)]
#[error("{0} is not on the public internet")]
struct NotPublic(String);

/// Looks up names once; the connection then goes to the addresses that were looked at. One address inside a network
/// refuses the name: who answers so is not to be trusted with the others.
#[derive(Debug)]
struct PublicNames(Reach);

impl Resolve for PublicNames {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            if let Some(within) = found.iter().find(|address| !is_within(reach, address.ip())) {
                return Err(NotPublic(within.ip().to_string()).into());
            }
            let addresses: Addrs = Box::new(found.into_iter());
            Ok(addresses)
        })
    }
}
