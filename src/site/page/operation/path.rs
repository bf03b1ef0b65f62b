//! The path of an operation in parts: what is text, what is a variable, and where a line may break.

use serde::Serialize;

/// A part of a path: text, or a variable.
#[derive(Debug, Clone, Serialize)]
pub(in crate::site) struct PathPart {
    /// The text, `/` in front.
    pub(in crate::site) text: String,
    /// Whether it is a variable.
    pub(in crate::site) variable: bool,
    /// Whether a line may break before it.
    pub(in crate::site) breaks: bool,
}

/// A path in parts.
pub(in crate::site) fn path_parts(path: &str) -> Vec<PathPart> {
    let mut parts: Vec<PathPart> = Vec::new();
    let mut push = |text: &str, variable: bool| {
        if !text.is_empty() {
            // A variable stays with the slash before it.
            let follows_slash = parts.last().is_some_and(|part| part.text.ends_with('/'));
            let breaks = text.starts_with('/') || variable && !follows_slash;
            parts.push(PathPart { text: text.to_owned(), variable, breaks });
        }
    };
    let mut rest = path;
    while !rest.is_empty() {
        let variable = rest.starts_with('{');
        let end = if variable {
            rest.find('}').map_or(rest.len(), |at| at + 1)
        } else {
            let from = usize::from(rest.starts_with('/'));
            rest[from..].find(['/', '{']).map_or(rest.len(), |at| at + from)
        };
        push(&rest[..end.max(1).min(rest.len())], variable);
        rest = rest.get(end.max(1)..).unwrap_or_default();
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::path_parts;

    #[test]
    fn a_path_keeps_its_text() {
        for path in ["/pets/{petId}/photos", "/a{b}c", "{$request.body#/url}", "/", "", "plain", "/{", "//x"]
        {
            let text: String = path_parts(path).iter().map(|part| part.text.as_str()).collect();
            assert_eq!(text, path);
        }
        let parts = path_parts("/pets/{petId}");
        assert!(parts[2].variable && parts[0].text == "/pets" && parts[1].text == "/");
        assert!(parts[1].breaks && !parts[2].breaks);
    }
}
