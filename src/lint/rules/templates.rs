//! The parameters in paths and server URLs: names between braces.

/// The names between braces, in order, repeated names repeated. `{}` gives none.
pub(super) fn names(template: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = template;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, next)) = after.split_once('}') else { break };
        // The innermost brace counts: `{{a}` names `a`.
        let name = name.rsplit('{').next().unwrap_or(name);
        if !name.is_empty() {
            names.push(name);
        }
        rest = next;
    }
    names
}

/// The template with every name between braces blanked: equal for templates that differ in names alone.
pub(super) fn anonymous(template: &str) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((_, next)) = after.split_once('}') else {
            text.push('{');
            rest = after;
            continue;
        };
        text.push_str("{}");
        rest = next;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_names_between_braces() {
        assert_eq!(names("/a/{b}/{c-d}.{b}"), ["b", "c-d", "b"]);
        assert!(names("/a/{}/{b").is_empty());
        assert_eq!(anonymous("/a/{b}/c{d}"), "/a/{}/c{}");
        assert_eq!(anonymous("/a/{b"), "/a/{b");
    }
}
