//! Where things are: the REST API's addresses and the links that people click.
//!
//! Everything starts from the collection's address as the pipeline hands it over (`SYSTEM_COLLECTIONURI`): there are two
//! host forms of Services, and a Server has any host, port and virtual directory. It is never put together from a name.

use url::Url;

/// Which project and repository of which server.
#[derive(Debug, Clone)]
pub(crate) struct Connection {
    /// The collection's address, such as `https://dev.azure.com/fabrikam/` or `https://tfs.local/tfs/DefaultCollection/`.
    pub(crate) collection: Url,
    /// The project's id (or name, when the id is not known).
    pub(crate) project: String,
    /// The repository's id (or name): the one the pull request goes into.
    pub(crate) repository: String,
    /// The project's name, for links and messages.
    pub(crate) project_name: Option<String>,
    /// The repository's name, for links and messages.
    pub(crate) repository_name: Option<String>,
}

impl Connection {
    /// The address of `segments` below the collection. Each segment is percent-encoded once, as UTF-8; text that is
    /// encoded already must not get here.
    pub(super) fn below_collection(&self, segments: &[&str]) -> Url {
        let mut url = self.collection.clone();
        url.set_query(None);
        url.set_fragment(None);
        // `https://user@dev.azure.com/…` occurs; the user would become a second, wrong proof of who we are.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }

    /// The address of `segments` below the project.
    pub(super) fn below_project(&self, segments: &[&str]) -> Url {
        self.below_collection(&[&[self.project.as_str()], segments].concat())
    }

    /// The address of `segments` below the repository.
    pub(super) fn below_repository(&self, segments: &[&str]) -> Url {
        self.below_project(&[&["_apis", "git", "repositories", &self.repository], segments].concat())
    }

    /// The organisation's or collection's name, for messages.
    pub(crate) fn organization(&self) -> String {
        let host = self.collection.host_str().unwrap_or_default();
        if let Some(name) = host.strip_suffix(".visualstudio.com") {
            return name.to_owned();
        }
        let last = self.collection.path_segments().and_then(|mut segments| segments.rfind(|s| !s.is_empty()));
        last.map_or_else(|| host.to_owned(), decoded)
    }

    /// The project's name for people.
    pub(crate) fn project_shown(&self) -> &str {
        self.project_name.as_deref().unwrap_or(&self.project)
    }

    /// The repository's name for people.
    pub(crate) fn repository_shown(&self) -> &str {
        self.repository_name.as_deref().unwrap_or(&self.repository)
    }

    /// The links that people click.
    pub(crate) fn links(&self) -> Links<'_> {
        Links { connection: self }
    }
}

/// Undoes percent-encoding, for display.
fn decoded(segment: &str) -> String {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let code = tail.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match code {
            Some(byte) if first == b'%' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Web addresses of a connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Links<'a> {
    connection: &'a Connection,
}

impl Links<'_> {
    /// The pull request's page.
    pub(crate) fn pull_request(&self, number: u64) -> Url {
        let c = self.connection;
        let number = number.to_string();
        c.below_collection(&[c.project_shown(), "_git", c.repository_shown(), "pullrequest", &number])
    }

    /// One thread on the pull request's page.
    pub(crate) fn thread(&self, number: u64, thread: u64) -> Url {
        let mut url = self.pull_request(number);
        url.query_pairs_mut().append_pair("discussionId", &thread.to_string());
        url
    }

    /// A file in the pull request's list of changed files. `path` is relative to the repository's root.
    pub(crate) fn file(&self, number: u64, path: &str) -> Url {
        let mut url = self.pull_request(number);
        url.query_pairs_mut().append_pair("_a", "files").append_pair("path", &rooted(path));
        url
    }

    /// A line of a file at a commit. Lines count from 1.
    pub(crate) fn line(&self, commit: &str, path: &str, line: u32) -> Url {
        let c = self.connection;
        let mut url = c.below_collection(&[c.project_shown(), "_git", c.repository_shown()]);
        url.query_pairs_mut()
            .append_pair("path", &rooted(path))
            .append_pair("version", &format!("GC{commit}"))
            .append_pair("line", &line.to_string())
            .append_pair("lineEnd", &(line + 1).to_string())
            .append_pair("lineStartColumn", "1")
            .append_pair("lineEndColumn", "1")
            .append_pair("_a", "contents");
        url
    }

    /// A build's page.
    pub(crate) fn build(&self, build: u64) -> Url {
        let c = self.connection;
        let mut url = c.below_collection(&[c.project_shown(), "_build", "results"]);
        url.query_pairs_mut().append_pair("buildId", &build.to_string());
        url
    }

    /// A build's log, at a job's and a task's record of the timeline where they are known.
    pub(crate) fn log(&self, build: u64, job: Option<&str>, task: Option<&str>) -> Url {
        let mut url = self.build(build);
        url.query_pairs_mut().append_pair("view", "logs");
        for (name, record) in [("j", job), ("t", task)] {
            if let Some(record) = record {
                url.query_pairs_mut().append_pair(name, record);
            }
        }
        url
    }

    /// A build's published artifacts.
    pub(crate) fn artifacts(&self, build: u64) -> Url {
        let mut url = self.build(build);
        url.query_pairs_mut()
            .append_pair("view", "artifacts")
            .append_pair("pathAsName", "false")
            .append_pair("type", "publishedArtifacts");
        url
    }
}

