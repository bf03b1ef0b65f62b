//! What a text or a value was before and is now: word by word where both are mostly the same, else one after the other.
//! The work and the output are bounded; a text that was rewritten whole is shown as such.

use serde::Serialize;

use super::markdown::cut;
use crate::diff::Change;

/// Edits beyond which two texts are taken to have nothing in common.
const MAX_EDITS: usize = 400;
/// An unchanged stretch of more characters than this is shortened.
const LONG: usize = 160;
/// Characters that stay at each end of a shortened stretch.
const KEPT: usize = 64;
/// Longest text that is shown when it was rewritten whole, in characters.
const MAX_WHOLE: usize = 1_500;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(super) struct Piece {
    /// `same`, `del` or `ins`.
    pub(super) kind: &'static str,
    /// The words.
    pub(super) text: String,
}

/// A value before and after.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(super) struct Rewrite {
    /// The whole text before; `None` for one that is new, or where `pieces` tell it.
    pub(super) before: Option<String>,
    /// The whole text after; see `before`.
    pub(super) after: Option<String>,
    /// The text with what went and what came; empty where before and after have little in common.
    pub(super) pieces: Vec<Piece>,
}

/// Two texts of which one became the other; `None` where they are the same.
pub(super) fn between(before: &str, after: &str) -> Option<Rewrite> {
    if before == after {
        return None;
    }
    let pieces = pieces(before, after);
    let whole = |text: &str| Some(cut(&lines(text), MAX_WHOLE)).filter(|_| pieces.is_empty());
    Some(Rewrite { before: whole(before), after: whole(after), pieces })
}

/// What a change did to a text; `None` where its message says that already.
pub(super) fn rewrite(change: &Change) -> Option<Rewrite> {
    let said =
        |value: &Option<String>| value.as_ref().is_none_or(|value| change.message.contains(value.as_str()));
    if said(&change.before) && said(&change.after) {
        return None;
    }
    let pieces = match (&change.before, &change.after) {
        (Some(before), Some(after)) => pieces(before, after),
        _ => Vec::new(),
    };
    let whole = |text: &Option<String>| {
        text.as_ref().filter(|_| pieces.is_empty()).map(|text| cut(&lines(text), MAX_WHOLE))
    };
    Some(Rewrite { before: whole(&change.before), after: whole(&change.after), pieces })
}

/// The words of both texts in one, what went before what came; empty where they have too little in common.
fn pieces(before: &str, after: &str) -> Vec<Piece> {
    let (before, after) = (lines(before), lines(after));
    let (was, now) = (tokens(&before), tokens(&after));
    if was.len() < 4 || now.len() < 4 {
        return Vec::new();
    }
    let Some(edits) = edits(&was, &now) else { return Vec::new() };
    let same: usize = edits.iter().filter(|(kind, _)| *kind == "same").map(|(_, token)| weight(token)).sum();
    let longest = [&was, &now].map(|tokens| tokens.iter().map(|token| weight(token)).sum::<usize>());
    if same * 3 < longest[0].max(longest[1]) || longest.iter().all(|sum| *sum == same) {
        return Vec::new();
    }
    shorten(join(&edits))
}

/// How much of a text a token is: signs and blanks are nothing.
fn weight(token: &str) -> usize {
    if token.chars().any(char::is_alphanumeric) { token.len() } else { 0 }
}

/// A text whose lines were broken for the width of an editor flows; paragraphs, lists and headings keep their lines.
fn lines(text: &str) -> String {
    let mut flowing = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.trim_end();
        let starts = line.trim_start().starts_with(|first: char| {
            first.is_ascii_digit() || matches!(first, '-' | '*' | '+' | '#' | '|' | '>' | '`')
        });
        if !flowing.is_empty() {
            let own = starts || line.is_empty() || flowing.ends_with('\n');
            flowing.push(if own { '\n' } else { ' ' });
        }
        flowing.push_str(line);
    }
    flowing.trim().to_owned()
}

/// Words, stretches of blanks, and single signs.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let class = |sign: char| match sign {
        sign if sign.is_alphanumeric() || sign == '_' => 0,
        sign if sign.is_whitespace() => 1,
        _ => 2,
    };
    let mut last = None;
    for (at, sign) in text.char_indices() {
        let now = class(sign);
        if last.is_some_and(|last| last != now || now == 2) {
            tokens.push(&text[start..at]);
            start = at;
        }
        last = Some(now);
    }
    if start < text.len() {
        tokens.push(&text[start..]);
    }
    tokens
}

