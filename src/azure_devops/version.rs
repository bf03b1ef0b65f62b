//! `api-version`: which one to ask for, and what the server's refusals say about it.
//!
//! Services and Server 2022.1 speak 7.1, Server 2022 7.0, Server 2020 6.0, Server 2019 5.1. We start at 7.1 and go
//! down to the number the server names, instead of keeping a table of products.

use std::fmt;
use std::str::FromStr;

/// A version, `major.minor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    pub(crate) major: u16,
    pub(crate) minor: u16,
}

impl Version {
    /// The newest version that this client was written for.
    pub(crate) const NEWEST: Version = Version { major: 7, minor: 1 };
    /// From here on nothing of ours is a preview any more.
    const RELEASED: Version = Version { major: 7, minor: 0 };
}

/// How far an operation is released.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Maturity {
    /// Released in every version we speak.
    Released,
    /// A preview below 7.0: statuses, attachments, labels, properties.
    PreviewBelow7,
    /// A preview in every version: `connectionData`.
    AlwaysPreview,
}

impl Version {
    /// The value of the `api-version` parameter.
    pub(super) fn parameter(self, maturity: Maturity) -> String {
        match maturity {
            Maturity::AlwaysPreview => format!("{self}-preview"),
            Maturity::PreviewBelow7 if self < Version::RELEASED => format!("{self}-preview.1"),
            // Versions after the newest we know are previews as a whole until they are released.
            _ if self > Version::NEWEST => format!("{self}-preview"),
            _ => self.to_string(),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

impl FromStr for Version {
    type Err = String;

    /// Reads `7.1`; a preview suffix is dropped, since each call adds its own.
    fn from_str(text: &str) -> Result<Self, String> {
        let number = text.trim().split('-').next().unwrap_or_default();
        number
            .split_once('.')
            .and_then(|(major, minor)| {
                Some(Version { major: major.parse().ok()?, minor: minor.parse().ok()? })
            })
            .ok_or_else(|| format!("`{text}` is no API version; write it like `7.1`"))
    }
}

/// The newest version the server speaks, from its refusal: `The requested REST API version of 7.1 is out of range for
/// this server. The latest REST API version this server supports is 6.0.`
pub(super) fn out_of_range(message: &str) -> Option<Version> {
    if !message.contains("out of range for this server") {
        return None;
    }
    let number = |c: char| c.is_ascii_digit() || c == '.';
    let word =
        message.split_whitespace().rev().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    let word = word.split(|c| !number(c)).next()?.trim_end_matches('.');
    word.parse().ok()
}

/// Whether the server wants the preview flag: `The requested version "5.0" of the resource is under preview. …`
pub(super) fn under_preview(message: &str) -> bool {
    message.contains("is under preview")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        text.parse().expect("a version")
    }

    #[test]
    fn the_servers_own_number_is_read() {
        let refusal = "The requested REST API version of 7.1 is out of range for this server. \
                       The latest REST API version this server supports is 6.0.";
        assert_eq!(out_of_range(refusal), Some(version("6.0")));
        assert_eq!(out_of_range("VS800075: The project does not exist."), None);
        assert_eq!(out_of_range("out of range for this server"), None);
    }

    #[test]
    fn preview_suffixes_follow_the_version() {
        let cases = [
            ("7.1", Maturity::Released, "7.1"),
            ("7.1", Maturity::PreviewBelow7, "7.1"),
            ("7.0", Maturity::PreviewBelow7, "7.0"),
            ("6.1", Maturity::PreviewBelow7, "6.1-preview.1"),
            ("6.0", Maturity::PreviewBelow7, "6.0-preview.1"),
            ("6.0", Maturity::Released, "6.0"),
            ("5.1", Maturity::PreviewBelow7, "5.1-preview.1"),
            ("7.1", Maturity::AlwaysPreview, "7.1-preview"),
            ("7.2", Maturity::Released, "7.2-preview"),
        ];
        for (number, maturity, parameter) in cases {
            assert_eq!(version(number).parameter(maturity), parameter);
        }
    }

    #[test]
    fn a_version_is_read_with_and_without_suffix() {
        assert_eq!(version("7.1-preview.1"), Version::NEWEST);
        assert!("seven".parse::<Version>().is_err());
    }
}
