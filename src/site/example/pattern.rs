//! Texts that patterns match: literals, classes, groups, alternatives and counts. What is made is a guess that the
//! pattern itself has to confirm.

/// Longer patterns are not looked at.
pub(super) const MAX_PATTERN: usize = 200;
/// The longest text that is made, and the most repetitions.
const MAX_TEXT: usize = 1_200;
/// Groups inside each other.
const MAX_DEPTH: usize = 8;
/// What may stand for a class that only says what is not in it, the likeliest first.
const SIGNS: &str = "aA1-_ .,:/@#+=!?*&%$\"'()";

/// What a pattern asks for, in the order of its text.
pub(super) struct Shape {
    alternatives: Vec<Vec<Piece>>,
    /// Whether it says more of what may not stand in a text than of what may: then `string` says as much as a guess.
    pub(super) is_vague: bool,
}

struct Piece {
    what: What,
    least: usize,
    most: usize,
}

enum What {
    Sign(char),
    Group(Vec<Vec<Piece>>),
}

/// How a text is made of a shape.
#[derive(Clone, Copy, Default)]
pub(super) struct Choice {
    /// The alternative that is taken wherever there are several.
    pub(super) alternative: usize,
    /// Characters beyond the usual that repetitions make.
    pub(super) more: usize,
    /// Whether a repetition may go beyond that rather than fall short of it.
    pub(super) beyond: bool,
    /// Whether what may be left out is.
    pub(super) short: bool,
}

impl Shape {
    /// What a pattern asks for; `None` where it is too long or none that is understood.
    pub(super) fn read(pattern: &str) -> Option<Self> {
        if pattern.len() > MAX_PATTERN {
            return None;
        }
        let mut reader = Reader { rest: pattern.strip_prefix('^').unwrap_or(pattern), is_vague: false };
        let alternatives = reader.alternatives(0)?;
        reader.rest.is_empty().then_some(Shape { alternatives, is_vague: reader.is_vague })
    }

    /// A text of this shape; `None` where it would be too long.
    pub(super) fn text(&self, choice: Choice) -> Option<String> {
        let mut text = String::new();
        let mut more = choice.more;
        write(&self.alternatives, choice, &mut more, &mut text)?;
        Some(text)
    }
}

fn write(alternatives: &[Vec<Piece>], choice: Choice, more: &mut usize, text: &mut String) -> Option<()> {
    let last = alternatives.len().checked_sub(1)?;
    for piece in &alternatives[choice.alternative.min(last)] {
        let usual = if choice.short { piece.least } else { piece.least.max(1).min(piece.most) };
        let mut written = 0;
        let mut wanted = usual.max(usize::from(*more > 0 && piece.most > 0));
        while written < wanted {
            let before = text.len();
            match &piece.what {
                What::Sign(sign) => text.push(*sign),
                What::Group(inner) => write(inner, choice, more, text)?,
            }
            written += 1;
            let length = text[before..].chars().count();
            if length == 0 {
                break;
            }
            if text.len() > MAX_TEXT {
                return None;
            }
            if written > usual {
                *more = more.saturating_sub(length);
            }
            if written == usual.max(1) && *more > 0 {
                let times = if choice.beyond { more.div_ceil(length) } else { *more / length };
                let times = times.min(piece.most.saturating_sub(written));
                wanted += times;
            }
        }
    }
    Some(())
}

struct Reader<'p> {
    rest: &'p str,
    is_vague: bool,
}

