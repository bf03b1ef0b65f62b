//! Names of folders made from names of repositories, branches and builds.

/// The most characters of a segment that is made here.
const LONGEST: usize = 80;
/// Hexadecimal digits that tell apart names which would become the same segment.
const HASH_DIGITS: usize = 10;

/// Whether `text` means the same as a name in every store, in a URL and on every file system, Windows included.
pub(crate) fn is_segment(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    !text.is_empty()
        && text.len() <= 255
        && text.bytes().all(plain)
        && !text.ends_with('.')
        && !is_reserved_on_windows(text)
}

/// Whether `path` is relative, `/`-separated and made of such segments alone.
pub(crate) fn is_path(path: &str) -> bool {
    path.len() <= 1000 && path.split('/').all(is_segment)
}

/// A segment for any name: the name itself where it is lower-case ASCII and safe, else a readable form of it with a
/// hash of the name, so that two names never share a folder, on a file system without case neither.
pub(crate) fn segment(name: &str) -> String {
    let mut readable = String::new();
    for character in name.chars() {
        let character = character.to_ascii_lowercase();
        if character.is_ascii_alphanumeric() || matches!(character, '.' | '_') {
            readable.push(character);
        } else if !readable.ends_with('-') {
            readable.push('-');
        }
    }
    if readable == name && name.len() <= LONGEST && is_segment(name) && !name.starts_with(['.', '-']) {
        return readable;
    }
    let hash = blake3::hash(name.as_bytes()).to_hex();
    let kept: String = readable.chars().take(LONGEST - HASH_DIGITS - 1).collect();
    match kept.trim_matches(['-', '.']) {
        "" => hash[..HASH_DIGITS].to_owned(),
        kept => format!("{kept}-{}", &hash[..HASH_DIGITS]),
    }
}

/// `CON`, `nul.txt`, `com1` and their like open a device on Windows, with any ending and in any case.
fn is_reserved_on_windows(text: &str) -> bool {
    let stem = text.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |name: &str| {
        stem.strip_prefix(name)
            .is_some_and(|rest| rest.len() == 1 && matches!(rest.as_bytes()[0], b'1'..=b'9'))
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_names_stay() {
        for name in ["orders-api", "main", "4711", "release_1.2", "a"] {
            assert_eq!(segment(name), name);
        }
    }

    #[test]
    fn other_names_get_a_hash() {
        let feature = segment("feature/paging");
        assert!(
            feature.starts_with("feature-paging-") && feature.len() == "feature-paging-".len() + 10,
            "{feature}"
        );
        assert_ne!(segment("Main"), segment("main"));
        assert_ne!(segment("orders api"), segment("orders-api"));
        assert_ne!(segment("a/b"), segment("a-b"));
        assert_ne!(segment("a/b"), segment("a//b"));
    }

    #[test]
    fn what_is_no_segment() {
        for text in ["", ".", "..", "a/b", "a b", "é", "x.", "con", "NUL.html", "Lpt1", "a%20b"] {
            assert!(!is_segment(text), "{text}");
        }
        assert!(is_segment("console") && is_segment("com10") && is_segment(".a"));
        assert!(is_path("a/b.html") && !is_path("/a") && !is_path("a//b") && !is_path("a/../b"));
    }

    proptest! {
        #[test]
        fn every_name_becomes_a_segment(name in any::<String>()) {
            let made = segment(&name);
            prop_assert!(is_segment(&made), "{made}");
            prop_assert!(made.len() <= LONGEST);
            prop_assert!(!made.bytes().any(|byte| byte.is_ascii_uppercase()));
        }
    }
}