type Edit<'t> = (&'static str, &'t str);

/// The shortest way from one text to the other (Myers, 1986); `None` when it is too long.
fn edits<'t>(was: &[&'t str], now: &[&'t str]) -> Option<Vec<Edit<'t>>> {
    let head = was.iter().zip(now).take_while(|(one, other)| one == other).count();
    let rest = was[head..].iter().rev().zip(now[head..].iter().rev());
    let tail = rest.take_while(|(one, other)| one == other).count();
    let (old, new) = (&was[head..was.len() - tail], &now[head..now.len() - tail]);
    let mut edits: Vec<Edit<'t>> = was[..head].iter().map(|token| ("same", *token)).collect();
    edits.extend(middle(old, new)?);
    edits.extend(was[was.len() - tail..].iter().map(|token| ("same", *token)));
    Some(edits)
}

fn middle<'t>(old: &[&'t str], new: &[&'t str]) -> Option<Vec<Edit<'t>>> {
    let (width, height) = (old.len(), new.len());
    let most = (width + height).min(MAX_EDITS);
    // The furthest column on each diagonal, from `-most` to `most`, and how it stood before each step.
    let mut furthest = vec![0_usize; 2 * most + 3];
    let mut history: Vec<Vec<usize>> = Vec::new();
    let row = |column: usize, slot: usize| (column + most + 1).checked_sub(slot);
    for step in 0..=most {
        history.push(furthest[most + 1 - step..=most + 1 + step].to_vec());
        for slot in (most + 1 - step..=most + 1 + step).step_by(2) {
            let down = slot == most + 1 - step
                || (slot != most + 1 + step && furthest[slot - 1] < furthest[slot + 1]);
            let mut column = if down { furthest[slot + 1] } else { furthest[slot - 1] + 1 };
            let Some(mut line) = row(column, slot) else { continue };
            while column < width && line < height && old[column] == new[line] {
                (column, line) = (column + 1, line + 1);
            }
            furthest[slot] = column;
            if column == width && line == height {
                return Some(way_back(&history, (old, new), most));
            }
        }
    }
    None
}

/// The way that led to the end, from how the diagonals stood before each step.
fn way_back<'t>(history: &[Vec<usize>], (old, new): (&[&'t str], &[&'t str]), most: usize) -> Vec<Edit<'t>> {
    let mut edits = Vec::new();
    let (mut column, mut line) = (old.len(), new.len());
    for (step, known) in history.iter().enumerate().rev() {
        // `known` holds the slots from `most + 1 - step` on.
        let first = most + 1 - step;
        let at = |slot: usize| slot.checked_sub(first).and_then(|at| known.get(at)).copied().unwrap_or(0);
        let slot = column + most + 1 - line;
        let down = slot == first || (slot != most + 1 + step && at(slot - 1) < at(slot + 1));
        let before = if down { slot + 1 } else { slot - 1 };
        let start = if step == 0 { 0 } else { at(before) };
        let from = if step == 0 || down { start } else { start + 1 };
        while column > from && line > 0 && old[column - 1] == new[line - 1] {
            (column, line) = (column - 1, line - 1);
            edits.push(("same", old[column]));
        }
        if step == 0 {
            break;
        }
        if down {
            line -= 1;
            edits.push(("ins", new[line]));
        } else {
            column -= 1;
            edits.push(("del", old[column]));
        }
    }
    edits.reverse();
    edits
}

/// Neighbours of one kind as one piece. Signs and blanks between two changes belong to both, so that what went and what
/// came can be read.
fn join(edits: &[Edit<'_>]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut del, mut ins, mut between) = (String::new(), String::new(), String::new());
    let flush = |pieces: &mut Vec<Piece>, del: &mut String, ins: &mut String| {
        for (kind, text) in [("del", del), ("ins", ins)] {
            if !text.is_empty() {
                pieces.push(Piece { kind, text: std::mem::take(text) });
            }
        }
    };
    for (kind, token) in edits {
        match *kind {
            "same" if del.is_empty() && ins.is_empty() => push_same(&mut pieces, token),
            "same" if weight(token) == 0 && between.len() < 4 => between.push_str(token),
            "same" => {
                flush(&mut pieces, &mut del, &mut ins);
                push_same(&mut pieces, &between);
                between.clear();
                push_same(&mut pieces, token);
            }
            kind => {
                if !between.is_empty() {
                    del.push_str(&between);
                    ins.push_str(&between);
                    between.clear();
                }
                if kind == "del" { del.push_str(token) } else { ins.push_str(token) }
            }
        }
    }
    flush(&mut pieces, &mut del, &mut ins);
    push_same(&mut pieces, &between);
    pieces
}

fn push_same(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.kind == "same" => last.text.push_str(text),
        _ => pieces.push(Piece { kind: "same", text: text.to_owned() }),
    }
}

/// Shortens what stayed the same.
fn shorten(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let last = pieces.len().saturating_sub(1);
    for (at, piece) in pieces.iter_mut().enumerate() {
        let count = piece.text.chars().count();
        if piece.kind != "same" || count <= LONG {
            continue;
        }
        let head: String = piece.text.chars().take(KEPT).collect();
        let head = head.rsplit_once(char::is_whitespace).map_or(head.as_str(), |(head, _)| head);
        let tail: String = piece.text.chars().skip(count - KEPT).collect();
        let tail = tail.split_once(char::is_whitespace).map_or(tail.as_str(), |(_, tail)| tail);
        piece.text = match at {
            0 => format!("… {tail}"),
            at if at == last => format!("{head} …"),
            _ => format!("{head} … {tail}"),
        };
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: &str, after: &str) -> String {
        let sign = |piece: &Piece| match piece.kind {
            "del" => format!("[-{}-]", piece.text),
            "ins" => format!("[+{}+]", piece.text),
            _ => piece.text.clone(),
        };
        pieces(before, after).iter().map(sign).collect()
    }

    #[test]
    fn the_words_that_changed_are_told() {
        assert_eq!(
            told("The day on which the order ships.", "The day on which the parcel leaves."),
            "The day on which the [-order ships-][+parcel leaves+]."
        );
        assert_eq!(told("a b c d e f", "a b x c d e f"), "a b [+x +]c d e f");
        assert_eq!(told("one two three four", "one three four"), "one [-two -]three four");
    }

    #[test]
    fn texts_without_much_in_common_are_told_whole() {
        assert_eq!(told("one two three four", "nothing of this is there any more"), "");
        assert_eq!(told("20", "30"), "");
        assert_eq!(told("one two\nthree four five", "one two three  four five"), "");
    }

    #[test]
    fn what_stayed_is_shortened() {
        let long = "word ".repeat(100);
        let text = told(&format!("{long}old {long}"), &format!("{long}new {long}"));
        assert!(text.starts_with("… word") && text.ends_with("word …"), "{text}");
        assert!(text.contains("[-old-][+new+]") && text.len() < 200, "{text}");
    }

    #[test]
    fn the_pieces_give_both_texts_back() {
        let mut seed = 7_u32;
        let mut next = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) % below
        };
        for _ in 0..300 {
            let old: Vec<String> = (0..next(30)).map(|_| format!("w{} ", next(6))).collect();
            let new: Vec<String> = (0..next(30)).map(|_| format!("w{} ", next(6))).collect();
            let (old, new) = (old.concat(), new.concat());
            let found = edits(&tokens(&old), &tokens(&new)).unwrap();
            let side = |other: &str| {
                let mine = found.iter().filter(|(kind, _)| *kind != other);
                mine.map(|(_, token)| *token).collect::<String>()
            };
            assert_eq!((side("ins"), side("del")), (old.clone(), new.clone()));
            let joined = join(&found);
            let side = |other: &str| {
                let mine = joined.iter().filter(|piece| piece.kind != other);
                mine.map(|piece| piece.text.as_str()).collect::<String>()
            };
            assert_eq!((side("ins"), side("del")), (old, new));
        }
    }

    #[test]
    fn the_work_is_bounded() {
        let old: String = (0..4_000).map(|number| format!("a{number} ")).collect();
        let new: String = (0..4_000).map(|number| format!("b{number} ")).collect();
        assert!(pieces(&old, &new).is_empty());
    }
}
