//! Tokens that cannot be printed by accident.

use std::fmt;

use reqwest::header::HeaderValue;

/// A token or password. `Debug` and `Display` print `***`; [`Secret::expose`] is the only way to its text.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl Secret {
    /// Takes a secret; white space around it is dropped, since secrets pasted into variables often end in a newline.
    pub(crate) fn new(text: &str) -> Self {
        Secret(text.trim().to_owned())
    }

    /// The text itself. For headers only: never for a message, a log or a command line.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The name of the variable when the secret is the literal text of a macro that the pipeline did not expand
    /// (`$(System.AccessToken)`), which is what an unset secret variable arrives as.
    pub(crate) fn unexpanded_macro(&self) -> Option<&str> {
        self.0.strip_prefix("$(").and_then(|rest| rest.strip_suffix(')'))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// How a request proves who sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Auth {
    /// Not at all.
    Anonymous,
    /// `Authorization: Bearer`, for the job's token and Entra tokens.
    Bearer(Secret),
    /// `Authorization: Basic` with an empty user name, for personal access tokens.
    Basic(Secret),
}

impl Auth {
    /// Takes a token of unknown kind: three dot-separated base64url parts are a JSON Web Token and sent as `Bearer`,
    /// anything else as a personal access token. Length says nothing: personal access tokens have had 52 and 84 characters.
    pub(crate) fn of_token(token: Secret) -> Self {
        let is_part = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_=".contains(&b))
        };
        let parts: Vec<&str> = token.expose().split('.').collect();
        if parts.len() == 3 && parts.into_iter().all(is_part) {
            Auth::Bearer(token)
        } else {
            Auth::Basic(token)
        }
    }

    /// The value of the `Authorization` header, marked sensitive so that no debug output shows it. `None` when there is
    /// no token, or when it holds characters that no header can carry (the answer is then the one to a missing token).
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        let text = match self {
            Auth::Anonymous => return None,
            Auth::Bearer(token) => format!("Bearer {}", token.expose()),
            Auth::Basic(token) => format!("Basic {}", basic(token)),
        };
        let mut value = HeaderValue::from_str(&text).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// Every form in which the secret could appear in text, for masking: the token and its Basic form.
    pub(crate) fn forms(&self) -> Vec<Secret> {
        match self {
            Auth::Anonymous => Vec::new(),
            Auth::Bearer(token) => vec![token.clone()],
            Auth::Basic(token) => vec![token.clone(), Secret::new(&basic(token))],
        }
    }

    /// The text with every form of the secret replaced by `***`. For what a server or proxy sends back.
    pub(crate) fn redact(&self, text: &str) -> String {
        self.forms()
            .iter()
            .filter(|form| form.expose().len() >= 4)
            .fold(text.to_owned(), |text, form| text.replace(form.expose(), "***"))
    }
}

fn basic(token: &Secret) -> String {
    base64(format!(":{}", token.expose()).as_bytes())
}

/// RFC 4648 base64 with padding.
pub(crate) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for i in 0..4 {
            let index = (group >> (18 - 6 * i) & 63) as usize;
            text.push(if i > chunk.len() { '=' } else { char::from(ALPHABET[index]) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_follows_the_vectors_of_rfc_4648() {
        let cases = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (text, encoded) in cases {
            assert_eq!(base64(text.as_bytes()), encoded);
        }
    }

    #[test]
    fn no_formatting_shows_the_token() {
        let auth = Auth::Basic(Secret::new("  hunter2secret\n"));
        let header = auth.header().expect("a token of plain letters fits a header");
        for text in [format!("{auth:?}"), format!("{:?}", auth.forms()), format!("{header:?}")] {
            assert!(!text.contains("hunter2"), "{text}");
            assert!(!text.contains(&basic(&Secret::new("hunter2secret"))), "{text}");
        }
        assert_eq!(Secret::new("x").to_string(), "***");
        assert_eq!(header, "Basic Omh1bnRlcjJzZWNyZXQ=");
    }

    #[test]
    fn the_kind_of_a_token_is_told_by_shape_never_by_length() {
        let jwt = Secret::new("eyJ0eXAi.eyJuYW1laWQ.c2lnbmF0dXJl-_");
        assert_eq!(Auth::of_token(jwt.clone()), Auth::Bearer(jwt));
        for length in [52, 84] {
            let token = Secret::new(&"a".repeat(length));
            assert_eq!(Auth::of_token(token.clone()), Auth::Basic(token));
        }
        for odd in ["a.b", "a..c", "a.b.c.d", "a.b.c!"] {
            assert!(matches!(Auth::of_token(Secret::new(odd)), Auth::Basic(_)), "{odd}");
        }
    }

    #[test]
    fn an_unset_secret_is_recognised() {
        assert_eq!(Secret::new("$(System.AccessToken)").unexpanded_macro(), Some("System.AccessToken"));
        assert_eq!(Secret::new("token").unexpanded_macro(), None);
    }

    #[test]
    fn what_comes_back_is_redacted() {
        let auth = Auth::Basic(Secret::new("hunter2secret"));
        let echoed = format!("bad header Basic {} for hunter2secret", basic(&Secret::new("hunter2secret")));
        assert_eq!(auth.redact(&echoed), "bad header Basic *** for ***");
    }
}
