//! The known names that are most like one that is not known.

/// At most this many suggestions: more is a list, not a help.
const MOST: usize = 3;

/// The longest word that is compared; a longer one is nobody's slip, and comparing takes the product of the lengths.
const LONGEST: usize = 64;

/// The known names most like `word`, the most similar first.
pub(in crate::lint) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Vec<String> {
    if word.len() > LONGEST {
        return Vec::new();
    }
    let folded = word.to_lowercase();
    let far = (word.chars().count() / 3).clamp(1, 3);
    let mut names: Vec<(usize, &str)> = known
        .into_iter()
        .filter(|name| *name != word && name.len().abs_diff(word.len()) <= far + 1)
        .map(|name| (strsim::damerau_levenshtein(&folded, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= far)
        .collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().take(MOST).map(|(_, name)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn suggests_what_is_near_and_nothing_else() {
        let known = ["operationId", "parameters", "tags", "get", "put"];
        assert_eq!(nearest("operationIds", known), ["operationId"]);
        assert_eq!(nearest("OperationID", known), ["operationId"]);
        assert_eq!(nearest("paramters", known), ["parameters"]);
        assert_eq!(nearest("gets", known), ["get"]);
        assert!(nearest("consumes", known).is_empty());
        assert!(nearest("x", known).is_empty());
    }
}
