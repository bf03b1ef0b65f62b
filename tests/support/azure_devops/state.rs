//! What the server keeps, and how a test seeds it and plays people.

use std::collections::BTreeMap;

use axum::http::request::Parts;
use percent::decode;
use serde_json::{Value, json};

use super::StandIn;
use super::fault::Fault;

/// The collection's path: a virtual directory and a name with a space.
pub(crate) const COLLECTION: &str = "tfs/Default%20Collection/";

/// Everything.
pub(crate) struct State {
    /// The collection's address, ending in a slash.
    pub(crate) address: String,
    /// The newest API version that this server speaks.
    pub(crate) newest_version: (u16, u16),
    /// Whether a status policy resets on new changes, and refuses statuses without an iteration.
    pub(crate) status_needs_iteration: bool,
    /// Whether changing a thread's properties replaces all of them, instead of adding. The real service's way is not documented.
    pub(crate) properties_replace: bool,
    /// Whether the answer to a status says who posted it.
    pub(crate) statuses_name_author: bool,
    pub(crate) people: Vec<Person>,
    /// Groups by name, such as `[Fabrikam]\API Owners`, with the ids of their members.
    pub(crate) groups: BTreeMap<String, Vec<String>>,
    pub(crate) pull_requests: BTreeMap<u64, PullRequest>,
    /// Files by commit and path (with a leading `/`).
    pub(crate) files: BTreeMap<(String, String), Vec<u8>>,
    /// Timelines by build.
    pub(crate) timelines: BTreeMap<u64, Value>,
    pub(crate) requests: Vec<Recorded>,
    pub(crate) violations: Vec<String>,
    pub(crate) faults: Vec<Fault>,
    clock: u32,
}

/// Someone with a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) name: String,
    /// The value of `Authorization`.
    pub(crate) authorization: String,
    pub(crate) may_read: bool,
    pub(crate) may_contribute: bool,
    pub(crate) may_post_status: bool,
}

/// A pull request.
#[derive(Debug, Clone)]
pub(crate) struct PullRequest {
    pub(crate) number: u64,
    pub(crate) status: &'static str,
    pub(crate) is_draft: bool,
    /// The id of the person who opened it.
    pub(crate) author: String,
    /// Commit of each iteration and the paths changed against the merge base.
    pub(crate) iterations: Vec<(String, Vec<ChangedFile>)>,
    pub(crate) threads: Vec<Thread>,
    pub(crate) statuses: Vec<Status>,
    pub(crate) attachments: BTreeMap<String, Vec<u8>>,
    next_thread: u64,
}

/// A file of an iteration's changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChangedFile {
    pub(crate) path: String,
    pub(crate) kind: &'static str,
    pub(crate) tracking_id: u64,
}

/// A thread.
#[derive(Debug, Clone, Default)]
pub(crate) struct Thread {
    pub(crate) id: u64,
    pub(crate) status: Option<String>,
    pub(crate) comments: Vec<Comment>,
    pub(crate) properties: BTreeMap<String, Value>,
    pub(crate) context: Value,
    pub(crate) tracking: Value,
}

/// A comment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Comment {
    pub(crate) id: u64,
    pub(crate) author: String,
    pub(crate) content: String,
    pub(crate) kind: &'static str,
    pub(crate) is_deleted: bool,
    pub(crate) date: String,
}

/// A status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Status {
    pub(crate) id: u64,
    pub(crate) state: String,
    pub(crate) description: String,
    pub(crate) target_url: Option<String>,
    pub(crate) genre: String,
    pub(crate) name: String,
    pub(crate) iteration: Option<u64>,
    pub(crate) author: String,
}

/// A request as it came in.
#[derive(Debug, Clone)]
pub(crate) struct Recorded {
    pub(crate) method: String,
    /// As sent, percent-encoded.
    pub(crate) path: String,
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl State {
    pub(super) fn new(address: String) -> Self {
        let person = |id: &str, name: &str, authorization: String| Person {
            id: id.to_owned(),
            name: name.to_owned(),
            authorization,
            may_read: true,
            may_contribute: true,
            may_post_status: true,
        };
        State {
            address,
            newest_version: (7, 1),
            status_needs_iteration: true,
            properties_replace: true,
            statuses_name_author: true,
            people: vec![
                person(
                    "b0000000-0000-4000-8000-000000000001",
                    "Fabrikam Häfen Build Service (Default Collection)",
                    format!("Bearer {}", StandIn::TOKEN),
                ),
                // Base64 of `:` and the token, written out so that it is checked against something else than our own code.
                person(
                    "b0000000-0000-4000-8000-000000000002",
                    "API docs",
                    "Basic OnBlcnNvbmFsLWFjY2Vzcy10b2tlbi1vZi1hLXNlcnZpY2UtdXNlcg==".to_owned(),
                ),
            ],
            groups: BTreeMap::new(),
            pull_requests: BTreeMap::new(),
            files: BTreeMap::new(),
            timelines: BTreeMap::new(),
            requests: Vec::new(),
            violations: Vec::new(),
            faults: Vec::new(),
            clock: 0,
        }
    }

    /// The pull request of that number, made when it is not there.
    pub(crate) fn pull_request(&mut self, number: u64) -> &mut PullRequest {
        self.pull_requests.entry(number).or_insert_with(|| PullRequest {
            number,
            status: "active",
            is_draft: false,
            author: "author".to_owned(),
            iterations: Vec::new(),
            threads: Vec::new(),
            statuses: Vec::new(),
            attachments: BTreeMap::new(),
            next_thread: 1,
        })
    }

    /// The identity of the job's token.
    pub(crate) fn build_service(&mut self) -> &mut Person {
        &mut self.people[0]
    }

    /// A moment later than all before.
    pub(super) fn now(&mut self) -> String {
        self.clock += 1;
        format!(
            "2026-01-05T{:02}:{:02}:{:02}.12Z",
            10 + self.clock / 3600,
            self.clock / 60 % 60,
            self.clock % 60
        )
    }
}

impl PullRequest {
    /// A push: a new iteration with the paths that the pull request changes since then.
    pub(crate) fn push(&mut self, commit: &str, changed: &[&str]) -> &mut Self {
        let file = |(index, path): (usize, &&str)| ChangedFile {
            path: (*path).to_owned(),
            kind: "edit",
            tracking_id: index as u64 + 1,
        };
        self.iterations.push((commit.to_owned(), changed.iter().enumerate().map(file).collect()));
        // The service tells of each push in a thread of its own.
        let properties = BTreeMap::from([("CodeReviewThreadType".to_owned(), json!("RefUpdate"))]);
        self.add_thread(Thread {
            comments: vec![Comment {
                id: 1,
                author: "author".to_owned(),
                content: "The reference refs/heads/feature was updated.".to_owned(),
                kind: "system",
                ..Comment::default()
            }],
            properties,
            ..Thread::default()
        });
        self
    }

