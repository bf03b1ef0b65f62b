//! The words in names: `petId`, `pet_id` and `PET-ID` are two words each.

/// The words of a name, as they are written. Everything but letters and digits separates, and so do the humps of camel
/// case; a run of capitals is one word up to the last of them (`HTTPServer` is `HTTP` and `Server`).
pub(super) fn words(name: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for part in name.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty()) {
        let mut start = 0;
        let letters: Vec<(usize, char)> = part.char_indices().collect();
        for number in 1..letters.len() {
            let (at, letter) = letters[number];
            let before = letters[number - 1].1;
            let ends_run = letters.get(number + 1).is_some_and(|(_, next)| next.is_lowercase());
            if letter.is_uppercase() && (!before.is_uppercase() || ends_run) {
                words.push(&part[start..at]);
                start = at;
            }
        }
        words.push(&part[start..]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn names_are_split_at_humps_and_separators() {
        assert_eq!(words("petId"), ["pet", "Id"]);
        assert_eq!(words("HTTPServer2_get-all.json"), ["HTTP", "Server2", "get", "all", "json"]);
        assert_eq!(words("userID"), ["user", "ID"]);
        assert_eq!(words("ÄpfelÖle"), ["Äpfel", "Öle"]);
        assert!(words("--").is_empty());
    }
}
