//! The text of a multipart body, for clients whose library cannot say all that a part says.

use super::request::Multipart;

/// A part of the body's text.
pub(super) enum Piece {
    /// Text, lines ended as HTTP wants it.
    Text(String),
    /// The bytes of a file.
    File(String),
}

/// A line that no part holds.
pub(super) fn boundary(form: &Multipart) -> String {
    let taken = |boundary: &str| form.parts.iter().any(|part| part.text.contains(boundary));
    let mut boundary = "boundary".to_owned();
    for number in 1.. {
        if !taken(&boundary) {
            break;
        }
        boundary = format!("boundary{number}");
    }
    boundary
}

/// The `Content-Type` of the whole.
pub(super) fn content_type(form: &Multipart) -> String {
    format!("{}; boundary={}", form.kind, boundary(form))
}

/// Whether it is a form whose parts have no headers of their own: what a library that knows forms can send.
pub(super) fn is_plain_form(form: &Multipart) -> bool {
    form.is_form() && form.parts.iter().all(|part| part.headers.is_empty() && !part.name.is_empty())
}

/// Whether each value is also plain text under a name of its own: what the simple form of most libraries can send.
pub(super) fn is_simple(form: &Multipart) -> bool {
    let parts = &form.parts;
    let repeats = |at: usize| parts[..at].iter().any(|other| other.name == parts[at].name);
    is_plain_form(form)
        && parts
            .iter()
            .enumerate()
            .all(|(at, part)| (part.file.is_some() || part.content_type.is_none()) && !repeats(at))
}

/// The whole body.
pub(super) fn pieces(form: &Multipart) -> Vec<Piece> {
    let boundary = boundary(form);
    let mut pieces = Vec::new();
    let mut text = String::new();
    for part in &form.parts {
        text.push_str(&format!("--{boundary}\r\n"));
        for (name, value) in form.head(part) {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str("\r\n");
        match &part.file {
            Some(file) => {
                pieces.push(Piece::Text(std::mem::take(&mut text)));
                pieces.push(Piece::File(file.clone()));
            }
            None => text.push_str(&part.text),
        }
        text.push_str("\r\n");
    }
    text.push_str(&format!("--{boundary}--\r\n"));
    pieces.push(Piece::Text(text));
    pieces
}
