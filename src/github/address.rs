//! Where a repository is: its page and its API, on github.com and on a server of one's own.

use url::Url;

/// A repository of a GitHub host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Repository {
    /// The host's address, ending in a slash.
    host: Url,
    owner: String,
    name: String,
}

impl Repository {
    /// From what a pipeline knows: the repository's address (`https://github.com/harbour/crossings`), or `OWNER/NAME` on
    /// github.com.
    pub(crate) fn of(address: Option<&str>, full_name: Option<&str>) -> Option<Self> {
        let address = address.and_then(|text| Url::parse(text).ok());
        let host = match &address {
            Some(address) if matches!(address.scheme(), "http" | "https") => {
                let mut host = address.join("/").ok()?;
                // A user part would become a second, wrong proof of who we are.
                let _ = host.set_username("");
                let _ = host.set_password(None);
                host
            }
            _ => Url::parse("https://github.com/").ok()?,
        };
        let path = address.as_ref().map(|address| address.path().trim_matches('/').to_owned());
        let path = path.filter(|path| path.contains('/')).or_else(|| full_name.map(str::to_owned))?;
        let (owner, name) = path.trim_end_matches('/').split_once('/')?;
        let name = name.strip_suffix(".git").unwrap_or(name);
        let is_name = |text: &str| {
            !text.is_empty()
                && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        };
        (is_name(owner) && is_name(name)).then(|| Repository {
            host,
            owner: owner.to_owned(),
            name: name.to_owned(),
        })
    }

    /// `OWNER/NAME`.
    pub(crate) fn full_name(&self) -> String {
        format!("{}/{}", self.owner, self.name)
    }

    /// The API's address of `segments` below the repository.
    pub(super) fn api(&self, segments: &[&str]) -> Url {
        self.api_root(&[&["repos", self.owner.as_str(), &self.name], segments].concat())
    }

    /// The API's address of `segments`, whatever the repository.
    pub(super) fn api_root(&self, segments: &[&str]) -> Url {
        let host = self.host.host_str().unwrap_or_default();
        let mut url = self.host.clone();
        let below: &[&str] = if host == "github.com" || host.ends_with(".ghe.com") {
            // Cannot fail: a name in front of a name is a name.
            let _ = url.set_host(Some(&format!("api.{host}")));
            &[]
        } else {
            &["api", "v3"]
        };
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(below).extend(segments);
        }
        url
    }

    fn page(&self, segments: &[&str]) -> Url {
        let mut url = self.host.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend([self.owner.as_str(), &self.name]).extend(segments);
        }
        url
    }

    /// The pull request's page.
    pub(crate) fn pull_request(&self, number: u64) -> Url {
        self.page(&["pull", &number.to_string()])
    }

    /// A line of a file at a commit. Lines count from 1.
    pub(crate) fn line(&self, commit: &str, path: &str, line: u32) -> Url {
        let mut segments = vec!["blob", commit];
        segments.extend(path.split('/').filter(|segment| !segment.is_empty()));
        let mut url = self.page(&segments);
        url.set_fragment(Some(&format!("L{line}")));
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_host_has_its_own_api() {
        let cases = [
            (
                Some("https://github.com/harbour/crossings"),
                None,
                "https://api.github.com/repos/harbour/crossings/x",
            ),
            (
                Some("https://user@github.com/harbour/crossings.git"),
                None,
                "https://api.github.com/repos/harbour/crossings/x",
            ),
            (None, Some("harbour/crossings"), "https://api.github.com/repos/harbour/crossings/x"),
            (Some("https://git.local:8443/a/b.c"), None, "https://git.local:8443/api/v3/repos/a/b.c/x"),
            (Some("https://harbour.ghe.com/a/b"), None, "https://api.harbour.ghe.com/repos/a/b/x"),
        ];
        for (address, name, expected) in cases {
            let repository = Repository::of(address, name).expect("a repository");
            assert_eq!(repository.api(&["x"]).as_str(), expected);
        }
        for (address, name) in
            [(None, None), (None, Some("harbour")), (Some("https://github.com/a/b/c"), None)]
        {
            assert_eq!(Repository::of(address, name), None, "{address:?} {name:?}");
        }
    }

    #[test]
    fn people_click_on_pages() {
        let repository = Repository::of(None, Some("a/b")).expect("a repository");
        assert_eq!(repository.pull_request(7).as_str(), "https://github.com/a/b/pull/7");
        let line = repository.line("c0ffee", "api/häfen api.yaml", 3);
        assert_eq!(line.as_str(), "https://github.com/a/b/blob/c0ffee/api/h%C3%A4fen%20api.yaml#L3");
    }
}
