//! `publish.to` and `publish.url`: where a site is stored, and where people read it.
//!
//! Only text becomes values here; nothing is opened. Facts on names: Microsoft's "Naming and referencing containers,
//! blobs, and metadata", Amazon's "Bucket naming rules", Google's "Bucket naming".

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A place to publish to, as `publish.to` names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Address {
    /// A folder of this machine; relative paths are taken from the repository's root.
    Folder(PathBuf),
    /// A container of Azure Blob Storage; `$web` is the static website's.
    Azure {
        /// The storage account's name.
        account: String,
        /// The container's name.
        container: String,
        /// The folder in it, without slashes at its ends; may be empty.
        prefix: String,
    },
    /// A bucket of Amazon S3 or of a service that speaks its protocol.
    S3 {
        /// The bucket's name.
        bucket: String,
        /// As for Azure.
        prefix: String,
    },
    /// A bucket of Google Cloud Storage.
    Google {
        /// The bucket's name.
        bucket: String,
        /// As for Azure.
        prefix: String,
    },
    /// A pipeline artifact of this name.
    Artifact(String),
    /// A single file attached to the pull request.
    Attachment,
}

/// Why a text is no place to publish to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct AddressError {
    /// What is wrong and what to write instead. Holds no part of a query string: it may be a signature.
    pub(crate) message: String,
    /// The bytes of the text that are wrong, so that the configuration's reader can point at them.
    pub(crate) at: Range<usize>,
}

/// The forms that exist, for messages.
const FORMS: &str = "a folder, `az://ACCOUNT/CONTAINER/PREFIX`, `s3://BUCKET/PREFIX`, `gs://BUCKET/PREFIX`, \
                     `artifact:NAME` or `attachment:`";

impl Address {
    /// Reads the value of `publish.to`.
    ///
    /// # Errors
    /// When the text has no known form, or a part of it cannot be the name of an account, container, bucket, folder
    /// or artifact.
    pub(crate) fn parse(text: &str) -> Result<Self, AddressError> {
        if text.trim().is_empty() {
            return Err(error(0..text.len(), format!("`publish.to` is empty; write {FORMS}")));
        }
        if let Some(start) = text.find("$(") {
            let end = text[start..].find(')').map_or(text.len(), |end| start + end + 1);
            let message = format!(
                "`{}` is a pipeline variable that has no value here; define it, or write the address itself",
                &text[start..end]
            );
            return Err(error(start..end, message));
        }
        match scheme(text) {
            None => Ok(Address::Folder(PathBuf::from(text))),
            Some("file") => folder(text),
            Some("az" | "azure") => {
                let (parts, rest) = names(text, ["account", "container"])?;
                azure(text, &parts, rest)
            }
            Some("s3") => bucket(text).map(|(bucket, prefix)| Address::S3 { bucket, prefix }),
            Some("gs") => bucket(text).map(|(bucket, prefix)| Address::Google { bucket, prefix }),
            Some("artifact") => artifact(text),
            Some("attachment") => attachment(text),
            Some(other) => Err(unknown_scheme(text, other)),
        }
    }

    /// The same address with a relative folder taken from `root`, the repository's folder.
    pub(crate) fn below(self, root: &Path) -> Self {
        match self {
            Address::Folder(path) => Address::Folder(root.join(path)),
            other => other,
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |formatter: &mut fmt::Formatter<'_>, start: &str, prefix: &str| match prefix {
            "" => formatter.write_str(start),
            _ => write!(formatter, "{start}/{prefix}"),
        };
        match self {
            Address::Folder(path) => write!(formatter, "{}", path.display()),
            Address::Azure { account, container, prefix } => {
                joined(formatter, &format!("az://{account}/{container}"), prefix)
            }
            Address::S3 { bucket, prefix } => joined(formatter, &format!("s3://{bucket}"), prefix),
            Address::Google { bucket, prefix } => joined(formatter, &format!("gs://{bucket}"), prefix),
            Address::Artifact(name) => write!(formatter, "artifact:{name}"),
            Address::Attachment => formatter.write_str("attachment:"),
        }
    }
}

