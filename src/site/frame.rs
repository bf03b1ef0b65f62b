//! Markup with places in it that are filled for each page. A template marks the places with signs that nothing in a
//! definition can say, since they hold a secret of the process.

use minijinja::Value;

/// What stands at a place of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot<'f> {
    /// Markup.
    Text(&'f str),
    /// The anchor.
    Id,
    /// What is inside.
    Inside,
}

/// The signs of one process.
#[derive(Debug)]
pub(super) struct Signs {
    id: String,
    inside: String,
}

/// Markup with its places.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Frame {
    markup: String,
    /// The places, by the byte before which they are; whether it is what is inside.
    places: Vec<(usize, bool)>,
}

impl Signs {
    /// Signs that hold a secret.
    pub(super) fn new(secret: u64) -> Self {
        Signs { id: format!("\u{1}{secret:016x}i"), inside: format!("\u{1}{secret:016x}o") }
    }

    /// The sign of the anchor and that of what is inside, for a template.
    pub(super) fn values(&self) -> [Value; 2] {
        [&self.id, &self.inside].map(|sign| Value::from_safe_string(sign.clone()))
    }

    /// The frame of markup that has signs in it.
    pub(super) fn frame(&self, markup: &str) -> Frame {
        let mut frame = Frame::default();
        let mut rest = markup;
        let common = &self.id[..self.id.len() - 1];
        while let Some((before, after)) = rest.split_once(common) {
            frame.markup.push_str(before);
            frame.places.push((frame.markup.len(), after.starts_with('o')));
            rest = after.get(1..).unwrap_or_default();
        }
        frame.markup.push_str(rest);
        frame.markup.shrink_to_fit();
        frame
    }
}

impl Frame {
    /// Markup without places.
    pub(super) fn plain(markup: String) -> Self {
        Frame { markup, places: Vec::new() }
    }

    /// Its bytes.
    pub(super) fn len(&self) -> usize {
        self.markup.len() + size_of_val(&*self.places)
    }

    /// The markup without what belongs into its places.
    pub(super) fn text(&self) -> &str {
        &self.markup
    }

    /// The markup and its places, in order.
    pub(super) fn pieces(&self) -> Pieces<'_> {
        Pieces { frame: self, start: 0, next: 0, is_place: false }
    }
}

/// The markup of a frame and its places, in order: text, place, text.
#[derive(Debug)]
pub(super) struct Pieces<'f> {
    frame: &'f Frame,
    /// Where the text at hand starts.
    start: usize,
    /// The number of the place at hand.
    next: usize,
    /// Whether the place comes next, not the text before it.
    is_place: bool,
}

impl<'f> Iterator for Pieces<'f> {
    type Item = Slot<'f>;

    fn next(&mut self) -> Option<Slot<'f>> {
        let place = self.frame.places.get(self.next).copied();
        if self.is_place {
            let (at, inside) = place?;
            (self.start, self.is_place) = (at, false);
            self.next += 1;
            return Some(if inside { Slot::Inside } else { Slot::Id });
        }
        self.is_place = true;
        let end = place.map_or(self.frame.markup.len(), |(at, _)| at);
        Some(Slot::Text(&self.frame.markup[self.start..end]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_where_the_signs_were() {
        let signs = Signs::new(7);
        let [id, inside] = signs.values().map(|sign| sign.to_string());
        let frame = signs.frame(&format!("<li id=\"{id}\"><a href=\"#{id}\">x</a>{inside}</li>"));
        let pieces: Vec<Slot<'_>> = frame.pieces().collect();
        let texts = ["<li id=\"", "\"><a href=\"#", "\">x</a>", "</li>"].map(Slot::Text);
        assert_eq!(pieces, [texts[0], Slot::Id, texts[1], Slot::Id, texts[2], Slot::Inside, texts[3]]);
        assert_eq!(frame.text(), "<li id=\"\"><a href=\"#\">x</a></li>");
    }

    #[test]
    fn what_only_looks_like_a_sign_is_text() {
        let frame = Signs::new(7).frame("\u{1}0000000000000008o\u{1}");
        assert_eq!(frame.pieces().collect::<Vec<_>>(), [Slot::Text("\u{1}0000000000000008o\u{1}")]);
    }
}
