//! Patterns of files, pointers and rules: `*` stands for anything within one part, `**` for any number of parts.

/// Whether a text fits a pattern in which `*` stands for any characters. Takes linear time for one star, and the
/// product of the lengths at worst.
pub(super) fn fits(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut from) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while from < text.len() {
        if pattern.get(at) == Some(&b'*') {
            star = Some((at, from));
            at += 1;
        } else if pattern.get(at) == Some(&text[from]) {
            at += 1;
            from += 1;
        } else if let Some((star_at, star_from)) = star {
            // The star takes one more character.
            star = Some((star_at, star_from + 1));
            at = star_at + 1;
            from = star_from + 1;
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

/// Whether a list of parts fits a list of patterns, in which `**` stands for any number of parts.
pub(super) fn parts_fit<P: AsRef<str>, T: AsRef<str>>(patterns: &[P], parts: &[T]) -> bool {
    let (mut at, mut from) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while from < parts.len() {
        match patterns.get(at).map(AsRef::as_ref) {
            Some("**") => {
                star = Some((at, from));
                at += 1;
            }
            Some(pattern) if fits(pattern, parts[from].as_ref()) => {
                at += 1;
                from += 1;
            }
            _ => match star {
                Some((star_at, star_from)) => {
                    star = Some((star_at, star_from + 1));
                    at = star_at + 1;
                    from = star_from + 1;
                }
                None => return false,
            },
        }
    }
    patterns[at..].iter().all(|pattern| pattern.as_ref() == "**")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_characters() {
        for (pattern, text) in
            [("*", ""), ("a*c", "abbc"), ("*.yaml", "x.yaml"), ("a*b*c", "axbybc"), ("a", "a")]
        {
            assert!(fits(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("a", "ab"), ("a*c", "abd"), ("", "a"), ("*b", "a")] {
            assert!(!fits(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn double_stars_stand_for_parts() {
        let fit = |pattern: &str, text: &str| {
            parts_fit(&pattern.split('/').collect::<Vec<_>>(), &text.split('/').collect::<Vec<_>>())
        };
        assert!(fit("a/**/d", "a/b/c/d") && fit("a/**", "a") && fit("**/d", "d") && fit("a/*/c", "a/b/c"));
        assert!(!fit("a/*", "a/b/c") && !fit("a/**/d", "a/b/c"));
    }

    #[test]
    fn hostile_patterns_end() {
        let pattern = "a*".repeat(200) + "b";
        assert!(!fits(&pattern, &"a".repeat(5_000)));
    }
}