    /// Adds a thread with the next number.
    pub(crate) fn add_thread(&mut self, mut thread: Thread) -> &mut Thread {
        thread.id = self.next_thread;
        self.next_thread += 1;
        self.threads.push(thread);
        self.threads.last_mut().expect("one was pushed")
    }

    pub(crate) fn thread(&mut self, id: u64) -> Option<&mut Thread> {
        self.threads.iter_mut().find(|thread| thread.id == id)
    }

    /// Threads that tools or people wrote and that are not deleted.
    pub(crate) fn live_threads(&self) -> Vec<&Thread> {
        self.threads.iter().filter(|thread| !thread.is_system() && !thread.is_deleted()).collect()
    }

    /// The newest status of `genre/name` on an iteration.
    pub(crate) fn status(&self, name: &str, iteration: u64) -> Option<&Status> {
        self.statuses
            .iter()
            .rfind(|s| format!("{}/{}", s.genre, s.name) == name && s.iteration == Some(iteration))
    }
}

impl Thread {
    /// A reply by someone.
    pub(crate) fn reply(&mut self, author: &str, content: &str) -> u64 {
        let id = self.comments.len() as u64 + 1;
        let (author, content) = (author.to_owned(), content.to_owned());
        let date = "2026-01-05T12:00:00Z".to_owned();
        self.comments.push(Comment { id, author, content, kind: "text", is_deleted: false, date });
        id
    }

    pub(crate) fn is_system(&self) -> bool {
        self.comments.first().is_some_and(|comment| comment.kind == "system")
    }

    /// All comments are deleted.
    pub(crate) fn is_deleted(&self) -> bool {
        self.comments.iter().all(|comment| comment.is_deleted)
    }

    pub(crate) fn text(&self) -> &str {
        self.comments.first().map_or("", |comment| &comment.content)
    }

    /// Deletes every comment.
    pub(crate) fn delete(&mut self) {
        for comment in &mut self.comments {
            comment.is_deleted = true;
        }
    }
}

impl Recorded {
    pub(super) fn of(head: &Parts, body: &[u8]) -> Self {
        let pairs = |text: &str| {
            let pair = |part: &str| {
                let (name, value) = part.split_once('=').unwrap_or((part, ""));
                (decode(&name.replace('+', " ")), decode(&value.replace('+', " ")))
            };
            text.split('&').filter(|part| !part.is_empty()).map(pair).collect()
        };
        let header = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        Recorded {
            method: head.method.to_string(),
            path: head.uri.path().to_owned(),
            query: pairs(head.uri.query().unwrap_or_default()),
            headers: head.headers.iter().map(header).collect(),
            body: body.to_vec(),
        }
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// `PATCH threads/3/comments/1`: the method and what stands below the pull request.
    pub(crate) fn short(&self) -> String {
        let path = self.path.split_once("/pullRequests/").map_or(self.path.as_str(), |(_, rest)| rest);
        format!("{} {}", self.method, path.split_once('/').map_or(path, |(_, rest)| rest))
    }

    /// The path's segments below the collection, decoded.
    pub(super) fn segments(&self) -> Option<Vec<String>> {
        let below = self.path.strip_prefix('/')?.strip_prefix(COLLECTION)?;
        Some(below.split('/').map(decode).collect())
    }
}

mod percent {
    /// Undoes percent-encoding.
    pub(super) fn decode(text: &str) -> String {
        let mut bytes = Vec::new();
        let mut rest = text.as_bytes();
        while let Some((first, tail)) = rest.split_first() {
            let hex = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
            match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| *first == b'%') {
                Some(byte) => {
                    bytes.push(byte);
                    rest = &tail[2..];
                }
                None => {
                    bytes.push(*first);
                    rest = tail;
                }
            }
        }
        String::from_utf8_lossy(&bytes).into_owned()
    }
}