impl Reader<'_> {
    /// The alternatives up to the end or a closing bracket.
    fn alternatives(&mut self, depth: usize) -> Option<Vec<Vec<Piece>>> {
        if depth > MAX_DEPTH {
            return None;
        }
        let mut alternatives = vec![Vec::new()];
        while let Some(first) = self.rest.chars().next() {
            match first {
                ')' => break,
                '|' => {
                    self.rest = &self.rest[1..];
                    alternatives.push(Vec::new());
                }
                _ => {
                    let piece = self.piece(depth)?;
                    alternatives.last_mut()?.extend(piece);
                }
            }
        }
        Some(alternatives)
    }

    /// One piece with its count; nothing for what only says where it stands.
    fn piece(&mut self, depth: usize) -> Option<Option<Piece>> {
        let first = self.next()?;
        let what = match first {
            '$' => return Some(None),
            '^' => {
                self.is_vague = true;
                return Some(None);
            }
            '*' | '+' | '?' | '{' => return None,
            '(' => self.group(depth)?,
            '[' => Some(What::Sign(self.class()?)),
            '.' => Some(What::Sign('a')),
            '\\' => self.escaped()?.map(What::Sign),
            other => Some(What::Sign(other)),
        };
        let (least, most) = self.count()?;
        Some(what.map(|what| Piece { what, least, most }))
    }

    fn next(&mut self) -> Option<char> {
        let first = self.rest.chars().next()?;
        self.rest = &self.rest[first.len_utf8()..];
        Some(first)
    }

    /// What is between brackets; nothing for a look around.
    fn group(&mut self, depth: usize) -> Option<Option<What>> {
        let mut looks = false;
        if let Some(rest) = self.rest.strip_prefix("?:") {
            self.rest = rest;
        } else if let Some(rest) = self.rest.strip_prefix('?') {
            self.is_vague = true;
            looks = ["=", "!", "<=", "<!"].iter().any(|start| rest.starts_with(start));
            let end = if looks { rest.find(['=', '!'])? } else { rest.find('>')? };
            self.rest = &rest[end + 1..];
        }
        let inner = self.alternatives(depth + 1)?;
        self.rest = self.rest.strip_prefix(')')?;
        Some((!looks).then_some(What::Group(inner)))
    }

    /// What stands for an escaped sign; nothing for a border of words.
    fn escaped(&mut self) -> Option<Option<char>> {
        let sign = match self.next()? {
            'd' => '1',
            'w' => 'a',
            's' => ' ',
            other => {
                self.is_vague |= other.is_ascii_alphabetic();
                match other {
                    'b' | 'B' => return Some(None),
                    other => self.coded(other)?,
                }
            }
        };
        Some(Some(sign))
    }

    /// The sign that a letter behind a backslash stands for: `\n`, `\x41`, any but a digit.
    fn coded(&mut self, letter: char) -> Option<char> {
        Some(match letter {
            'D' | 'S' => 'a',
            'W' => '-',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'k' | 'p' | 'P' => return None,
            'u' | 'x' => {
                let digits = self.rest.get(..if letter == 'u' { 4 } else { 2 })?;
                self.rest = &self.rest[digits.len()..];
                char::from_u32(u32::from_str_radix(digits, 16).ok()?)?
            }
            other => other,
        })
    }

    /// The least and the greatest count that the quantifier allows.
    fn count(&mut self) -> Option<(usize, usize)> {
        let mut count = (1, 1);
        if let Some(sign) = self.rest.chars().next().filter(|sign| "*+?".contains(*sign)) {
            self.rest = &self.rest[1..];
            count = (usize::from(sign == '+'), if sign == '?' { 1 } else { usize::MAX });
        } else if let Some(rest) = self.rest.strip_prefix('{') {
            let (inside, rest) = rest.split_once('}')?;
            self.rest = rest;
            let (low, high) = inside.split_once(',').unwrap_or((inside, inside));
            count = (low.trim().parse().ok()?, high.trim().parse().unwrap_or(usize::MAX));
        }
        self.rest = self.rest.strip_prefix('?').unwrap_or(self.rest);
        (count.0 <= MAX_TEXT).then_some(count)
    }

    /// One character of a class.
    fn class(&mut self) -> Option<char> {
        let mut escaped = false;
        let end = self.rest.char_indices().skip(1).find_map(|(at, character)| {
            let closes = character == ']' && !escaped;
            escaped = character == '\\' && !escaped;
            closes.then_some(at)
        })?;
        let inside = &self.rest[..end];
        self.rest = &self.rest[end + 1..];
        if let Some(excluded) = inside.strip_prefix('^') {
            self.is_vague = true;
            return SIGNS.chars().find(|sign| !is_in_class(excluded, *sign));
        }
        if !inside.starts_with('\\') {
            return inside.chars().next();
        }
        let mut class = Reader { rest: &inside[1..], is_vague: false };
        let sign = class.escaped()?;
        self.is_vague |= class.is_vague;
        sign
    }
}

/// Whether a sign is in a class, as far as single signs, ranges and the usual kinds go.
fn is_in_class(inside: &str, sign: char) -> bool {
    let mut signs = inside.chars().peekable();
    while let Some(low) = signs.next() {
        if low == '\\' {
            let is_in = match signs.next() {
                Some('d') => sign.is_ascii_digit(),
                Some('w') => sign.is_ascii_alphanumeric() || sign == '_',
                Some('s') => sign.is_whitespace(),
                Some('D') => !sign.is_ascii_digit(),
                Some('W') => !sign.is_ascii_alphanumeric() && sign != '_',
                Some('S') => !sign.is_whitespace(),
                other => other == Some(sign),
            };
            if is_in {
                return true;
            }
            continue;
        }
        if signs.peek() == Some(&'-') {
            signs.next();
            match signs.next() {
                Some(high) if (low..=high).contains(&sign) => return true,
                Some(_) => continue,
                None if sign == '-' => return true,
                None => {}
            }
        }
        if low == sign {
            return true;
        }
    }
    false
}
