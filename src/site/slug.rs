//! File names of pages and anchors of rows: pure functions of what they name, so that a link survives whatever else
//! changes.
//!
//! A name that its slug can be turned back into keeps the bare slug; every other one gets a hash of the name, so that
//! no two names share a file, on file systems without case too.

/// How a name is written when nothing was lost on the way to its slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// `createPet`: an `operationId`.
    Camel,
    /// `CreatePet`: a schema.
    Pascal,
    /// `create-pet`: a tag.
    Lower,
}

/// The longest slug, in bytes.
const MAX_LENGTH: usize = 80;

/// Names that Windows keeps for devices, whatever the extension.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// The slug of a name.
pub(super) fn slug(name: &str, spelling: Spelling) -> String {
    let words = words(name);
    let bare = words.join("-");
    let back = match spelling {
        Spelling::Camel => camel(&words, false),
        Spelling::Pascal => camel(&words, true),
        Spelling::Lower => bare.clone(),
    };
    let device = DEVICES.contains(&bare.as_str());
    if back == name && !bare.is_empty() && !device { shorten(bare, name) } else { hashed(&bare, name) }
}

/// The slug of an operation without `operationId`.
pub(super) fn operation_slug(method: &str, path: &str) -> String {
    let name = format!("{method} {path}");
    hashed(&words(&name).join("-"), &name)
}

/// Six hex digits of a text's hash.
pub(super) fn short_hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..6].to_owned()
}

/// The part of an anchor that stands for a property, a parameter or a header: `checkInBy` gives `check-in-by`. Letters
/// beyond ASCII stay.
pub(super) fn anchor(name: &str) -> String {
    let anchor = joined(name, char::is_alphanumeric, '-');
    if anchor.is_empty() || anchor.len() > MAX_LENGTH { format!("x-{}", short_hash(name)) } else { anchor }
}

/// The words of a name for a person: `createPet` gives `Create pet`.
pub(super) fn sentence(name: &str) -> String {
    let mut text = joined(name, char::is_alphanumeric, ' ');
    if let Some(first) = text.chars().next() {
        let upper: String = first.to_uppercase().collect();
        text.replace_range(..first.len_utf8(), &upper);
    }
    text
}

fn hashed(bare: &str, name: &str) -> String {
    let bare = if bare.is_empty() { "x" } else { bare };
    shorten(format!("{bare}-{}", short_hash(name)), name)
}

fn shorten(slug: String, name: &str) -> String {
    if slug.len() <= MAX_LENGTH {
        return slug;
    }
    let hash = &blake3::hash(name.as_bytes()).to_hex()[..8];
    format!("{}-{hash}", slug[..71].trim_end_matches('-'))
}

fn words(name: &str) -> Vec<String> {
    split(name, |character| character.is_ascii_alphanumeric())
}

/// Lower-case words: cut at everything that `keep` refuses and at humps (`getHTTPPage` has `get`, `http`, `page`).
pub(super) fn split(name: &str, keep: impl Fn(char) -> bool) -> Vec<String> {
    let joined = joined(name, keep, '\n');
    joined.split('\n').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The same words with a sign between them, which is none of those that `keep` keeps.
pub(super) fn joined(name: &str, keep: impl Fn(char) -> bool, sign: char) -> String {
    let mut words = String::with_capacity(name.len() + 8);
    let mut characters = name.chars();
    let mut previous: Option<char> = None;
    while let Some(character) = characters.next() {
        if !keep(character) {
            previous = None;
            continue;
        }
        let next_is_lower = || characters.clone().next().is_some_and(char::is_lowercase);
        let begins = match previous {
            None => true,
            Some(previous) => character.is_uppercase() && (!previous.is_uppercase() || next_is_lower()),
        };
        if begins && !words.is_empty() {
            words.push(sign);
        }
        if character.is_ascii() {
            words.push(character.to_ascii_lowercase());
        } else {
            words.extend(character.to_lowercase());
        }
        previous = Some(character);
    }
    words
}

fn camel(words: &[String], first_too: bool) -> String {
    let mut name = String::new();
    for (index, word) in words.iter().enumerate() {
        if index == 0 && !first_too {
            name.push_str(word);
        } else {
            let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
            name.push_str(&first.to_ascii_uppercase());
            name.push_str(rest);
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_comes_back_is_bare() {
        assert_eq!(slug("createSpecialEvent", Spelling::Camel), "create-special-event");
        assert_eq!(slug("getV2Pets", Spelling::Camel), "get-v2-pets");
        assert_eq!(slug("SpecialEvent", Spelling::Pascal), "special-event");
        assert_eq!(slug("museum-hours", Spelling::Lower), "museum-hours");
    }

    #[test]
    fn a_lossy_name_gets_a_hash() {
        for name in ["GetPet", "get_pet", "getAPIKey", "get pet", "", "ペット"] {
            let slug = slug(name, Spelling::Camel);
            assert!(slug.ends_with(&short_hash(name)), "{name}: {slug}");
            assert!(slug.is_ascii() && !slug.starts_with('-'), "{slug}");
        }
        assert_ne!(slug("get_pet", Spelling::Camel), slug("getPet", Spelling::Camel));
        assert_eq!(slug("con", Spelling::Lower), format!("con-{}", short_hash("con")));
    }

    #[test]
    fn a_long_name_is_cut() {
        let long = "a".repeat(5000);
        let slug = slug(&long, Spelling::Camel);
        assert_eq!(slug.len(), 80);
        assert!(operation_slug("GET", &format!("/{long}")).len() <= 80);
    }

    #[test]
    fn anchors_read_like_the_name() {
        assert_eq!(anchor("checkInBy"), "check-in-by");
        assert_eq!(anchor("X-Request-ID"), "x-request-id");
        assert_eq!(anchor("größe"), "größe");
        assert_eq!(anchor("$"), format!("x-{}", short_hash("$")));
        assert_eq!(sentence("createSpecialEvent"), "Create special event");
    }
}
