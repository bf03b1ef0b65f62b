//! Properties are written in one way.

use crate::document::Node;
use crate::lint::context::Context;
use crate::lint::rule::{OFF, OptionDef, OptionShape, Rule, RuleDef, presets};
use crate::lint::rules::words::words;
use crate::openapi::Kind;

pub(in crate::lint) const RULE: RuleDef = RuleDef {
    id: "property-casing",
    aliases: &["camel-case-properties"],
    presets: presets(OFF, OFF, OFF, OFF),
    summary: "The names of all properties are in one case",
    why: "Whoever has seen a few properties should be able to guess the next. `_`, `$` and `@` in front don't count, and \
          names with points are looked at part by part (`@odata.nextLink`).",
    options: &[OptionDef {
        name: "type",
        shape: OptionShape::Choice(&[
            "camel",
            "pascal",
            "pascal-kebab",
            "kebab",
            "cobol",
            "snake",
            "macro",
            "flat",
        ]),
        default: "\"camel\"",
        about: "the case: camelCase, PascalCase, Pascal-Kebab, kebab-case, COBOL-CASE, snake_case, MACRO_CASE or flatcase",
    }],
    wrong: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket: {type: object, properties: {event_name: {type: string}}}
",
    right: "openapi: 3.1.0
info: {title: Museum, version: 1.0.0}
components:
  schemas:
    Ticket: {type: object, properties: {eventName: {type: string}}}
",
    on: &[Kind::Properties],
    create: |setup| {
        let name = setup.text("type").unwrap_or("camel");
        Box::new(PropertyCasing { case: CASES.iter().find(|case| case.name == name).unwrap_or(&CASES[0]) })
    },
    ..RuleDef::BASE
};

/// How letters stand in a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Letters {
    Small,
    Capital,
    /// The first is a capital.
    Title,
}

/// A case: how the first word and the others are written, and what stands between them.
struct Case {
    name: &'static str,
    first: Letters,
    rest: Letters,
    between: &'static str,
}

const fn case(name: &'static str, first: Letters, rest: Letters, between: &'static str) -> Case {
    Case { name, first, rest, between }
}

/// A name that fits several is said to be in the first: the plainest come first, but for the default.
const CASES: [Case; 8] = [
    case("camel", Letters::Small, Letters::Title, ""),
    case("flat", Letters::Small, Letters::Small, ""),
    case("snake", Letters::Small, Letters::Small, "_"),
    case("kebab", Letters::Small, Letters::Small, "-"),
    case("pascal", Letters::Title, Letters::Title, ""),
    case("macro", Letters::Capital, Letters::Capital, "_"),
    case("cobol", Letters::Capital, Letters::Capital, "-"),
    case("pascal-kebab", Letters::Title, Letters::Title, "-"),
];

impl Case {
    fn fits(&self, name: &str) -> bool {
        if self.between.is_empty() {
            // Runs of capitals are allowed in humps: `userID`.
            let starts = name.starts_with(|first: char| match self.first {
                Letters::Small => first.is_lowercase(),
                Letters::Capital | Letters::Title => first.is_uppercase(),
            });
            let letters = |letter: char| {
                letter.is_numeric()
                    || letter.is_lowercase()
                    || (self.rest == Letters::Title && letter.is_alphabetic())
            };
            return starts && name.chars().all(letters);
        }
        let mut words = name.split(self.between);
        words
            .next()
            .is_some_and(|first| first.starts_with(char::is_alphabetic) && is_written(first, self.first))
            && words.all(|word| is_written(word, self.rest))
    }

    /// A name in this case.
    fn write(&self, name: &str) -> String {
        let write = |(number, word): (usize, &str)| {
            let small = word.to_lowercase();
            match if number == 0 { self.first } else { self.rest } {
                Letters::Small => small,
                Letters::Capital => word.to_uppercase(),
                Letters::Title => {
                    let mut letters = small.chars();
                    letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect()
                }
            }
        };
        words(name).into_iter().enumerate().map(write).collect::<Vec<String>>().join(self.between)
    }
}

fn is_written(word: &str, letters: Letters) -> bool {
    let mut rest = word.chars();
    let first = rest.next();
    let is = |letter: char, capital: bool| {
        letter.is_numeric()
            || (letter.is_alphabetic()
                && if capital { !letter.is_lowercase() } else { !letter.is_uppercase() })
    };
    first.is_some_and(|first| is(first, letters != Letters::Small))
        && rest.all(|letter| is(letter, letters == Letters::Capital))
}

struct PropertyCasing {
    case: &'static Case,
}

impl<'d> Rule<'d> for PropertyCasing {
    fn enter(&mut self, node: Node<'d>, cx: &mut Context<'d>) {
        for entry in node.entries() {
            let name = entry.name().trim_start_matches(['_', '$', '@']);
            if name.is_empty() || name.split('.').all(|part| self.case.fits(part)) {
                continue;
            }
            let found = CASES.iter().find(|case| case.fits(name));
            let wanted = self.case.name;
            let message = match found {
                Some(found) => {
                    format!("the property `{}` is in {} case, not in {wanted} case", entry.name(), found.name)
                }
                None => format!("the property `{}` is not in {wanted} case", entry.name()),
            };
            let parts: Vec<String> = name.split('.').map(|part| self.case.write(part)).collect();
            let start = &entry.name()[..entry.name().len() - name.len()];
            let suggestion = format!("{start}{}", parts.join("."));
            let report = cx.report(entry.value.key_location(), message);
            if suggestion != entry.name() {
                report.suggest(suggestion);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CASES;

    #[test]
    fn cases_are_told_apart_and_written() {
        let written = [
            ("camel", "eventName"),
            ("flat", "eventname"),
            ("snake", "event_name"),
            ("kebab", "event-name"),
            ("pascal", "EventName"),
            ("macro", "EVENT_NAME"),
            ("cobol", "EVENT-NAME"),
            ("pascal-kebab", "Event-Name"),
        ];
        for (number, (name, text)) in written.into_iter().enumerate() {
            let case = &CASES[number];
            assert_eq!(case.name, name);
            assert!(case.fits(text), "{text}");
            assert_eq!(case.write("event_name"), text);
            for (other, (_, wrong)) in written.into_iter().enumerate() {
                let also = CASES[other].name == "flat" && matches!(name, "camel" | "snake" | "kebab");
                assert_eq!(case.fits(wrong), number == other || also, "{name}: {wrong}");
            }
        }
        assert!(CASES[0].fits("userID") && CASES[0].fits("address2") && !CASES[0].fits("2nd"));
        assert!(CASES[2].fits("line_2") && !CASES[2].fits("line__2") && !CASES[2].fits("_a"));
    }
}