/// A path as the service writes it: from the repository's root, with forward slashes, also on Windows agents.
pub(crate) fn rooted(path: &str) -> String {
    format!("/{}", path.replace('\\', "/").trim_start_matches("./").trim_start_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connection(collection: &str, project: &str) -> Connection {
        Connection {
            collection: Url::parse(collection).expect("a URL"),
            project: project.into(),
            repository: "0f1e".into(),
            project_name: None,
            repository_name: Some("orders api".into()),
        }
    }

    #[test]
    fn every_host_form_is_kept_and_joined_with_one_slash() {
        let cases = [
            ("https://dev.azure.com/fabrikam/", "https://dev.azure.com/fabrikam/p/_apis/x"),
            ("https://dev.azure.com/fabrikam", "https://dev.azure.com/fabrikam/p/_apis/x"),
            ("https://me@dev.azure.com/fabrikam/", "https://dev.azure.com/fabrikam/p/_apis/x"),
            ("https://fabrikam.visualstudio.com/", "https://fabrikam.visualstudio.com/p/_apis/x"),
            (
                "https://tfs.local:8080/tfs/DefaultCollection/",
                "https://tfs.local:8080/tfs/DefaultCollection/p/_apis/x",
            ),
            ("http://tfs/Meine%20Sammlung/", "http://tfs/Meine%20Sammlung/p/_apis/x"),
            ("http://tfs/Meine Sammlung/", "http://tfs/Meine%20Sammlung/p/_apis/x"),
        ];
        for (collection, url) in cases {
            assert_eq!(connection(collection, "p").below_project(&["_apis", "x"]).as_str(), url);
        }
    }

    #[test]
    fn names_are_encoded_once() {
        let c = connection("https://dev.azure.com/fabrikam/", "Fabrikam API ä/50%");
        assert_eq!(
            c.below_project(&["_apis"]).as_str(),
            "https://dev.azure.com/fabrikam/Fabrikam%20API%20%C3%A4%2F50%25/_apis"
        );
    }

    #[test]
    fn the_organization_is_named() {
        assert_eq!(connection("https://dev.azure.com/fabrikam/", "p").organization(), "fabrikam");
        assert_eq!(connection("https://fabrikam.visualstudio.com/", "p").organization(), "fabrikam");
        assert_eq!(connection("http://tfs/tfs/Meine%20Sammlung/", "p").organization(), "Meine Sammlung");
    }

    #[test]
    fn links_are_for_people() {
        let c = connection("https://dev.azure.com/fabrikam/", "Fabrikam API");
        let links = c.links();
        assert_eq!(
            links.file(17, r"api\open api.yaml").as_str(),
            "https://dev.azure.com/fabrikam/Fabrikam%20API/_git/orders%20api/pullrequest/17?_a=files&path=%2Fapi%2Fopen+api.yaml"
        );
        assert_eq!(
            links.log(4711, Some("j-1"), None).as_str(),
            "https://dev.azure.com/fabrikam/Fabrikam%20API/_build/results?buildId=4711&view=logs&j=j-1"
        );
    }

    #[test]
    fn paths_start_at_the_root() {
        for path in ["api/x.yaml", "/api/x.yaml", "./api/x.yaml", r"api\x.yaml"] {
            assert_eq!(rooted(path), "/api/x.yaml");
        }
    }
}
