//! Colours that users choose, made readable on the grounds of both themes.

/// The ratio that text must have to its ground (WCAG 2.2, 1.4.3).
const CONTRAST: f64 = 4.5;
/// The longest colour that is read, in bytes.
const LONGEST: usize = 64;
/// The pages' own grounds, light and dark: `--page` of the style sheet.
const PAGES: [Rgb; 2] = [[0xff, 0xff, 0xff], [0x0f, 0x12, 0x16]];
/// The grounds that text in the accent colour stands on at worst, light and dark: `--inset` of the style sheet.
const INSETS: [Rgb; 2] = [[0xee, 0xf0, 0xf3], [0x1f, 0x26, 0x2f]];
/// What text is made of to be read on a ground, light and dark.
const INKS: [Rgb; 2] = [[0, 0, 0], [0xff, 0xff, 0xff]];
/// How much of its colour the ground of a tinted box has.
const TINT: f64 = 0.14;

type Rgb = [u8; 3];

/// A colour without transparency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Colour(Rgb);

impl Colour {
    /// Reads a colour in any form that a style sheet has (CSS Color Module Level 4, section 4); what can be seen
    /// through is taken as it looks on white. `None` for everything else, and for what can't be seen at all.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > LONGEST {
            return None;
        }
        let [red, green, blue, alpha] = csscolorparser::parse(text).ok()?.to_rgba8();
        let share = f64::from(alpha) / 255.0;
        (alpha > 0).then(|| Self(mixed([red, green, blue], INKS[1], share)))
    }

    /// As `rrggbb`.
    pub(super) fn digits(self) -> String {
        let [red, green, blue] = self.0;
        format!("{red:02x}{green:02x}{blue:02x}")
    }

    /// The colour as text, darker or lighter where it could not be read, for both themes.
    pub(super) fn accent(self) -> String {
        both([0, 1].map(|theme| readable(self.0, INSETS[theme], INKS[theme])))
    }

    /// The colour as text on a tint of itself, for both themes: text, ground.
    pub(super) fn tinted(self) -> (String, String) {
        let grounds = PAGES.map(|page| mixed(self.0, page, TINT));
        let texts = [0, 1].map(|theme| readable(self.0, grounds[theme], INKS[theme]));
        (both(texts), both(grounds))
    }
}

/// One value for the light and one for the dark theme.
fn both([light, dark]: [Rgb; 2]) -> String {
    format!("light-dark(#{}, #{})", Colour(light).digits(), Colour(dark).digits())
}

/// `share` of one colour in the other.
fn mixed(one: Rgb, other: Rgb, share: f64) -> Rgb {
    let part = |at: usize| (f64::from(one[at]) * share + f64::from(other[at]) * (1.0 - share)).round() as u8;
    [part(0), part(1), part(2)]
}

/// The colour with as much ink as it takes to be read on a ground.
fn readable(colour: Rgb, ground: Rgb, ink: Rgb) -> Rgb {
    let steps = (0..=40_u8).map(|step| mixed(ink, colour, f64::from(step) / 40.0));
    steps.into_iter().find(|mixed| contrast(*mixed, ground) >= CONTRAST).unwrap_or(ink)
}

fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Relative luminance as WCAG 2.2 defines it.
fn luminance(colour: Rgb) -> f64 {
    let linear = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The colours of `light-dark(#rrggbb, #rrggbb)`.
    fn themes(style: &str) -> [Rgb; 2] {
        let inside = style.strip_prefix("light-dark(").unwrap().strip_suffix(')').unwrap();
        let (light, dark) = inside.split_once(", ").unwrap();
        [light, dark].map(|text| Colour::parse(text).unwrap().0)
    }

    #[test]
    fn colours_in_the_forms_of_style_sheets() {
        let forms = ["#f00", "#ff0000", "red", "RED", "rgb(255, 0, 0)", "hsl(0 100% 50%)", " #ff0000ff "];
        for text in forms {
            assert_eq!(Colour::parse(text).map(Colour::digits).as_deref(), Some("ff0000"), "{text}");
        }
        assert_eq!(Colour::parse("#ff000080").map(Colour::digits).as_deref(), Some("ff7f7f"));
        let none = ["", "transparent", "#ééé", "red; } body { display: none", "url(x)", "var(--c)", "#12"];
        for text in none.into_iter().chain([format!("rgb({}1,1,1)", "0".repeat(80)).as_str()]) {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }

    #[test]
    fn every_colour_stays_readable() {
        let colours = ["#ffff00", "#000", "#fff", "#0b5fff", "#ff00aa", "#808080", "#00ff00", "#0000ff"];
        for colour in colours.map(|text| Colour::parse(text).unwrap()) {
            let (text, ground) = colour.tinted();
            let pairs = [(themes(&colour.accent()), INSETS), (themes(&text), themes(&ground))];
            for (texts, grounds) in pairs {
                for (text, ground) in texts.into_iter().zip(grounds) {
                    assert!(contrast(text, ground) >= CONTRAST, "{colour:?}: {text:?} on {ground:?}");
                }
            }
        }
    }

    #[test]
    fn grounds_are_those_of_the_style_sheet() {
        let style = crate::site::asset::text("asset/style.css").unwrap();
        for (name, grounds) in [("page", PAGES), ("inset", INSETS)] {
            let line =
                style.lines().find(|line| line.trim_start().starts_with(&format!("--{name}:"))).unwrap();
            let (_, value) = line.trim().trim_end_matches(';').split_once(": ").unwrap();
            assert_eq!(themes(value), grounds, "--{name}");
        }
    }
}