fn error(at: Range<usize>, message: String) -> AddressError {
    AddressError { message, at }
}

/// The scheme in front of the first colon; a single letter is a Windows drive, not a scheme.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let mut characters = scheme.chars();
    let first = characters.next()?;
    let rest = |character: char| character.is_ascii_alphanumeric() || matches!(character, '+' | '-' | '.');
    (scheme.len() > 1 && first.is_ascii_alphabetic() && characters.all(rest)).then_some(scheme)
}

fn folder(text: &str) -> Result<Address, AddressError> {
    let wrong = |message: &str| error(0..text.len(), message.to_owned());
    let url = url::Url::parse(text).map_err(|cause| wrong(&format!("this is no file URL: {cause}")))?;
    if url.query().is_some() || url.fragment().is_some() {
        return Err(wrong("a file URL has no `?` or `#`; write the folder's path instead"));
    }
    let path = url
        .to_file_path()
        .map_err(|()| wrong("a file URL is absolute and has three slashes, like `file:///srv/previews`"))?;
    Ok(Address::Folder(path))
}

/// A part of an address, after where it begins in the text.
type Part<'a> = (usize, &'a str);

/// Splits `scheme://a/b/prefix` into its first names and the prefix, each with where it begins in the text.
fn names<'a, const N: usize>(
    text: &'a str,
    what: [&str; N],
) -> Result<([Part<'a>; N], Part<'a>), AddressError> {
    let after_scheme = text.find(':').map_or(0, |colon| colon + 1);
    let Some(body) = text[after_scheme..].strip_prefix("//") else {
        let message = format!("`{}` is followed by two slashes", &text[..after_scheme]);
        return Err(error(0..after_scheme, message));
    };
    let start = after_scheme + 2;
    refuse_secrets(text, start)?;
    let mut found = [(0, ""); N];
    let (mut rest, mut at) = (body, start);
    for (slot, name) in found.iter_mut().zip(what) {
        let end = rest.find('/').unwrap_or(rest.len());
        if end == 0 {
            return Err(error(at..text.len(), format!("the {name} is missing after `{}`", &text[..at])));
        }
        *slot = (at, &rest[..end]);
        let next = (end + 1).min(rest.len());
        (rest, at) = (&rest[next..], at + next);
    }
    Ok((found, (at, rest)))
}

/// A query may be a shared access signature and a user part a key: neither belongs into a repository.
fn refuse_secrets(text: &str, start: usize) -> Result<(), AddressError> {
    if let Some(at) = text[start..].find(['?', '#']) {
        let message = "an address has no `?` or `#`; give a shared access signature in the secret variable \
                       `AZURE_STORAGE_SAS_TOKEN`";
        return Err(error(start + at..text.len(), message.to_owned()));
    }
    match text[start..].find('@') {
        Some(at) => {
            let message = "an address holds no user or key; write `az://ACCOUNT/CONTAINER/PREFIX` and give keys in \
                           secret variables";
            Err(error(start..start + at + 1, message.to_owned()))
        }
        None => Ok(()),
    }
}

fn azure(text: &str, parts: &[Part<'_>; 2], rest: Part<'_>) -> Result<Address, AddressError> {
    let [(account_at, account), (container_at, container)] = *parts;
    let plain = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit();
    if account.contains('.') {
        let short = account.split('.').next().unwrap_or_default();
        let message =
            format!("`{account}` is an address; the account's name is enough: `az://{short}/{container}`");
        return Err(error(account_at..account_at + account.len(), message));
    }
    if !(3..=24).contains(&account.len()) || !account.chars().all(plain) {
        let message =
            format!("`{account}` is no storage account: 3 to 24 lower-case letters and digits make its name");
        return Err(error(account_at..account_at + account.len(), message));
    }
    let special = matches!(container, "$web" | "$root");
    let hyphens = !container.starts_with('-') && !container.ends_with('-') && !container.contains("--");
    let named = (3..=63).contains(&container.len())
        && hyphens
        && container.chars().all(|character| plain(character) || character == '-');
    if !special && !named {
        let message = format!(
            "`{container}` is no container: `$web`, or 3 to 63 lower-case letters, digits and single hyphens"
        );
        return Err(error(container_at..container_at + container.len(), message));
    }
    let prefix = prefix(text, rest)?;
    Ok(Address::Azure { account: account.to_owned(), container: container.to_owned(), prefix })
}

fn bucket(text: &str) -> Result<(String, String), AddressError> {
    let ([(at, bucket)], rest) = names(text, ["bucket"])?;
    let inner = |character: char| {
        character.is_ascii_lowercase() || character.is_ascii_digit() || matches!(character, '-' | '.' | '_')
    };
    let ends = |character: Option<char>| character.is_some_and(|character| character.is_ascii_alphanumeric());
    let named = (3..=222).contains(&bucket.len())
        && bucket.chars().all(inner)
        && ends(bucket.chars().next())
        && ends(bucket.chars().next_back())
        && !bucket.contains("..");
    if !named {
        let message = format!(
            "`{bucket}` is no bucket: at least 3 lower-case letters, digits, hyphens and dots make its name"
        );
        return Err(error(at..at + bucket.len(), message));
    }
    Ok((bucket.to_owned(), prefix(text, rest)?))
}

/// The folder below a container: segments that mean the same to a store, a browser and a file system.
fn prefix(text: &str, (start, rest): Part<'_>) -> Result<String, AddressError> {
    let trimmed = rest.strip_suffix('/').unwrap_or(rest);
    if trimmed.is_empty() {
        return Ok(String::new());
    }
    let mut at = start;
    for segment in trimmed.split('/') {
        if !super::slug::is_segment(segment) {
            let message = format!(
                "`{segment}` in `{}` is no folder: letters, digits, `.`, `_` and `-` are allowed",
                &text[..start + trimmed.len()]
            );
            return Err(error(at..at + segment.len(), message));
        }
        at += segment.len() + 1;
    }
    Ok(trimmed.to_owned())
}

fn artifact(text: &str) -> Result<Address, AddressError> {
    let start = "artifact:".len();
    let name = &text[start..];
    let forbidden = |character: char| character.is_control() || "\\/\":<>|*?".contains(character);
    if name.trim().is_empty() {
        return Err(error(0..text.len(), "the artifact's name is missing: `artifact:preview`".to_owned()));
    }
    match name.char_indices().find(|(_, character)| forbidden(*character)) {
        Some((at, character)) => {
            let message = format!("an artifact's name cannot hold `{}`", character.escape_default());
            Err(error(start + at..start + at + character.len_utf8(), message))
        }
        None => Ok(Address::Artifact(name.to_owned())),
    }
}

fn attachment(text: &str) -> Result<Address, AddressError> {
    let start = "attachment:".len();
    match text.len() {
        length if length == start => Ok(Address::Attachment),
        length => Err(error(start..length, "nothing follows `attachment:`".to_owned())),
    }
}

fn unknown_scheme(text: &str, scheme: &str) -> AddressError {
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let hint = match scheme {
        "http" | "https" => {
            let body = path.split_once("://").map_or("", |(_, body)| body);
            let (host, folder) = body.split_once('/').unwrap_or((body, ""));
            let account = host.split('.').next().unwrap_or_default();
            if host.contains(".blob.") {
                format!("write `az://{account}/{folder}`")
            } else if host.contains(".web.core.") {
                format!("write `az://{account}/$web` and put this address into `publish.url`")
            } else {
                format!("write where to store, {FORMS}, and put this address into `publish.url`")
            }
        }
        "abfs" | "abfss" | "adl" | "wasb" | "wasbs" => {
            "write `az://ACCOUNT/CONTAINER/PREFIX` for Azure Blob Storage".to_owned()
        }
        "s3a" | "s3n" => "write `s3://BUCKET/PREFIX`".to_owned(),
        "gcs" => "write `gs://BUCKET/PREFIX`".to_owned(),
        _ => format!("write {FORMS}"),
    };
    error(0..scheme.len() + 1, format!("`{scheme}:` is no place to publish to; {hint}"))
}

/// The public address of a place: `publish.url`, or what follows from `publish.to`. Ends without a slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PublicUrl(String);

impl PublicUrl {
    /// Reads `publish.url`.
    ///
    /// # Errors
    /// When it is no absolute `http`, `https` or `file` URL, or has a query, a fragment or a user.
    pub(crate) fn parse(text: &str) -> Result<Self, AddressError> {
        let wrong = |message: String| error(0..text.len(), message);
        let url = url::Url::parse(text)
            .map_err(|cause| wrong(format!("`publish.url` is no absolute URL: {cause}")))?;
        if !matches!(url.scheme(), "http" | "https" | "file") {
            return Err(wrong(format!("`publish.url` begins with `https://`, not with `{}:`", url.scheme())));
        }
        if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
            return Err(wrong(
                "`publish.url` has no user, `?` or `#`: pages are added at its end".to_owned(),
            ));
        }
        Ok(PublicUrl(url.as_str().trim_end_matches('/').to_owned()))
    }

    /// What follows from where the site is stored, as far as it can be known: a static website's address can't, since
    /// a part of it (`z6`) is given by Azure; then `None`, and `publish.url` has to be set.
    pub(crate) fn of(address: &Address) -> Option<Self> {
        let below = |start: String, prefix: &str| match prefix {
            "" => PublicUrl(start),
            _ => PublicUrl(format!("{start}/{prefix}")),
        };
        match address {
            Address::Folder(path) => {
                let url = url::Url::from_directory_path(std::path::absolute(path).ok()?).ok()?;
                Some(PublicUrl(url.as_str().trim_end_matches('/').to_owned()))
            }
            Address::Azure { account, container, prefix } if container != "$web" => {
                Some(below(format!("https://{account}.blob.core.windows.net/{container}"), prefix))
            }
            Address::S3 { bucket, prefix } => {
                Some(below(format!("https://{bucket}.s3.amazonaws.com"), prefix))
            }
            Address::Google { bucket, prefix } => {
                Some(below(format!("https://storage.googleapis.com/{bucket}"), prefix))
            }
            Address::Azure { .. } | Address::Artifact(_) | Address::Attachment => None,
        }
    }

    /// The address of `path`, which is relative to the place: `https://host/folder/path`.
    pub(crate) fn join(&self, path: &str) -> String {
        format!("{}/{}", self.0, path.trim_start_matches('/'))
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        let found = Address::parse(text).unwrap_err();
        assert!(found.at.end <= text.len() && found.at.start <= found.at.end, "{found:?}");
        assert!(text.is_char_boundary(found.at.start) && text.is_char_boundary(found.at.end));
        found.message
    }

    #[test]
    fn reads_every_form() {
        let azure = |prefix: &str| Address::Azure {
            account: "previewdocs".to_owned(),
            container: "$web".to_owned(),
            prefix: prefix.to_owned(),
        };
        assert_eq!(Address::parse("az://previewdocs/$web"), Ok(azure("")));
        assert_eq!(Address::parse("az://previewdocs/$web/"), Ok(azure("")));
        assert_eq!(Address::parse("az://previewdocs/$web/team-a/apis/"), Ok(azure("team-a/apis")));
        let bucket = "docs.example".to_owned();
        assert_eq!(
            Address::parse("s3://docs.example/x"),
            Ok(Address::S3 { bucket: bucket.clone(), prefix: "x".to_owned() })
        );
        assert_eq!(
            Address::parse("gs://docs.example"),
            Ok(Address::Google { bucket, prefix: String::new() })
        );
        assert_eq!(Address::parse("artifact:the preview"), Ok(Address::Artifact("the preview".to_owned())));
        assert_eq!(Address::parse("attachment:"), Ok(Address::Attachment));
        assert_eq!(Address::parse("preview-site"), Ok(Address::Folder("preview-site".into())));
        assert_eq!(Address::parse(r"C:\previews"), Ok(Address::Folder(r"C:\previews".into())));
    }

    #[cfg(unix)]
    #[test]
    fn reads_file_urls() {
        assert_eq!(Address::parse("file:///srv/a%20b"), Ok(Address::Folder("/srv/a b".into())));
        assert!(message("file://server/share").contains("three slashes"));
    }

    #[test]
    fn errors_say_what_to_write() {
        assert!(
            message("https://previewdocs.blob.core.windows.net/docs/x?sig=hush")
                .contains("az://previewdocs/docs/x")
        );
        assert!(message("https://previewdocs.z6.web.core.windows.net").contains("az://previewdocs/$web"));
        assert!(message("az://previewdocs.blob.core.windows.net/docs").contains("az://previewdocs/docs"));
        assert!(message("az://previewdocs").contains("the container is missing"));
        assert!(message("az:///docs").contains("the account is missing"));
        assert!(message("az:previewdocs/docs").contains("two slashes"));
        assert!(message("az://PreviewDocs/docs").contains("lower-case"));
        assert!(message("az://previewdocs/My_Docs").contains("single hyphens"));
        assert!(message("az://previewdocs/docs/a b").contains("`a b`"));
        assert!(message("az://previewdocs/docs/../x").contains("`..`"));
        assert!(message("az://previewdocs/docs//x").contains("is no folder"));
        assert!(message("s3://ab").contains("no bucket"));
        assert!(message("artifact:").contains("artifact:preview"));
        assert!(message("artifact:a/b").contains("`/`"));
        assert!(message("attachment:x").contains("nothing follows"));
        assert!(message("ftp://x").contains("`ftp:`"));
        assert!(message("az://$(account)/docs").contains("`$(account)`"));
        assert!(message(" ").contains("empty"));
    }

    #[test]
    fn errors_point_at_the_wrong_part() {
        let found = Address::parse("az://previewdocs/docs/é/x").unwrap_err();
        assert_eq!(found.at, 22..24);
    }

    #[test]
    fn a_signature_is_never_repeated() {
        for text in ["az://previewdocs/docs?sv=1&sig=hush", "https://a.blob.core.windows.net/d?sig=hush"] {
            let found = Address::parse(text).unwrap_err();
            assert!(!found.message.contains("hush"), "{}", found.message);
        }
    }

    #[test]
    fn is_shown_as_it_is_written() {
        for text in ["az://previewdocs/$web/a", "s3://bucket", "gs://bucket/a/b", "artifact:x", "attachment:"]
        {
            assert_eq!(Address::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn public_addresses() {
        let of =
            |text: &str| PublicUrl::of(&Address::parse(text).unwrap()).map(|url| url.join("a/index.html"));
        assert_eq!(of("az://previewdocs/$web"), None);
        assert_eq!(
            of("az://previewdocs/docs/x").as_deref(),
            Some("https://previewdocs.blob.core.windows.net/docs/x/a/index.html")
        );
        assert_eq!(of("gs://docs").as_deref(), Some("https://storage.googleapis.com/docs/a/index.html"));
        assert!(of("preview-site").unwrap().starts_with("file:///"));
        let url = PublicUrl::parse("https://docs.example/x/").unwrap();
        assert_eq!(url.join("/a"), "https://docs.example/x/a");
        assert!(PublicUrl::parse("docs.example").is_err());
        assert!(PublicUrl::parse("javascript:alert(1)").is_err());
        assert!(PublicUrl::parse("https://docs.example/?x").is_err());
    }
}
