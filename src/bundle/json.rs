//! Values as JSON text, indented by two spaces. Numbers keep their text where JSON has it.

use std::fmt::Write as _;

use super::value::Value;

pub(super) fn write(root: &Value<'_>) -> String {
    let mut text = String::new();
    value(&mut text, root, 0);
    text.push('\n');
    text
}

fn value(text: &mut String, node: &Value<'_>, level: usize) {
    match node {
        Value::Null | Value::Pending(_) => text.push_str("null"),
        Value::Boolean(true) => text.push_str("true"),
        Value::Boolean(false) => text.push_str("false"),
        Value::Number(written) => number(text, written),
        Value::String(content) => string(text, content),
        Value::List(items) => collection(text, ['[', ']'], items, level, |text, item| {
            value(text, item, level + 1);
        }),
        Value::Object(entries) => collection(text, ['{', '}'], entries, level, |text, (key, item)| {
            string(text, key);
            text.push_str(": ");
            value(text, item, level + 1);
        }),
    }
}

fn collection<T>(
    text: &mut String,
    brackets: [char; 2],
    items: &[T],
    level: usize,
    mut write: impl FnMut(&mut String, &T),
) {
    text.push(brackets[0]);
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        new_line(text, level + 1);
        write(text, item);
    }
    if !items.is_empty() {
        new_line(text, level);
    }
    text.push(brackets[1]);
}

fn new_line(text: &mut String, level: usize) {
    text.push('\n');
    for _ in 0..level {
        text.push_str("  ");
    }
}

/// Writes a JSON string.
pub(super) fn string(text: &mut String, content: &str) {
    text.push('"');
    for character in content.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            control if (control as u32) < 0x20 || control == '\u{7F}' => {
                let _ = write!(text, "\\u{:04x}", control as u32);
            }
            other => text.push(other),
        }
    }
    text.push('"');
}

/// Writes a number of YAML as one of JSON: `+1`, `.5`, `1.`, `007`, `0x1F` and `0o17` are none there.
fn number(text: &mut String, written: &str) {
    let radix = [("0x", 16), ("0o", 8)];
    for (prefix, radix) in radix {
        if let Some(digits) = written.strip_prefix(prefix) {
            text.push_str(&decimal_digits(digits, radix));
            return;
        }
    }
    let unsigned = written.trim_start_matches(['+', '-']);
    if !unsigned.bytes().any(|byte| byte.is_ascii_digit()) {
        // JSON has no infinity and nothing that is no number.
        string(text, written);
        return;
    }
    if written.starts_with('-') {
        text.push('-');
    }
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => unsigned.split_at(at),
        None => (unsigned, ""),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let whole = whole.trim_start_matches('0');
    text.push_str(if whole.is_empty() { "0" } else { whole });
    if mantissa.contains('.') {
        text.push('.');
        text.push_str(if fraction.is_empty() { "0" } else { fraction });
    }
    text.push_str(exponent);
}

/// The decimal digits of a whole number of any size.
fn decimal_digits(digits: &str, radix: u32) -> String {
    // Past this a number is a trick: its conversion takes quadratic time.
    const MAX_DIGITS: usize = 4_096;
    let mut decimal: Vec<u8> = vec![0];
    for digit in digits.chars().take(MAX_DIGITS).filter_map(|digit| digit.to_digit(radix)) {
        let mut carry = digit;
        for place in &mut decimal {
            let sum = u32::from(*place) * radix + carry;
            *place = (sum % 10) as u8;
            carry = sum / 10;
        }
        while carry > 0 {
            decimal.push((carry % 10) as u8);
            carry /= 10;
        }
    }
    decimal.iter().rev().map(|digit| char::from(b'0' + digit)).collect()
}
