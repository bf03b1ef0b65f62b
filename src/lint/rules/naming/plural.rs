//! Whether an English word is a plural. The rules are those that the usual libraries agree on; a word that is its own
//! plural is one.

/// Words without a plural of their own, and plurals without a singular.
const UNCOUNTABLE: &[&str] = &[
    "adulthood",
    "advice",
    "agenda",
    "aid",
    "aircraft",
    "alcohol",
    "ammo",
    "analytics",
    "anime",
    "athletics",
    "audio",
    "bison",
    "blood",
    "bream",
    "buffalo",
    "butter",
    "carp",
    "cash",
    "chassis",
    "chess",
    "clothing",
    "cod",
    "commerce",
    "cooperation",
    "corps",
    "debris",
    "diabetes",
    "digestion",
    "elk",
    "energy",
    "equipment",
    "excretion",
    "expertise",
    "firmware",
    "flounder",
    "fun",
    "gallows",
    "garbage",
    "graffiti",
    "hardware",
    "headquarters",
    "health",
    "herpes",
    "highjinks",
    "homework",
    "housework",
    "information",
    "jeans",
    "justice",
    "kudos",
    "labour",
    "literature",
    "machinery",
    "mackerel",
    "mail",
    "media",
    "mews",
    "moose",
    "music",
    "mud",
    "manga",
    "news",
    "only",
    "personnel",
    "pike",
    "plankton",
    "pliers",
    "police",
    "pollution",
    "premises",
    "rain",
    "research",
    "rice",
    "salmon",
    "scissors",
    "series",
    "sewage",
    "shambles",
    "shrimp",
    "software",
    "species",
    "staff",
    "swine",
    "tennis",
    "traffic",
    "transportation",
    "trout",
    "tuna",
    "wealth",
    "welfare",
    "whiting",
    "wildebeest",
    "wildlife",
    "you",
];

/// Endings of words that are their own plural.
const UNCOUNTABLE_ENDINGS: &[&str] = &["pokemon", "pokémon", "deer", "fish", "measles", "pox", "sheep"];

/// Plurals that no rule makes.
const IRREGULAR: &[&str] = &[
    "we",
    "us",
    "they",
    "them",
    "ourselves",
    "yourselves",
    "themselves",
    "are",
    "were",
    "have",
    "these",
    "those",
    "our",
    "their",
    "genera",
    "viscera",
    "stigmata",
    "stomata",
    "dogmata",
    "lemmata",
    "schemata",
    "anathemata",
    "oxen",
    "dice",
    "feet",
    "geese",
    "teeth",
    "children",
    "people",
    "mice",
    "titmice",
    "lice",
    "passersby",
    "seraphim",
    "cherubim",
];

/// Endings that end in `s`, or look like a plural, and are singulars.
const SINGULAR_ENDINGS: &[&str] = &["ss", "sis", "alias", "tlas", "tmas", "gas", "ris", "axis", "testis"];

/// Singulars that end like a plural.
const SINGULAR: &[&str] = &["this", "is", "was", "has", "its", "his", "yes", "canvas", "genus", "viscus"];

/// Latin and Greek words by their stem: `-us` and `-i`, `-um` and `-a`, `-on` and `-a`, `-a` and `-ae`.
const STEMS_I: &[&str] = &[
    "alumn", "syllab", "vir", "radi", "nucle", "fung", "cact", "stimul", "termin", "bacill", "foc", "uter",
    "loc", "strat",
];
const STEMS_A: &[&str] = &[
    "agend",
    "addend",
    "millenni",
    "dat",
    "extrem",
    "bacteri",
    "desiderat",
    "strat",
    "candelabr",
    "errat",
    "ov",
    "symposi",
    "curricul",
    "automat",
    "quor",
    "apheli",
    "hyperbat",
    "periheli",
    "asyndet",
    "noumen",
    "phenomen",
    "criteri",
    "organ",
    "prolegomen",
    "hedr",
];
const STEMS_AE: &[&str] = &["alumn", "alg", "vertebr"];

/// Whether a word, in any case, is a plural or has none.
pub(super) fn is_plural(word: &str) -> bool {
    let word = word.to_lowercase();
    let word = word.as_str();
    if UNCOUNTABLE.contains(&word)
        || IRREGULAR.contains(&word)
        || UNCOUNTABLE_ENDINGS.iter().any(|ending| word.ends_with(ending))
    {
        return true;
    }
    if SINGULAR.contains(&word) {
        return false;
    }
    let has_stem = |ending: &str, stems: &[&str]| {
        word.strip_suffix(ending).is_some_and(|start| stems.iter().any(|stem| start.ends_with(stem)))
    };
    if word.ends_with("men") || has_stem("i", STEMS_I) || has_stem("a", STEMS_A) || has_stem("ae", STEMS_AE) {
        return true;
    }
    // `nese` in Japanese; words that end beyond ASCII are not English.
    let ends_in_ese = word
        .strip_suffix("ese")
        .and_then(|start| start.chars().next_back())
        .is_some_and(|before| !"aeiou".contains(before));
    if ends_in_ese || word.ends_with("eaux") || !word.ends_with(|last: char| last.is_ascii()) {
        return true;
    }
    word.ends_with('s') && !is_singular_in_s(word)
}

/// `status` and `campus` are singulars, `menus` is not.
fn is_singular_in_s(word: &str) -> bool {
    let before_us = word.strip_suffix("us").and_then(|start| start.chars().next_back());
    let is_us = before_us.is_some_and(|before| !"aou".contains(before))
        && !word.ends_with("enus")
        && !word.ends_with("emus");
    is_us || SINGULAR_ENDINGS.iter().any(|ending| word.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::is_plural;

    #[test]
    fn plurals_are_told_from_singulars() {
        for word in [
            "tickets",
            "Boxes",
            "cities",
            "people",
            "children",
            "mice",
            "data",
            "criteria",
            "news",
            "series",
            "feet",
            "statuses",
            "analyses",
            "menus",
            "buses",
            "women",
            "fish",
            "equipment",
            "indices",
            "alumni",
            "media",
            "addresses",
            "aliases",
            "knives",
            "heroes",
            "analytics",
        ] {
            assert!(is_plural(word), "{word}");
        }
        for word in [
            "ticket", "box", "city", "person", "child", "status", "analysis", "address", "bus", "menu",
            "woman", "hero", "index", "alumnus", "canvas", "gas", "alias", "knife", "me", "class", "iris",
        ] {
            assert!(!is_plural(word), "{word}");
        }
    }
}
